"""Better and worse of every attribute: switch groups, ask fewer people, watch the intervals."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.numerals import decimals
from cxlab._core.validate import groups
from cxlab.widgets._controls import slider, switch
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import records, view

if TYPE_CHECKING:
    import pandas as pd

AXES, ENDS = (("worse", "x"), ("better", "y")), ("", "_low", "_high")
CORNERS = {"nw": "attractive", "ne": "one_dimensional", "sw": "indifferent", "se": "must_be"}
PLANE = {"cross": (-0.5, 0.5), "span": ((0, -1), (0, 1))}
SHOWN = ("term", "label", "text", "kind", "open", *(a + end for _n, a in AXES for end in ENDS))


def kano_plane(
    data: pd.DataFrame,
    pairs: Mapping[str, tuple[str, str]] | tuple[str, str],
    *,
    by: str,
    answers: Sequence[Hashable] = (1, 2, 3, 4, 5),
) -> Panel:
    """Switch between groups and choose how many are asked; attributes move over the plane.

    Parameters
    ----------
    data, pairs, answers
        As in :func:`cxlab.drivers.kano`.
    by
        Column of groups.

    Returns
    -------
    Panel
        ``result`` is that of ``kano()`` on the first rows of the chosen group.

    Raises
    ------
    DataError
        A column is absent, or holds what is no answer.
    """
    from cxlab import drivers

    chart, keys = view("plane"), groups(data, by)
    parts: dict[Any, pd.DataFrame] = {"": data}
    parts |= {name: data[(keys == name).to_numpy()] for name in sorted(keys.dropna().unique())}
    names = {_("all"): ""} | {str(name): name for name in parts if name != ""}
    tip, most = _("How many are asked; at most the whole group"), len(data)
    asked = slider(_("Asked"), most, min(10, most), most, tooltip=tip, step=1, written=".0f")
    controls = {"group": switch(_("Group"), names, "", tooltip=_("Whom to ask")), "n": asked}

    def compute(group: Any, n: float) -> drivers.KanoResult:
        return drivers.kano(parts[group].head(int(n)), pairs, answers=answers)

    def draw(result: drivers.KanoResult, now: dict[str, Any]) -> None:
        words, rows = result.plot_options(), records(result.labelled().dropna(subset="better"))
        text = _("better {better}, worse {worse}")
        for row in rows:
            row |= {axis + end: row[name + end] for name, axis in AXES for end in ENDS}
            row["text"] = text.format(**{name: decimals(row[name]) for name, _axis in AXES})
            row |= {"open": row["verdict"] == "open", "kind": row["category"]}
        shown = [{name: row[name] for name in SHOWN} for row in rows]
        fields = {corner: words["categories"][name] for corner, name in CORNERS.items()}
        axes = list(words["axes"])
        chart.show(shown, fields=fields, axes=axes, alt=result.headline(), **PLANE)

    def say(result: drivers.KanoResult, now: dict[str, Any]) -> str:
        return _("{finding} (n = {n})").format(finding=result.headline(), n=result.n)

    title = _("What must be there, what delights?")
    return Panel(title, compute, draw, views=[chart], controls=controls, say=say)
