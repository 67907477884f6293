"""Live views: Python computes and writes the numbers, an SVG module in the browser draws."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from cxlab._core.i18n import language

if TYPE_CHECKING:
    import pandas as pd

VIEWS = Path(__file__).parent / "views"


class View(anywidget.AnyWidget):
    """One chart in the browser: ``rows`` and ``options`` go in, ``event`` comes back.

    Every word in ``rows`` and ``options`` is already translated, every number a reader sees already
    written as text; the module in the browser only works out places on the screen. A view that is a
    control holds what the reader chose in ``value``.
    """

    value = traitlets.List().tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    options = traitlets.Dict().tag(sync=True)
    event = traitlets.Dict().tag(sync=True)

    def show(self, rows: pd.DataFrame | list[dict[str, Any]], **options: Any) -> None:
        """Show these rows; the browser repaints only if something differs."""
        with self.hold_sync():
            self.rows = plain(rows if isinstance(rows, list) else records(rows))
            self.options = plain({"lang": language(), **options})

    def tabulate(self, frame: pd.DataFrame, *, caption: str = "") -> None:
        """Show a frame of words, as ``shown()`` gives it; its first column names the rows."""
        first, *others = frame.columns
        rows = [
            {"term": str(place), "label": name}
            | {other: {"text": text} for other, text in zip(others, cells, strict=True)}
            for place, (name, *cells) in enumerate(frame.itertuples(index=False, name=None))
        ]
        columns = [
            {"name": other, "heading": other, "words": any(map(str.isalpha, "".join(frame[other])))}
            for other in others
        ]
        self.show(rows, corner=first, caption=caption, columns=columns)

    def hide(self, hidden: bool = True) -> None:
        """Take the view off the page, or put it back."""
        self.layout.display = "none" if hidden else ""

    def hear(self, **handlers: Callable[..., None]) -> None:
        """Call the handler of an event's ``kind`` with the rest of the event.

        What no view of ours sends, another kind or other parts, is passed over.
        """

        def pass_on(change: Any) -> None:
            event = dict(change["new"])
            event.pop("serial", None)
            handler = handlers.get(str(event.pop("kind", "")))
            if handler is not None and takes(handler, event):
                handler(**event)

        self.observe(pass_on, "event")


@cache
def kind(name: str) -> type[View]:
    """Return the view class of ``views/<name>.js``, the drawing kit and the styles included.

    A module that needs more of the kit than ``svg.js`` says so in its first line.
    """
    text = (VIEWS / f"{name}.js").read_text(encoding="utf-8")
    more = re.match(r"/\* with (.*) \*/", text)
    kit = ["svg.js", *(more.group(1).split() if more else ())]
    texts = [*((VIEWS / part).read_text(encoding="utf-8") for part in kit), text]
    styles = [path for path in (VIEWS / "shared.css", VIEWS / f"{name}.css") if path.exists()]
    look = "\n".join(path.read_text(encoding="utf-8") for path in styles)
    body = {"_esm": "\n".join(texts), "_css": look, "__module__": __name__}
    return type(name, (View,), body)


def view(name: str) -> View:
    """Return a new view of one kind."""
    return kind(name)()


def takes(handler: Callable[..., None], event: dict[str, Any]) -> bool:
    """Tell whether a handler can be called with the parts of an event."""
    try:
        inspect.signature(handler).bind(**event)
    except TypeError:
        return False
    return True


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def plain(value: Any) -> Any:
    """Turn a value into what JSON can carry: Python numbers, missing as ``None``.

    Examples
    --------
    >>> plain({"a": float("nan"), "b": (1, 2.5)})
    {'a': None, 'b': [1, 2.5]}
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, (str, int, float)) else None
