"""Rows of the live path diagram: constructs in their places, arrows with their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.i18n import _
from cxlab._core.numerals import share_text, signed
from cxlab._stats.layered import places
from cxlab.widgets._view import records

if TYPE_CHECKING:
    from cxlab.paths import PlsResult


def boxes(fit: PlsResult) -> list[dict[str, Any]]:
    """Return the constructs of a fitted model, each with the share of it that is explained."""
    known = set(fit.plan.constructs)
    layers = [[name for name in layer if name in known] for layer in fit.plan.model.layers()]
    ends = [(row["source"], row["target"]) for row in _paths(fit)]
    explained = {
        name: _("R² = {share}").format(share=share_text(r2)) for name, r2 in fit.r2.items()
    }
    return [
        {"term": name, "label": fit.label(name), "text": explained.get(name, ""), "x": x, "y": y}
        for name, (x, y) in places(list(filter(None, layers)), ends).items()
    ]


def arrows(fit: PlsResult) -> dict[str, Any]:
    """Return the options that draw the arrows: width by size, dashes where zero is inside."""
    rows = _paths(fit)
    sure = all(np.isfinite(row["conf_low"]) for row in rows)
    span = _("({low} to {high})")
    drawn = [
        {
            "parent": row["source"],
            "term": row["target"],
            "text": signed(row["estimate"], 2),
            "note": span.format(low=signed(row["conf_low"], 2), high=signed(row["conf_high"], 2))
            if sure
            else "",
            "wide": min(abs(row["estimate"]), 1.0),
            "down": row["estimate"] < 0,
            "open": bool(sure and row["conf_low"] * row["conf_high"] <= 0),
        }
        for row in rows
    ]
    legend: list[dict[str, Any]] = [{"text": _("width: size of β")}]
    if sure:
        legend.append({"text": _("dashed: the interval includes 0"), "open": True})
    if any(row["down"] for row in drawn):
        legend.append({"text": _("negative path"), "down": True})
    return {"arrows": drawn, "legend": legend, "name": _("Constructs and paths")}


def _paths(fit: PlsResult) -> list[dict[str, Any]]:
    """Return the arrows between constructs; those to the parts of a construct lead to no box."""
    drawn = fit.drawn()
    return records(drawn[drawn["kind"] == "path"])
