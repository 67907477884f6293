"""The few pieces of HTML that results, cards and banks are shown with; all text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from cxlab._core.i18n import _, language

if TYPE_CHECKING:
    import pandas as pd

LEFT = ' style="text-align:left"'  # words; numbers stay where the page puts them, to the right
WHOLE = ' style="white-space:nowrap"'  # a number with a sign or unit before or behind it


def page(*parts: str) -> str:
    """Join parts into the block that a notebook shows."""
    return f'<div class="cxlab" lang="{language()}" style="max-width:60em">{"".join(parts)}</div>'


def caption(text: str) -> str:
    """Return a heading above a table."""
    return f"<p><strong>{escape(text)}</strong></p>"


def line(text: str) -> str:
    """Return a paragraph; nothing for an empty text."""
    return f"<p>{escape(text)}</p>" if text else ""


def code(text: str) -> str:
    """Return lines of code, escaped; long ones are broken."""
    return f'<pre style="white-space:pre-wrap;margin:.4em 0">{escape(text)}</pre>'


def small(text: str) -> str:
    """Return a line in small grey print; nothing for an empty text."""
    return f'<p style="color:#666;font-size:90%">{escape(text)}</p>' if text else ""


def fold(summary: str, body: str) -> str:
    """Hide finished HTML behind one line that opens on a click."""
    return f"<details><summary>{escape(summary)}</summary>{body}</details>"


def sources(entries: Iterable[str]) -> str:
    """List sources behind a fold; nothing when there are none."""
    items = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
    return fold(_("Sources"), f"<ul>{items}</ul>") if items else ""


def table(frame: pd.DataFrame) -> str:
    """Return a frame of finished texts as a table, columns of words to the left."""
    first, *others = frame.columns
    looks = [
        LEFT if any(cell[:1].isalpha() for cell in frame.iloc[:, place]) else ""
        for place in range(1, frame.shape[1])
    ]
    head = f"<th{LEFT}>{escape(first)}</th>" + "".join(
        f"<th{look}>{escape(name)}</th>" for name, look in zip(others, looks, strict=True)
    )
    rows = "".join(
        f'<tr><th style="text-align:left;font-weight:normal">{escape(row[0])}</th>'
        + "".join(
            f"<td{look or (WHOLE if ' ' in cell else '')}>{escape(cell)}</td>"
            for cell, look in zip(row[1:], looks, strict=True)
        )
        + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
