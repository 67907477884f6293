"""Write ``data/*`` of generated worlds: ``python -m cxlab.simulate`` rebuilds them bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from cxlab import instruments
from cxlab._core.resources import PACKAGE, read_yaml
from cxlab.simulate._ecsi import CONSTRUCTS, HIGH, LOW, ecsi
from cxlab.simulate._kano import kano
from cxlab.simulate._meiyu import meiyu

PARTS = {
    "meiyu": "its card.yaml and the item banks",
    "meiyu_kano": "its card_kano.yaml",
    "ecsi": "its card_ecsi.yaml",
}
BANKS = ("servqual", "perceived_value", "relationship", "realms", "loyalty")


def as_csv(data: pd.DataFrame) -> str:
    """Write answers as whole numbers, missing ones as empty cells."""
    answers = [name for name in data.columns if str(name).startswith(("sq_p", "sq_e"))]
    return data.astype(dict.fromkeys(answers, "Int64")).to_csv(index=False, lineterminator="\n")


def as_card() -> dict[str, Any]:
    """Join the hand-written card, the items of the banks and the truth of the world."""
    world = meiyu()
    card = read_yaml(Path(__file__).with_name("card.yaml"))
    known = card["columns"]
    for name in BANKS:
        bank = instruments.get(name)
        for column, text in bank.labels().items():
            entry = {"label": dict(text), "low": bank.scale.low, "high": bank.scale.high}
            known.setdefault(column, entry)
    card["columns"] = {name: known[name] for name in world.data.columns}
    card["truth"] = {outcome: dict(effects) for outcome, effects in world.truth.items()}
    return card


def as_kano_card() -> dict[str, Any]:
    """Join the hand-written card of the Kano interviews, their questions and the truth."""
    world = kano()
    card = read_yaml(Path(__file__).with_name("card_kano.yaml"))
    known, asked = card["columns"], card.pop("attributes")
    weight = {"en": "importance: {}", "zh": "重要性：{}"}
    for name, texts in asked.items():
        known[f"f_{name}"] = {"label": texts["with"], "low": 1, "high": 5}
        known[f"d_{name}"] = {"label": texts["without"], "low": 1, "high": 5}
        label = {lang: text.format(texts["with"][lang]) for lang, text in weight.items()}
        known[f"w_{name}"] = {"label": label, "low": 1, "high": 9}
    card["columns"] = {name: known[name] for name in world.data.columns}
    card["truth"] = {outcome: dict(effects) for outcome, effects in world.truth.items()}
    return card


def as_ecsi_card() -> dict[str, Any]:
    """Join the hand-written card of the path model, its questions, constructs and truth."""
    world = ecsi()
    card = read_yaml(Path(__file__).with_name("card_ecsi.yaml"))
    labels = world.data.attrs["labels"]
    card["constructs"] = {name: dict(words) for name, words in CONSTRUCTS.items()}
    card["columns"] = {
        name: {"label": dict(labels[name]), "low": LOW, "high": HIGH} for name in world.data
    }
    card["truth"] = {outcome: dict(effects) for outcome, effects in world.truth.items()}
    return card


def write(folder: Path) -> None:
    """Write ``data.csv`` and ``card.yaml`` of all worlds into folders of ``folder``."""
    for name, text, entry in (
        ("meiyu", as_csv(meiyu().data), as_card()),
        ("meiyu_kano", as_csv(kano().data), as_kano_card()),
        ("ecsi", as_csv(ecsi().data), as_ecsi_card()),
    ):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "data.csv").write_text(text, encoding="utf-8")
        card = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=100)
        head = f"# Written by `python -m cxlab.simulate` out of {PARTS[name]}.\n"
        (folder / name / "card.yaml").write_text(head + card, encoding="utf-8")


if __name__ == "__main__":
    write(PACKAGE.parent / "data")
