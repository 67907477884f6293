"""Controls as cxlab uses them: a description and a tooltip each, never cut, quick to answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ipywidgets

from cxlab._core.i18n import _
from cxlab._core.validate import inside
from cxlab.widgets._view import View, view


def slider(
    description: str,
    value: float,
    low: float,
    high: float,
    *,
    tooltip: str,
    step: float = 0.1,
    written: str = ".1f",
) -> ipywidgets.FloatSlider:
    """Return a slider; ``written`` is the format of its number (``".0%"`` for shares)."""
    return ipywidgets.FloatSlider(
        value=inside(value, low, high, description),
        min=low,
        max=high,
        step=step,
        description=description,
        tooltip=tooltip,
        readout_format=written,
        layout={"width": "auto"},
    )


def number(description: str, value: float, *, tooltip: str) -> ipywidgets.FloatText:
    """Return a box for a number of any size; it counts once it is entered."""
    return ipywidgets.FloatText(
        value=value, description=description, tooltip=tooltip, layout={"width": "auto"}
    )


def choice(
    description: str, options: Mapping[str, Any], value: Any, *, tooltip: str
) -> ipywidgets.Dropdown:
    """Return a list to choose one option from; ``options`` maps words to values."""
    return ipywidgets.Dropdown(
        options=list(options.items()),
        value=value,
        description=description,
        tooltip=tooltip,
        layout={"width": "auto"},
    )


def switch(
    description: str,
    options: Mapping[str, Any],
    value: Any,
    *,
    tooltip: str,
    tooltips: Iterable[str] = (),
) -> ipywidgets.ToggleButtons:
    """Return buttons of which one is pressed; ``options`` maps words to values."""
    return ipywidgets.ToggleButtons(
        options=list(options.items()),
        value=value,
        description=description,
        tooltip=tooltip,
        tooltips=list(tooltips) or [tooltip] * len(options),
        style={"button_width": "auto"},
    )


def tick(description: str, *, tooltip: str) -> ipywidgets.Checkbox:
    """Return a box that is ticked; the panel sets boxes side by side."""
    return ipywidgets.Checkbox(
        value=True, description=description, tooltip=tooltip, indent=False, layout={"width": "auto"}
    )


def ticks(
    description: str, options: Mapping[str, str], value: Iterable[str], *, tooltip: str
) -> View:
    """Return boxes to tick, behind a fold; ``options`` maps names to words, ``value`` is ticked."""
    made = view("ticks")
    made.value = list(value)
    words = {"words": description, "tooltip": tooltip, "search": _("Search")}
    counted = _("{name}: {chosen} of {count}").format(
        name=description, chosen="{chosen}", count=len(options)
    )
    rows = [{"name": name, "words": text} for name, text in options.items()]
    made.show(rows, counted=counted, **words)
    return made


def button(description: str, press: Callable[[], None], *, tooltip: str) -> ipywidgets.Button:
    """Return a button that calls ``press``."""
    made = ipywidgets.Button(
        description=description, tooltip=tooltip, layout={"width": "max-content"}
    )
    made.on_click(lambda _button: press())
    return made


def namer(
    description: str,
    *,
    add: Callable[[str], None],
    rename: Callable[[str], None],
    remove: Callable[[], None],
) -> list[ipywidgets.Widget]:
    """Return a box for a name, and buttons that add, rename and remove what bears it."""
    box = ipywidgets.Text(
        description=description,
        placeholder=_("type a name"),
        tooltip=_("Name of a new one, or the new name of the chosen one"),
        continuous_update=True,
        layout={"width": "auto"},
    )

    def named(act: Callable[[str], None]) -> Callable[[], None]:
        return lambda: act(box.value.strip()) if box.value.strip() else None

    buttons = [
        button(_("Add"), named(add), tooltip=_("Put it on the map under the name in the box")),
        button(_("Rename"), named(rename), tooltip=_("Give the chosen one the name in the box")),
        button(_("Remove"), remove, tooltip=_("Take the chosen one off the map")),
    ]
    return [box, ipywidgets.HBox(buttons)]


def align(controls: Iterable[ipywidgets.Widget]) -> float:
    """Give descriptions the width of the longest, in pixels, and return it."""
    described = [item for item in controls if getattr(item, "description", "")]
    labelled = [item for item in described if hasattr(item.style, "description_width")]
    widest = max((breadth(item.description) for item in labelled), default=0)
    for item in labelled:
        item.style.description_width = f"{widest:.0f}px"
    return widest


def breadth(text: str) -> float:
    """Estimate the width of a text in pixels at the size of a description.

    Examples
    --------
    >>> breadth("价格") > breadth("ab")
    True
    """
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return 14 * wide + 8.4 * (len(text) - wide) + 8
