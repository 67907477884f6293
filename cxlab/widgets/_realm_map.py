"""Place own examples on the map of the four realms of experience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxlab._core.i18n import N_, _
from cxlab._core.validate import mapping, pair
from cxlab.frameworks import PlaceResult, place
from cxlab.widgets._controls import namer
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

FIELDS = {"nw": "entertainment", "ne": "education", "sw": "esthetics", "se": "escapism"}
EXAMPLES = {
    N_("going to a concert"): (-0.6, -0.5),
    N_("taking a ski lesson"): (0.6, -0.4),
    N_("acting in a play"): (0.5, 0.6),
    N_("visiting a museum"): (-0.55, 0.5),
}


def realm_map(offers: Mapping[str, tuple[float, float]] | None = None) -> Panel:
    """Drag offers over the map of realms; add, rename and remove them.

    Parameters
    ----------
    offers
        ``{name: (participation, connection)}``, each −1 to 1; four examples when absent.

    Returns
    -------
    Panel

    Examples
    --------
    >>> panel = realm_map({"cooking class": (0.5, -0.4)})
    >>> panel.views[0].event = {"kind": "move", "term": "cooking class", "x": 0.5, "y": 0.6}
    >>> panel.result.realm
    'escapism'
    """
    chart = view("realm_map")

    def compute(offers: dict[str, tuple[float, float]], chosen: str) -> PlaceResult:
        return place(*({name: spot[i] for name, spot in offers.items()} for i in (0, 1)))

    def draw(result: PlaceResult, now: dict[str, Any]) -> None:
        frame = result.labelled().rename(columns={"participation": "x", "connection": "y"})
        words = result.plot_options()
        chart.show(
            frame.assign(text=frame["realm"].map(result.word)),
            **{"low": -1, "high": 1, "step": 0.05, "chosen": now["chosen"]},
            fields={corner: words["realms"][realm] for corner, realm in FIELDS.items()},
            axes=dict(zip(("left", "right", "top", "bottom"), words["words"], strict=True)),
        )

    def say(result: PlaceResult, now: dict[str, Any]) -> str:
        lines = {row["term"]: f"{row['label']} → {row['text']}" for row in chart.rows}
        return lines.get(now["chosen"], result.headline())

    def move(term: str, x: float = 0.0, y: float = 0.0) -> None:
        panel.update(offers={**panel.state["offers"], term: (x, y)}, chosen=term)

    def rename(term: str) -> None:
        old, offers = panel.state["chosen"], panel.state["offers"]
        panel.update(offers={term if k == old else k: offers[k] for k in offers}, chosen=term)

    def remove(term: str = "") -> None:
        gone, offers = term or panel.state["chosen"], panel.state["offers"]
        panel.update(offers={name: offers[name] for name in offers if name != gone}, chosen="")

    chart.hear(move=move, remove=remove, choose=lambda term: panel.update(chosen=term))
    tools = namer(_("Offer"), add=move, rename=rename, remove=remove)
    given = {_(name): spot for name, spot in EXAMPLES.items()} if offers is None else offers
    state = {"offers": {k: pair(v, k) for k, v in mapping(given, "offers").items()}, "chosen": ""}
    title = _("Which realm of experience?")
    panel = Panel(title, compute, draw, views=[chart], tools=tools, state=state, say=say)
    return panel
