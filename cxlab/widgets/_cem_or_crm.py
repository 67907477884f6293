"""Sort statements into customer experience management and customer relationship management."""

from __future__ import annotations

import random
from typing import Any

from cxlab._core.columns import heading
from cxlab._core.i18n import _
from cxlab.frameworks import Catalogue, cem_vs_crm
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import records, view

BINS = ("cem", "crm")


def cem_or_crm() -> Panel:
    """Sort ten statements into CEM and CRM; the answer comes at once.

    Returns
    -------
    Panel

    Examples
    --------
    >>> panel = cem_or_crm()
    >>> panel.views[0].event = {"kind": "sort", "term": "what crm", "value": "crm"}
    >>> panel.message
    '1 of 10 sorted, 1 of them right.'
    """
    cards = view("sorter")

    def draw(table: Catalogue, now: dict[str, Any]) -> None:
        bins = [{"name": name, "label": heading(name)} for name in BINS]
        cards.show(_statements(table, now["choices"]), bins=bins)

    def say(table: Catalogue, now: dict[str, Any]) -> str:
        done = [row for row in cards.rows if row["choice"]]
        right = [row for row in done if row["right"]]
        if not done:
            return _(
                "Who is speaking: the customer (CEM) or the firm's records (CRM)? Sort all ten."
            )
        if len(right) == len(cards.rows):
            return table.headline()
        return _("{done} of {all} sorted, {right} of them right.").format(
            done=len(done), all=len(cards.rows), right=len(right)
        )

    def sort(term: str, value: str) -> None:
        panel.update(choices={**panel.state["choices"], term: value})

    cards.hear(sort=sort)
    panel = Panel(
        _("CEM or CRM?"),
        lambda choices: cem_vs_crm(),
        draw,
        views=[cards],
        state={"choices": {}},
        say=say,
    )
    return panel


def _statements(table: Catalogue, choices: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for row in records(table.labelled()):
        for side, other in (BINS, BINS[::-1]):
            term = f"{row['term']} {side}"
            answer = _("This is {bin}; {other} says: {text}.").format(
                bin=heading(side), other=heading(other), text=row[other]
            )
            statement = _("{name}: {text}").format(name=row["label"], text=row[side])
            choice = {"choice": choices.get(term, ""), "right": choices.get(term) == side}
            rows.append({"term": term, "label": statement, "text": answer, **choice})
    return random.Random(1).sample(rows, len(rows))
