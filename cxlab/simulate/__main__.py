"""Write ``data/meiyu``: ``python -m cxlab.simulate`` rebuilds the committed files bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from cxlab import instruments
from cxlab._core.resources import PACKAGE, read_yaml
from cxlab.simulate._meiyu import meiyu

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


def write(folder: Path) -> None:
    """Write ``data.csv`` and ``card.yaml`` into ``folder``."""
    (folder / "data.csv").write_text(as_csv(meiyu().data), encoding="utf-8")
    card = yaml.safe_dump(as_card(), allow_unicode=True, sort_keys=False, width=100)
    head = "# Written by `python -m cxlab.simulate` out of its card.yaml and the item banks.\n"
    (folder / "card.yaml").write_text(head + card, encoding="utf-8")


if __name__ == "__main__":
    write(PACKAGE.parent / "data" / "meiyu")
