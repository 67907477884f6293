"""A survey as a case: what customers come for, means of the answers, and the rule of the ideal."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _
from cxlab._core.labels import Labels, label, labels_of
from cxlab._core.numerals import share_text
from cxlab._core.validate import frame, numeric, text, within
from cxlab.frameworks._entry import Entry, Text, bracket, in_both
from cxlab.frameworks._satisfaction import TOTAL, satisfaction
from cxlab.frameworks._types import types_of
from cxlab.frameworks.case._case import Case
from cxlab.frameworks.case._parts import Experience

MOST = 3  # reasons that make up the brand value


def answered(
    data: pd.DataFrame, prefixes: tuple[str, str, str | None], scale: tuple[float, float]
) -> tuple[tuple[Experience, ...], Text]:
    """Return the means of the answers as experiences, and a note on how many they rest on."""
    given = [each for each in prefixes if each is not None]
    types = types_of(data, *given)
    for column in (f"{prefix}{name}" for prefix in given for name in types):
        within(numeric(data, column)[column], *scale)
    law = satisfaction(
        data, experience=prefixes[0], expectation=prefixes[1], importance=prefixes[2]
    )
    rows = law.tidy()
    weights = rows["importance"] if prefixes[2] is not None else [None] * len(rows)
    cells = zip(rows["term"], rows["experience"], rows["expectation"], weights, strict=True)
    experiences = tuple(
        Experience(
            name=term,
            label=law.labels.get(term, ""),
            actual=actual,
            expectation=expected,
            importance=weight,
        )
        for term, actual, expected, weight in cells
        if term != TOTAL
    )
    note = in_both(
        lambda: _("The cells are means of {n:,} answers; satisfaction() gives intervals.").format(
            n=law.n
        )
    )
    return experiences, note


def named_most(data: pd.DataFrame, prefix: str) -> tuple[Entry, ...]:
    """Return the reasons that most respondents name, with their share."""
    names = [
        str(name) for name in frame(data).columns if str(name).startswith(text(prefix, "reasons"))
    ]
    if not names:
        raise DataError(
            _("No column begins with {prefix!r}. Name the prefix of the reasons.").format(
                prefix=prefix
            )
        )
    given = numeric(data, names)
    for name in names:
        within(given[name], 0, 1)
    shares = given.mean().sort_values(ascending=False, kind="stable").head(MOST)
    known = {name: _option(text) for name, text in labels_of(data, names).items()}
    return tuple(_entry(str(name), share, known) for name, share in shares.items())


def _option(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the option of a multiple choice without the question, as ``reading`` labels it."""
    return {lang: text.rpartition("—")[2].strip() for lang, text in texts.items()}


def _entry(name: str, share: float, known: Labels) -> Entry:
    return Entry(name, in_both(lambda: bracket(label(known, name), share_text(share))))


def ideals(case: Case) -> dict[str, float | None]:
    """Return the ideal of each type by the rule: the key to the top, the rest as expected."""
    keys = case.sheet().keys
    if not keys:
        raise SpecError(
            _(
                "The case yields no key experience, so the rule cannot be applied. Look at "
                "step(3), and fill in what is missing."
            )
        )

    def ideal(each: Experience) -> float | None:
        if each.name in keys:
            return case.scale[1]
        if each.actual is None or each.expectation is None:
            return None
        return max(each.actual, each.expectation)

    return {each.name: ideal(each) for each in case.experiences}
