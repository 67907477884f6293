"""Files a page hands out, each made only when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxlab._core.i18n import _, use
from cxlab.dashboards._work import attempt
from cxlab.widgets._view import View, view

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "py": "text/x-python",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
}


def downloads(
    buttons: Mapping[str, tuple[str, str]],
    make: Callable[[str], bytes | str],
    named: Callable[[str], str],
    lang: str,
) -> View:
    """Return buttons for files.

    Parameters
    ----------
    buttons
        The words and the tooltip of each, by the ending of the file.
    make
        Makes the content for an ending.
    named
        Gives the file's name for an ending.
    lang
        Language of the page.
    """
    made = view("download")
    rows = [
        {"name": kind, "words": words, "tooltip": tooltip}
        for kind, (words, tooltip) in buttons.items()
    ]
    made.show(rows, busy=_("Making the file …"))

    def answer(_view: View, message: Any, _buffers: Any) -> None:
        said = message if isinstance(message, dict) else {}
        kind = said.get("name")
        if said.get("kind") != "make" or not isinstance(kind, str) or kind not in buttons:
            return
        with use(lang):
            done = attempt(lambda: make(kind))
        if done.error:
            made.send({"kind": "failed", "words": str(done.error)})
            return
        content = done.answer.encode("utf-8") if isinstance(done.answer, str) else done.answer
        made.send({"kind": "file", "name": named(kind), "type": TYPES[kind]}, [content])

    made.on_msg(answer)
    return made
