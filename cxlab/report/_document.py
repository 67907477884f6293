"""A document: results under headings, written as HTML, Word, Excel or pictures."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from cxlab._core.i18n import language, use
from cxlab._core.result import Result
from cxlab._core.validate import brief, one_of, text
from cxlab.report._contents import Contents, Figure, contents
from cxlab.report._figures import KINDS, picture
from cxlab.report._parts import Part, parts_of
from cxlab.report._saving import save, target_of


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Document:
    """Numbered tables and figures with words that point at them; writes itself.

    Parameters
    ----------
    title, lead
        Title, and a line below it.
    parts
        What stands in it, in order.
    lang
        Language of its words, ``"en"`` or ``"zh"``.
    code
        Python that reproduces its numbers.
    made
        The day it was made.
    """

    title: str
    parts: tuple[Part, ...]
    lang: str
    lead: str = ""
    code: str = ""
    made: datetime.date = field(default_factory=datetime.date.today)

    def __repr__(self) -> str:
        return f"Document({brief(self.title)}, {len(self.parts)} parts)"

    @cached_property
    def contents(self) -> Contents:
        """Everything numbered and in words, in the language of the document."""
        with use(self.lang):
            return contents(self.parts)

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        return {}

    def picture(self, figure: Figure, kind: str) -> bytes:
        """Return one figure of the contents as a file; it is drawn once."""
        name = f"{figure.file}.{kind}"
        if name not in self._pictures:
            with use(self.lang):
                self._pictures[name] = picture(figure, kind)
        return self._pictures[name]

    def html(self, path: str | Path | None = None) -> str:
        """Return one self-contained page; with ``path`` (.html) it is also saved.

        Raises
        ------
        SpecError
            The path can't be written, or has another ending.
        """
        target = target_of(path, ".html", ".htm")
        from cxlab.report._html import write_html

        with use(self.lang):
            page = write_html(self)
        save(target, page.encode("utf-8"))
        return page

    def docx(self, path: str | Path | None = None) -> bytes:
        """Return a Word file; with ``path`` (.docx) it is also saved.

        Raises
        ------
        SpecError
            The path can't be written, or has another ending.
        """
        target = target_of(path, ".docx")
        from cxlab.report._word import write_docx

        with use(self.lang):
            return save(target, write_docx(self))

    def excel(self, path: str | Path | None = None) -> bytes:
        """Return a workbook, one sheet a table in full precision; with ``path`` (.xlsx) also saved.

        Raises
        ------
        SpecError
            The path can't be written or has another ending, or a table is too long for a sheet.
        """
        target = target_of(path, ".xlsx")
        from cxlab.report._excel import write_excel

        with use(self.lang):
            return save(target, write_excel(self))

    def figures(self, kind: str = "png") -> dict[str, bytes]:
        """Return the figures as files by name, ``"png"`` or ``"svg"``; tables of words too.

        Raises
        ------
        SpecError
            The kind is another one.
        """
        one_of(kind, KINDS, "kind")
        return {f"{each.file}.{kind}": self.picture(each, kind) for each in self.contents.pictures}


def document(
    parts: Mapping[str, Result | pd.DataFrame] | Sequence[tuple[str, Result | pd.DataFrame]],
    *,
    title: str,
    lead: str = "",
    lang: str | None = None,
    code: str = "",
) -> Document:
    """Put results under headings into one document; nothing is drawn or written yet.

    Parameters
    ----------
    parts
        ``{heading: result or DataFrame}``, or pairs of them; parts in a row with the same heading
        stand in one section.
    title
        Title of the document.
    lead
        A line below the title.
    lang
        ``"en"`` or ``"zh"``; the language in use when absent.
    code
        Python that reproduces the numbers; printed at the end.

    Returns
    -------
    Document
        ``html()``, ``docx()``, ``excel()`` and ``figures()`` write it. Tables and figures are
        numbered, words say which table they draw on, sources stand at the end once each.

    Raises
    ------
    SpecError
        There is no part, a part is no result and no DataFrame, or the language is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> from cxlab.metrics import nps
    >>> survey = pd.DataFrame({"recommend": [10, 9, 8, 6, 10, 3, 9, 7]})
    >>> report = document({"Recommendation": nps(survey, "recommend")}, title="Survey of May")
    >>> report
    Document('Survey of May', 1 parts)
    >>> "Table 1" in report.html()
    True
    """
    for name, value in {"title": title, "lead": lead, "code": code}.items():
        text(value, name)
    if lang is not None:
        with use(lang):
            lang = language()
    return Document(
        title=title, parts=parts_of(parts), lang=lang or language(), lead=lead, code=code
    )
