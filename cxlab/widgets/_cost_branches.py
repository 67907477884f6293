"""The branches of a cost tree for the widget: which get a slider, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cxlab._core.i18n import _
from cxlab._core.numerals import show
from cxlab.frameworks import CostResult
from cxlab.frameworks._entry import percent
from cxlab.frameworks.cost._levers import TornadoResult
from cxlab.widgets._view import records

RESTS = ("kept", "at_risk", "", "lost")  # which branch of a split takes the rest


def rests(cost: CostResult) -> dict[str, str]:
    """Return the branches that get a slider, each with the sibling that takes the difference."""
    found: dict[str, str] = {}
    table = cost.tidy()[1:]
    for _above, split in table.groupby(table["term"].str.rpartition("/")[0], sort=False):
        ends = dict(zip(split["term"], split["outcome"], strict=True))
        rest = min(reversed(ends), key=lambda path: RESTS.index(ends[path]))
        found |= {path: rest for path in ends if path != rest}
    return found


def moved(wanted: Mapping[str, float], shares: Mapping[str, float]) -> list[str]:
    """Return the branches whose share changes, falls first: they make room for the rises."""
    changed = [path for path in wanted if wanted[path] != shares[path]]
    return sorted(changed, key=lambda path: wanted[path] - shares[path])


def boxes(cost: CostResult) -> list[dict[str, Any]]:
    """Return rows for the view ``tree``."""
    table, names = cost.tidy(), cost.plot_options()["names"]
    trunk = table["term"].iloc[0]
    return [
        {
            "term": row["term"],
            "parent": row["term"].rpartition("/")[0] or (trunk if row["level"] else ""),
            "label": name,
            "text": show(row["amount"], "money"),
            "share": percent(row["share_of_parent"]) if row["level"] else "",
            "kind": row["outcome"],
        }
        for row, name in zip(records(table), names, strict=True)
    ]


def swings(step: TornadoResult) -> pd.DataFrame:
    """Return rows for the view ``tornado``."""
    frame, words = step.labelled(), step.plot_options()
    frame["label"] = frame["label"].map(branch_name)
    for side in ("down", "up"):
        moves = zip(words[side], frame[side], strict=True)
        frame[f"{side}_text"] = [
            _("{name}: {text}").format(name=share, text=change(amount)) for share, amount in moves
        ]
    return frame


def axes(step: TornadoResult) -> dict[str, Any]:
    """Return the words around the view ``tornado``."""
    words = step.plot_options()
    return {"axis": words["axis"], "words": words["words"], "unit": "money"}


def branch_name(label: str) -> str:
    """Return the last two names of a branch's path in words."""
    return " › ".join(label.split(" › ")[-2:])


def change(amount: float) -> str:
    """Write a change in money with its sign."""
    return ("+" if amount > 0 else "") + show(amount, "money")
