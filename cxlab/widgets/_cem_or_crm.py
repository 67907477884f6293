"""Sort statements into customer experience management and customer relationship management."""

from __future__ import annotations

import random
from typing import Any

from cxlab._core.i18n import _
from cxlab.frameworks import Catalogue, cem_vs_crm
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

BINS = ("cem", "crm")


def cem_or_crm() -> Panel:
    """Sort ten statements into CEM and CRM; the answer comes at once.

    Returns
    -------
    Panel
        ``result`` is the table of :func:`cxlab.frameworks.cem_vs_crm`.

    Examples
    --------
    >>> panel = cem_or_crm()
    >>> panel.views[0].event = {"kind": "sort", "term": "what crm", "value": "crm"}
    >>> panel.message
    '1 of 10 sorted, 1 of them right.'
    """
    cards = view("sorter")
    bins = [{"name": "cem", "label": _("CEM")}, {"name": "crm", "label": _("CRM")}]

    def draw(table: Catalogue, now: dict[str, Any]) -> None:
        cards.show(_rows(table, now["sorted_"]), bins=bins)

    def say(table: Catalogue, now: dict[str, Any]) -> str:
        rows = _rows(table, now["sorted_"])
        done = [row for row in rows if row["choice"]]
        if not done:
            return _("Who is speaking: the customer (CEM) or the firm's records (CRM)? Sort all ten.")
        right = sum(row["right"] for row in done)
        if right == len(rows):
            return table.headline()
        return _("{done} of {all} sorted, {right} of them right.").format(
            done=len(done), all=len(rows), right=right
        )

    panel = Panel(
        _("CEM or CRM?"),
        lambda sorted_: cem_vs_crm(),
        draw,
        views=[cards],
        state={"sorted_": {}},
        say=say,
    )

    def sort(term: str, value: str) -> None:
        panel.update(sorted_={**panel.state["sorted_"], term: value})

    cards.hear(sort=sort)
    return panel


def _rows(table: Catalogue, choices: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for row in table.labelled().to_dict("records"):
        for side, other in (BINS, BINS[::-1]):
            term, choice = f"{row['term']} {side}", choices.get(f"{row['term']} {side}", "")
            truth = _("This is {bin}; {other} says: {text}.").format(
                bin=_(side.upper()), other=_(other.upper()), text=row[other]
            )
            label = _("{name}: {text}").format(name=row["label"], text=row[side])
            rows.append(
                {"term": term, "label": label, "choice": choice, "right": choice == side, "text": truth}
            )
    return random.Random(1).sample(rows, len(rows))
