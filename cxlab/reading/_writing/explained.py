"""What a workbook says about the answers: codebook, log, quality and its rules, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, localized

if TYPE_CHECKING:
    from cxlab.reading._quality.result import Quality
    from cxlab.reading._survey import Survey

KINDS = {
    "scale": N_("answers on a scale"),
    "number": N_("a number"),
    "choice": N_("one of several options"),
    "multiple": N_("one option of a multiple choice"),
    "rank": N_("place in a ranking"),
    "yes_no": N_("yes or no"),
    "date": N_("date or time"),
    "text": N_("open text"),
    "id": N_("id of the respondent"),
    "duration": N_("duration in seconds"),
}
FOUND = {"name": N_("name of the column"), "text": N_("its wording"), "mapping": N_("mapping")}


def explained(survey: Survey) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the sheets that explain the answers, by name, headings and cells in words."""
    items = getattr(survey, "items", None)
    if isinstance(items, pd.DataFrame) and len(items):
        yield _("Codebook"), _codebook(items, getattr(survey, "instrument", None))
    yield _("Log"), _log(survey)
    quality = getattr(survey, "quality", None)
    if quality is not None and len(quality.flags):
        yield _("Quality"), _flags(survey, quality)
        yield _("Quality rules"), quality.shown()


def _codebook(items: pd.DataFrame, instrument: Any) -> pd.DataFrame:
    words = {
        "kind": {kind: _(text) for kind, text in KINDS.items()},
        "how": {how: _(text) for how, text in FOUND.items()},
    }
    if instrument is not None:
        words["mode"] = {each.name: localized(each.label) for each in instrument.modes}
        words["dimension"] = {each.name: localized(each.label) for each in instrument.dimensions}
    table = items.copy()
    for name, own in words.items():
        if name in table:
            table[name] = [own.get(code, code) for code in table[name]]
    return table.rename(columns=heading)


def _log(survey: Survey) -> pd.DataFrame:
    """Return the log in words, with its counts as numbers."""
    table = survey.shown()
    for name in ("rows", "first"):
        place = survey.log.columns.get_loc(name)
        table[table.columns[place]] = survey.log[name].to_numpy(object)
    return table


def _flags(survey: Survey, quality: Quality) -> pd.DataFrame:
    """Return who is flagged for what; where a flag is not raised the cell is empty."""
    rows = pd.Series(range(2, len(survey.data) + 2), survey.data.index)
    flags = quality.flags
    out: dict[str, Any] = {}
    numbered = survey.items.loc[survey.items["kind"] == "id", "column"].tolist()
    name = survey.roles.get("id") or next(iter(numbered), "")
    if name in survey.data:
        out[name] = survey.data[name].reindex(flags.index).tolist()
    here = _("row on the sheet {sheet}").format(sheet=_("Answers"))
    out[here] = rows.reindex(flags.index).astype("Int64").to_numpy(object)
    if len(survey.lines):
        there = survey.lines.reindex(flags.index).astype("Int64")
        out[_("line of the file that was read")] = there.to_numpy(object)
    for flag, raised in flags.items():
        head = _("{name} ({code})").format(name=quality.label(str(flag)), code=flag)
        out[head] = [True if each else None for each in raised]
    return pd.DataFrame(out, dtype=object)
