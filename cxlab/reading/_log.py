"""What was changed or doubted on the way from a file to a frame: one row each, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.arguments import brief
from cxlab._core.i18n import N_
from cxlab._core.labels import short

LONGEST = 60  # characters of a cell that the log quotes

KINDS = {
    "mended": N_("mended"),
    "warned": N_("please check"),
    "kept": N_("kept as it was"),
    "dropped": N_("left out"),
}


@dataclass(frozen=True)
class Rule:
    """What kind of change a rule makes, and its name in words marked for translation."""

    kind: str
    words: str


RULES = {
    "encoding": Rule("mended", N_("encoding recognised")),
    "encoding_guess": Rule("warned", N_("encoding (a guess: check how the words look)")),
    "byte_order_mark": Rule("mended", N_("invisible mark at the start removed")),
    "delimiter": Rule("mended", N_("other separator than the comma")),
    "ending": Rule("warned", N_("file is not what its ending says")),
    "title_rows": Rule("dropped", N_("title lines above the header")),
    "header_rows": Rule("mended", N_("header in several rows joined")),
    "header_missing": Rule("warned", N_("header that looks like data (is one missing?)")),
    "merged_cells": Rule("mended", N_("merged cells of the header filled")),
    "blank_rows": Rule("dropped", N_("empty rows")),
    "empty_columns": Rule("dropped", N_("empty columns without a name")),
    "trailing_cells": Rule("mended", N_("empty cells behind the last column cut")),
    "name_spaces": Rule("mended", N_("name: spaces, full-width brackets")),
    "name_markup": Rule("mended", N_("name: HTML removed")),
    "name_formula": Rule("mended", N_("name: sign that starts a formula removed")),
    "name_long": Rule("mended", N_("name: short alias for a long question")),
    "name_blank": Rule("warned", N_("column without a name")),
    "one_row": Rule("warned", N_("one row of data only")),
    "total_row": Rule("warned", N_("total row at the bottom (counted as an answer)")),
    "hidden": Rule("warned", N_("hidden or filtered rows or columns (read too)")),
    "other_sheets": Rule("warned", N_("further sheets (not read)")),
    "macros": Rule("warned", N_("macros in the workbook (never run)")),
    "links": Rule("warned", N_("links to other files (never followed)")),
    "error_cell": Rule("warned", N_("error of a formula, now missing")),
    "spaces": Rule("mended", N_("spaces around a value removed")),
    "blank_text": Rule("mended", N_("only spaces, now missing")),
    "skipped": Rule("mended", N_("mark for a skipped question, now missing")),
    "missing_word": Rule("mended", N_("word for no answer, now missing")),
    "missing_text": Rule("warned", N_("NA stands as text: an answer, or missing?")),
    "missing_code": Rule("warned", N_("outside the scale: a code for missing?")),
    "full_width": Rule("mended", N_("full-width digits or signs")),
    "thousands": Rule("mended", N_("separators of thousands removed")),
    "decimal_comma": Rule("mended", N_("decimal comma")),
    "percent": Rule("mended", N_("percent sign: now a share")),
    "currency": Rule("mended", N_("currency sign removed")),
    "identifier": Rule("kept", N_("numbers that serve as codes: kept as text")),
    "choices": Rule("warned", N_("several choices or decimal commas? kept as text")),
    "units": Rule("warned", N_("different units in one column: kept as text")),
    "mixed": Rule("warned", N_("numbers or dates and words mixed: kept as text")),
    "date": Rule("mended", N_("date in another form")),
    "excel_serial": Rule("mended", N_("Excel's number of days turned into a date")),
    "base_1904": Rule("mended", N_("workbook counts days from 1904")),
    "personal": Rule("dropped", N_("personal data")),
    "personal_kept": Rule("warned", N_("personal data, kept as you asked")),
    "personal_inside": Rule("warned", N_("personal data inside texts")),
}


def quote(value: Any) -> str:
    """Write a cell for the log: in one line, cut when long."""
    text = " ".join(value.split()) if isinstance(value, str) and value.strip() else None
    return short(brief(value) if text is None else text, LONGEST)


class Log:
    """Collects the rows of a log in the order in which things were found."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, int | None, int | None, str, str]] = []

    def add(
        self,
        rule: str,
        column: str = "",
        *,
        rows: int | None = None,
        first: int | None = None,
        before: str = "",
        after: str = "",
    ) -> None:
        """Write one line; ``first`` is the line of the file, counted from 1."""
        self._rows.append((rule, RULES[rule].kind, column, rows, first, before, after))

    def frame(self) -> pd.DataFrame:
        """Return the log as a tidy frame."""
        names = ["rule", "kind", "column", "rows", "first", "before", "after"]
        table = pd.DataFrame(self._rows, columns=names)
        text = dict.fromkeys(["rule", "kind", "column", "before", "after"], "str")
        return table.astype({**text, "rows": "Int64", "first": "Int64"})
