"""What was changed or doubted on the way from a file to a frame: one row each, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.arguments import brief
from cxlab._core.i18n import N_
from cxlab._core.labels import short
from cxlab._core.safe import plain
from cxlab.reading._cells.personal import masked

LONGEST = 60  # characters of a cell that the log quotes

KINDS = {
    "mended": N_("handled"),
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
    "own": Rule("kept", N_("written by cxlab: types as they were")),
    "byte_order_mark": Rule("mended", N_("invisible mark at the start removed")),
    "delimiter": Rule("mended", N_("separator is not a comma")),
    "ending": Rule("warned", N_("file type differs from its extension")),
    "title_rows": Rule("dropped", N_("title lines above the header")),
    "header_rows": Rule("mended", N_("header rows joined into one")),
    "header_missing": Rule("warned", N_("header looks like data (is the header missing?)")),
    "merged_cells": Rule("mended", N_("merged cells of the header filled")),
    "blank_rows": Rule("dropped", N_("empty rows")),
    "empty_columns": Rule("dropped", N_("empty columns without a name")),
    "trailing_cells": Rule("mended", N_("empty cells beyond the last column removed")),
    "name_spaces": Rule("mended", N_("name: spaces, invisible signs, full-width brackets")),
    "name_markup": Rule("mended", N_("name: HTML removed")),
    "name_formula": Rule("mended", N_("name: formula sign at the start removed")),
    "name_long": Rule("mended", N_("name: short alias for a long question")),
    "names_repeated": Rule("mended", N_("repeated names: numbered")),
    "names_short": Rule("mended", N_("short names for the questions")),
    "layout": Rule("mended", N_("export of a survey platform recognised")),
    "multiple": Rule("mended", N_("multiple choice: one column for each option")),
    "ranking": Rule("mended", N_("ranking: one column with the rank of each option")),
    "coded_answers": Rule("mended", N_("answers in one cell: one column for each question")),
    "option_text": Rule("mended", N_("text written beside an option: a column of its own")),
    "skip_code": Rule("mended", N_("the platform's code for no answer, now missing")),
    "duration": Rule("mended", N_("duration, now in seconds")),
    "duration_computed": Rule("mended", N_("duration computed from start and end, in seconds")),
    "moment": Rule("mended", N_("date and time as the platform writes them")),
    "time_zone": Rule("mended", N_("time zone removed")),
    "time_zones": Rule("warned", N_("several time zones: all times now in UTC")),
    "negative_duration": Rule("warned", N_("duration below zero")),
    "preview": Rule("warned", N_("preview or test answers (kept)")),
    "unfinished": Rule("warned", N_("unfinished answers (kept)")),
    "name_blank": Rule("warned", N_("column without a name")),
    "one_row": Rule("warned", N_("one row of data only")),
    "total_row": Rule("dropped", N_("total row at the bottom")),
    "total_row_kept": Rule("warned", N_("a total at the bottom? Its numbers are none (kept)")),
    "hidden": Rule("warned", N_("hidden or filtered rows or columns (also read)")),
    "other_sheets": Rule("warned", N_("further sheets (not read)")),
    "macros": Rule("warned", N_("macros in the workbook (never run)")),
    "links": Rule("warned", N_("links to other files (never followed)")),
    "error_cell": Rule("warned", N_("error of a formula, now missing")),
    "control_signs": Rule("warned", N_("control signs inside texts (kept)")),
    "spaces": Rule("mended", N_("spaces around a value removed")),
    "blank_text": Rule("mended", N_("only spaces, now missing")),
    "missing_declared": Rule("mended", N_("code that the file declares as missing")),
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
    "date_text": Rule("kept", N_("dates kept as text, as you asked")),
    "excel_serial": Rule("mended", N_("Excel's number of days turned into a date")),
    "base_1904": Rule("mended", N_("workbook counts days from 1904")),
    "matched": Rule("mended", N_("question recognised as an item")),
    "mapped": Rule("mended", N_("column named as the mapping says")),
    "mapping_absent": Rule("warned", N_("column of the mapping that the file has not")),
    "mapped_unknown": Rule(
        "warned",
        N_("the mapping names an item that the instrument has not; the closest stands beside it"),
    ),
    "asked_once": Rule(
        "warned", N_("each item is asked once: taken for one half of the questionnaire")
    ),
    "match_unsure": Rule("warned", N_("question that may be an item (not matched)")),
    "unmatched": Rule("warned", N_("items of the instrument without a column")),
    "labels": Rule("mended", N_("answers in words, now numbers")),
    "labels_numbered": Rule("mended", N_("numbers with words beside them, now numbers only")),
    "labels_mixed": Rule("warned", N_("words and numbers in one column, now numbers")),
    "labels_incomplete": Rule(
        "warned", N_("some points of the scale never occur: are the numbers right?")
    ),
    "labels_unknown": Rule(
        "warned",
        N_("answers in words of no known scale, kept as text (list them from the lowest on)"),
    ),
    "direction": Rule("mended", N_("numbers ran against their words: reversed")),
    "direction_check": Rule("warned", N_("low numbers stand for good answers (not changed)")),
    "turned_back": Rule("mended", N_("answers reversed back, as the mapping says")),
    "missing_given": Rule("mended", N_("code you named for no answer, now missing")),
    "missing_inside": Rule(
        "warned", N_("code for no answer within the range of answers (not changed)")
    ),
    "code_named": Rule("mended", N_("code that the file labels as no answer, now missing")),
    "off_scale": Rule("warned", N_("answers outside the instrument's scale")),
    "scale_short": Rule("warned", N_("only the lower part of the scale is used: fewer points?")),
    "ten_points": Rule("warned", N_("nobody answered 0: was it asked on 1-10?")),
    "decimals": Rule("warned", N_("decimals among answers on a scale")),
    "reversed_unmarked": Rule(
        "warned", N_("item runs against the rest of its scale: a reversed item?")
    ),
    "reversed_twice": Rule(
        "warned", N_("reversed item runs with the rest of its scale: already reversed?")
    ),
    "constant": Rule("warned", N_("everybody gave the same answer")),
    "lone_item": Rule("warned", N_("only one item of a scale: no reliability")),
    "scale_empty": Rule("warned", N_("scale without any answer")),
    "weights": Rule("warned", N_("importance points that cannot be used as they are")),
    "yes_no": Rule("mended", N_("words for yes and no, read as such")),
    "personal": Rule("dropped", N_("personal data")),
    "personal_kept": Rule("warned", N_("personal data, kept as you asked")),
    "personal_inside": Rule("warned", N_("personal data inside texts")),
    "id_repeated": Rule("dropped", N_("earlier rows of a repeated id")),
    "id_kept": Rule("warned", N_("ids that stand in several rows (all rows kept)")),
    "copy": Rule("warned", N_("same answers under another id")),
    "straight": Rule("warned", N_("same answer in a row, longer than careful respondents give")),
    "flat": Rule("warned", N_("answers with hardly any spread")),
    "speed": Rule("warned", N_("answered faster than one can read")),
    "rushed": Rule("warned", N_("answered far faster than the others")),
    "outlier": Rule("warned", N_("answers unlike those of all others")),
    "inconsistent": Rule("warned", N_("answers that contradict each other")),
    "random": Rule("warned", N_("answers as if at random")),
    "left_out": Rule("warned", N_("many questions left out")),
    "without": Rule("dropped", N_("respondents left out, as you asked")),
}


def quote(value: Any) -> str:
    """Write a cell for the log: in one line, cut when long, personal data in it hidden."""
    value = plain(masked(value)) if isinstance(value, str) else value
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

    def settle(self, rule: str, column: str) -> None:
        """Take back a doubt about a column that a later step has settled."""
        self._rows = [row for row in self._rows if row[0] != rule or row[2] != column]

    def frame(self) -> pd.DataFrame:
        """Return the log as a tidy frame."""
        names = ["rule", "kind", "column", "rows", "first", "before", "after"]
        table = pd.DataFrame(self._rows, columns=names)
        text = dict.fromkeys(["rule", "kind", "column", "before", "after"], "str")
        return table.astype({**text, "rows": "Int64", "first": "Int64"})


def noted(table: pd.DataFrame, rule: str, column: str = "", **more: Any) -> pd.DataFrame:
    """Return the table of a log with one more row."""
    log = Log()
    log.add(rule, column, **more)
    return pd.concat([table, log.frame()], ignore_index=True)
