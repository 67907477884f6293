"""A table of fitted models as Markdown, LaTeX, and a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.safe import plain, sheet_names
from cxlab.report._excel import finish, header, put

if TYPE_CHECKING:
    import pandas as pd

    from cxlab.report._fit_table import FitTable

EDGE, RULE = "border-{}:1.5px solid", "border-{}:1px solid"
LOOK = "padding:.2em .7em;white-space:nowrap;background:none"
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "→": r"$\to$",
    "²": r"$^2$",
    "−": r"$-$",
    "–": "--",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def markdown(table: FitTable) -> str:
    """Return the table in Markdown, what would be markup escaped."""
    frame = table.frame()
    rows = [list(frame.columns), *frame.to_numpy().tolist()]
    head, *body = [[_markdown(cell) for cell in row] for row in rows]
    rule = ["---", *["---:"] * (frame.shape[1] - 1)]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))
    return f"**{_markdown(table.title)}**\n\n{lines}\n\n{_markdown(table.notes())}\n"


def ruled(frame: pd.DataFrame, body: int) -> str:
    """Return a frame of finished texts as HTML with three rules, ``body`` rows above the last.

    The look is in the elements, so that it stays where the table is pasted.
    """

    def row(cells: Sequence[str], tag: str, look: str) -> str:
        sides = ["left", *["right"] * (len(cells) - 1)]
        return "<tr>{}</tr>".format(
            "".join(
                f'<{tag} style="text-align:{side};{LOOK};{look}">{escape(cell)}</{tag}>'
                for cell, side in zip(cells, sides, strict=True)
            )
        )

    rows = frame.to_numpy().tolist()
    lines = [
        row(cells, "td", RULE.format("top") if place == body else "")
        for place, cells in enumerate(rows)
    ]
    head = row(list(frame.columns), "th", RULE.format("bottom"))
    return (
        f'<table style="border-collapse:collapse;{EDGE.format("top")};{EDGE.format("bottom")}">'
        f"<thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"
    )


def latex(table: FitTable) -> str:
    """Return the table in LaTeX, what would be markup escaped."""
    frame = table.frame()
    rows = [" & ".join(map(_latex, row)) + r" \\" for row in frame.to_numpy().tolist()]
    body = len(table.rows())
    lines = [
        r"\begin{table}",
        rf"\caption{{{_latex(table.title)}}}",
        rf"\begin{{tabular}}{{l{'r' * (frame.shape[1] - 1)}}}",
        r"\toprule",
        " & ".join(map(_latex, frame.columns)) + r" \\",
        r"\midrule",
        *rows[:body],
        *([r"\midrule", *rows[body:]] if rows[body:] else []),
        r"\bottomrule",
        r"\end{tabular}",
        rf"\par\small {_latex(table.notes())}",
        r"\end{table}",
    ]
    text = "\n".join(lines)
    needed = ["booktabs", *(["ctex"] if any(sign >= "\u2e80" for sign in text) else [])]
    return "".join(f"% \\usepackage{{{name}}}\n" for name in needed) + text + "\n"


def workbook(table: FitTable) -> bytes:
    """Return the table as a workbook, numbers in full precision, texts never run."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = sheet_names([table.title])[0]
    parts = ("estimate", "std_error", "conf_low", "conf_high")
    shown = parts[:1] if table.what == "measurement" else parts
    words = {
        "estimate": "",
        "std_error": _("std. error"),
        "conf_low": _("low"),
        "conf_high": _("high"),
    }
    heads = [table.corner()]
    for head in table.heads():
        heads += [
            _("{model} {part}").format(model=head, part=words[each]).strip() for each in shown
        ]
    header(sheet, heads)
    row = 1
    for row, (key, cells) in enumerate(table.rows(), 2):
        put(sheet, row, 1, table.named(key))
        for place, cell in enumerate(cells):
            for step, each in enumerate(shown):
                if cell is not None:
                    put(sheet, row, 2 + place * len(shown) + step, getattr(cell, each))
    for line in table.below():
        row += 1
        put(sheet, row, 1, line[0])
        for place, value in enumerate(line[1]):
            put(sheet, row, 2 + place * len(shown), value)
    put(sheet, row + 2, 1, table.notes())
    finish(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _latex(text: str) -> str:
    out = "".join(LATEX.get(sign, sign) for sign in " ".join(plain(text).split()))
    return f"{{{out[0]}}}{out[1:]}" if out[:1] in ("[", "*") else out  # no option of the line above


def _markdown(text: str) -> str:
    return re.sub(r"([\\|`*_<>\[\]#&])", r"\\\1", " ".join(plain(text).split()))
