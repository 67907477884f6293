"""A document as one HTML file: styles and figures inside, nothing asked of any host."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _, language
from cxlab._core.safe import plain
from cxlab.report._contents import Table
from cxlab.report._layout import MOST_ROWS, cut, footer, is_number, weight
from cxlab.report._tables import reading

if TYPE_CHECKING:
    from cxlab.report._document import Document

WIDE = 78  # letters from which a table is set smaller on paper
TAGS = {"en": "en", "zh": "zh-Hans"}


def write_html(document: Document) -> str:
    """Return the page, in the language in use."""
    shown = {
        figure.number: _inside(document.picture(figure, "svg"))
        for figure in document.contents.figures
    }
    return _template().render(
        lang=TAGS[language()],
        title=plain(document.title),
        lead=plain(document.lead),
        foot=footer(document),
        contents=document.contents,
        tables={table.number: _rows(table) for table in document.contents.tables},
        pictures=shown,
        code=plain(document.code),
        words={
            "contents": _("Contents"),
            "sources": _("Sources"),
            "code": _("Code"),
            "code_note": _("This Python reproduces the numbers."),
        },
        caption=lambda thing: _("{name}. {caption}").format(name=thing.name, caption=thing.caption),
    )


def _inside(picture: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode('ascii')}"


def _rows(table: Table) -> dict[str, Any]:
    frame, rows = reading(table.content, MOST_ROWS)
    return {
        "heads": [plain(name) for name in frame.columns],
        "rows": [[plain(value) for value in row] for row in frame.itertuples(index=False)],
        "left": [not is_number(frame.iloc[:, place]) for place in range(frame.shape[1])],
        "wide": sum(weight(frame)) > WIDE,
        "cut": cut(len(frame), rows),
    }


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    source = Path(__file__).with_name("document.html.j2").read_text(encoding="utf-8")
    look = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return look.from_string(source)
