"""Kano's evaluation table: two answers about one attribute give one of six categories."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.result import Result

Whole = NDArray[np.int64]

ANSWERS = {
    "like": N_("I like it"),
    "must_be": N_("it must be so"),
    "neutral": N_("I don't mind"),
    "live_with": N_("I can live with it"),
    "dislike": N_("I dislike it"),
}
CATEGORIES = {
    "attractive": N_("attractive"),
    "one_dimensional": N_("one-dimensional"),
    "must_be": N_("must-be"),
    "indifferent": N_("indifferent"),
    "reverse": N_("reverse"),
    "questionable": N_("questionable"),
}
MEANINGS = {
    "attractive": N_("Attractive: it delights when it is there, and nobody misses it."),
    "one_dimensional": N_("One-dimensional: it pleases when it is there, and annoys when not."),
    "must_be": N_("Must-be: nobody notices it until it is missing, and then it annoys."),
    "indifferent": N_("Indifferent: it makes no difference either way."),
    "reverse": N_("Reverse: it is better left out."),
    "questionable": N_("Questionable: the two answers contradict each other."),
}
CODES = tuple(CATEGORIES)
# Rows: answer if it is there; columns: answer if it is not (Berger et al. 1993, after Kano 1984).
EVALUATION = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
TABLE: Whole = np.array([["AOMIRQ".index(letter) for letter in row] for row in EVALUATION])


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class KanoTable(Result):
    """One row per pair of answers: its category, and how many gave this pair (``n``)."""

    title = N_("Kano's evaluation table")
    drawing = "cxlab.plots:kano_table"
    sources = ("kano_1984", "berger_1993")
    words = MappingProxyType(CATEGORIES)

    def label(self, term: str) -> str:
        """Return a pair of answers in words."""
        present, absent = term.split("/")
        return f"{_(ANSWERS[present])} / {_(ANSWERS[absent])}"

    def headline(self) -> str:
        """Name the most frequent category, or what the table is for."""
        if not self.n:
            return _("Two answers about one attribute, six categories")
        counts = self.counts()
        top = [
            _(CATEGORIES[code])
            for code, count in zip(CODES, counts, strict=True)
            if count == max(counts)
        ]
        return _("{count} of {n} answers: {named}").format(
            count=max(counts), n=self.n, named=listing(top)
        )

    def explain(self) -> str:
        """Say what each category that occurs means; all six where nobody has answered."""
        met = [
            code for code, count in zip(CODES, self.counts(), strict=True) if count or not self.n
        ]
        how = _(
            "Rows: how you feel if it is there. Columns: how you feel if it is not. "
            "Where they meet stands the category."
        )
        meanings = [_(MEANINGS[code]) for code in met]
        return paragraph(meanings if self.n == 1 else [how, *meanings])

    def counts(self) -> pd.Series:
        """Return how many answers fall into each category."""
        return self.table.groupby("category")["n"].sum().reindex(list(CODES))

    def plot_options(self) -> dict[str, Any]:
        """Pass the words of answers and categories."""
        return {
            "answers": {code: _(text) for code, text in ANSWERS.items()},
            "categories": {code: _(text) for code, text in CATEGORIES.items()},
            "axes": (_("if it is there"), _("if it is not there")),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table as five rows of five cells, with counts where there are any."""
        cells = [
            self.word(row["category"]) + (f" · {row['n']}" if self.n else "")
            for row in self.table.to_dict("records")
        ]
        names = [_(text) for text in ANSWERS.values()]
        grid = pd.DataFrame(np.reshape(cells, (5, 5)), columns=names)
        grid.insert(0, _("there ↓  not there →"), names)
        return grid


def kano_table(
    *,
    functional: Sequence[Hashable] = (),
    dysfunctional: Sequence[Hashable] = (),
    answers: Sequence[Hashable] = (1, 2, 3, 4, 5),
) -> KanoTable:
    """Look up the category of pairs of answers, and count them.

    Parameters
    ----------
    functional, dysfunctional
        Answers if the attribute is there, and if it is not; of the same length. Without answers the
        bare table.
    answers
        Codes or labels that stand for like, must-be, neutral, live-with, dislike, in this order.

    Returns
    -------
    KanoTable
        ``tidy()``: term (``like/dislike``), functional, dysfunctional, category, n; 25 rows.

    Raises
    ------
    SpecError
        The lists are of unequal length, or ``answers`` does not name five answers.
    DataError
        An answer is missing or none of the five.

    Notes
    -----
    The table of Berger et al. (1993): only like with like and dislike with dislike contradict
    each other. Some authors count ``must-be`` with ``must-be`` and ``live-with`` with
    ``live-with`` as questionable too.

    Examples
    --------
    >>> kano_table(functional=[2, 1], dysfunctional=[5, 3]).counts().to_dict()
    {'attractive': 1, 'one_dimensional': 0, 'must_be': 1, 'indifferent': 0, 'reverse': 0, \
'questionable': 0}
    """
    first = validate.sequence(functional, "functional")
    second = validate.sequence(dysfunctional, "dysfunctional")
    if len(first) != len(second):
        raise SpecError(
            _(
                "functional has {first} answers and dysfunctional {second}. "
                "Each pair needs one of both."
            ).format(first=len(first), second=len(second))
        )
    known = five(answers)
    rows, columns = (
        coded(pd.Series(values, dtype=object, name=name), known)
        for values, name in ((first, "functional"), (second, "dysfunctional"))
    )
    if (rows < 0).any() or (columns < 0).any():
        raise DataError(_("An answer of a pair is missing. Leave out pairs that are not complete."))
    return table_of(cells(rows[:, None], columns[:, None])[0])


def table_of(counts: Whole) -> KanoTable:
    """Wrap counts of pairs, shape (5, 5), in a result."""
    names = list(ANSWERS)
    pairs = [(present, absent) for present in names for absent in names]
    table = pd.DataFrame(
        {
            "term": [f"{present}/{absent}" for present, absent in pairs],
            "functional": [present for present, _absent in pairs],
            "dysfunctional": [absent for _present, absent in pairs],
            "category": [CODES[code] for code in TABLE.ravel()],
            "n": counts.ravel(),
        }
    )
    return KanoTable(table=table, n=int(counts.sum()))


def five(answers: Sequence[Hashable]) -> list[Any]:
    """Return the codes of the five answers once they are five and different."""
    known = validate.sequence(answers, "answers")
    if len(known) != 5 or not pd.Index(known, dtype=object).is_unique:
        raise SpecError(
            _(
                "answers must name five different codes, for {words}, in this order; not {value}."
            ).format(words=listing(map(_, ANSWERS.values())), value=validate.brief(known))
        )
    return known


def coded(values: pd.Series, known: list[Any]) -> Whole:
    """Return answers as places 0-4 in the list of codes, missing ones as -1.

    Raises
    ------
    DataError
        A value is no code.
    """
    given = values.to_numpy(dtype=object)
    if values.dtype == object:  # a list or the like is no code, and has no place in an index
        bare = [answer if isinstance(answer, Hashable) else Ellipsis for answer in given]
        given = np.array([*bare, None], dtype=object)[:-1]
    place = pd.Index(known, dtype=object).get_indexer(pd.Index(given, dtype=object))
    wrong = (place < 0) & ~pd.isna(given)
    if wrong.any():
        row = int(wrong.argmax())
        raise DataError(
            _(
                "{name!r} must hold one of {codes}; {count} of {n} values do not (first: {value}, "
                "row {row}). Recode missing codes to NA, or declare your codes in answers=."
            ).format(
                name=str(values.name),
                codes=listing(known),
                count=int(wrong.sum()),
                n=len(values),
                value=validate.brief(values.iloc[row]),
                row=values.index[row],
            )
        )
    return place


def cells(functional: Whole, dysfunctional: Whole) -> Whole:
    """Count pairs of answers: arrays (n, k) of places, -1 missing, into shape (k, 5, 5)."""
    k = functional.shape[1]
    place = 25 * np.arange(k) + 5 * functional + dysfunctional
    both = (functional >= 0) & (dysfunctional >= 0)
    return np.bincount(place[both], minlength=25 * k).reshape(k, 5, 5)


def tally(counts: Whole) -> Whole:
    """Add up pairs by category: from shape (k, 5, 5) to (k, 6), in the order of ``CODES``."""
    return np.stack([counts[:, code == TABLE].sum(axis=1) for code in range(6)], axis=1)
