"""From the columns of a frame to counted, weighted answers per group, and on to the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.arguments import single
from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.grouping import distinct
from cxlab._core.i18n import _, shortlist
from cxlab._core.labels import labels_of

Array = NDArray[np.float64]
MOST = 10**15  # answers; larger counts are no longer exact
MANY = 10  # among fewer answers equal ones are no sign of a fault


@dataclass(frozen=True)
class Answers:
    """Answers to one question, missing ones left out; all arrays have shape (n_rows,).

    Parameters
    ----------
    said
        The answers as they stand in the column.
    keys
        The group of each answer; ``None`` without groups.
    counts
        Equal answers that a row stands for.
    weights
        Survey weight of each answer; ``None`` without weights.
    n_dropped, dropped
        Rows left out, and missing values per column.
    """

    said: pd.Series
    keys: pd.Series | None
    counts: Array
    weights: Array | None
    n_dropped: int
    dropped: Mapping[str, int]

    def tally(self, **marks: Any) -> pd.DataFrame:
        """Return per group ``n``, with weights ``n_eff``, and the weighted mean of every mark.

        A mark is an array over the rows: 1 where an answer counts, or any number.
        """
        codes, names = np.zeros(len(self.said), dtype=int), None
        if self.keys is not None:
            codes, names = pd.factorize(self.keys, sort=True)
        mass = self.counts if self.weights is None else self.counts * self.weights
        total = np.bincount(codes, mass)
        table = pd.DataFrame({"n": np.bincount(codes, self.counts).astype(int)})
        if names is not None:
            table.insert(0, "group", names)
        if self.weights is not None:
            squares = np.bincount(codes, self.counts * self.weights**2)
            table["n_eff"] = total**2 / squares
        for name, mark in marks.items():
            table[name] = np.bincount(codes, mass * np.asarray(mark, float)) / total
        return table


def collect(
    data: pd.DataFrame,
    item: str,
    by: str | None,
    weights: str | None,
    counts: str | None,
    *,
    words: bool = False,
) -> Answers:
    """Read the columns of a metric and leave out what is missing or counts nothing.

    Parameters
    ----------
    words
        Whether the answers may be texts; else they must be numbers.

    Raises
    ------
    DataError
        A column is absent, holds something else, or nobody answered.
    """
    name = question(data, item)
    values = _words(data[name]) if words else validate.numeric(data, [name])[name]
    keys = None if by is None else distinct(validate.groups(data, by), by)
    count, weight = _counts(data, counts), validate.weights(data, weights)
    asked = count > 0
    silent = asked & values.isna().to_numpy()
    homeless = asked & ~silent & (False if keys is None else keys.isna().to_numpy())
    kept = asked & ~silent & ~homeless & (True if weight is None else weight > 0)
    lost = {str(name): int(silent.sum()), str(by): int(homeless.sum())}
    if not kept.any():
        raise DataError(
            _(
                "{name!r} has no answer left: {count} of {n} rows are missing. "
                "Check the column, or the filter you applied."
            ).format(name=name, count=sum(lost.values()), n=len(data))
        )
    return Answers(
        said=values[kept],
        keys=None if keys is None else keys[kept],
        counts=count[kept],
        weights=None if weight is None else weight[kept],
        n_dropped=sum(lost.values()),
        dropped=MappingProxyType({name: rows for name, rows in lost.items() if rows}),
    )


def question(data: pd.DataFrame, item: Any) -> Any:
    """Return the name of the column with the answers.

    Raises
    ------
    DataError
        The column is absent.
    SpecError
        None is named.
    """
    if item is None:
        raise SpecError(
            _(
                "No question is named, so there is nothing to compute. Name the column with the "
                "answers; where it was not asked, it cannot be made up."
            )
        )
    return validate.column(data, item)


def _words(values: pd.Series) -> pd.Series:
    """Return answers once each is one value.

    Raises
    ------
    DataError
        Some are lists or the like.
    """
    if values.dtype != object:
        return values
    odd = [row for row, value in enumerate(values) if not (value is pd.NA or single(value))]
    if odd:
        raise DataError(
            _(
                "{name!r} must hold one answer in each row; {count} of {n} rows hold something "
                "else (first: {value}, row {row}). Split lists into columns of their own."
            ).format(
                name=values.name,
                count=len(odd),
                n=len(values),
                value=validate.brief(values.iloc[odd[0]]),
                row=values.index[odd[0]],
            )
        )
    return values


def _counts(data: pd.DataFrame, name: str | None) -> Array:
    """Return how many equal answers each row stands for: one, or what the column says.

    Raises
    ------
    DataError
        A count is missing, negative or not whole, or all are zero.
    """
    if name is None:
        return np.ones(len(data))
    values = validate.numeric(data, [validate.column(data, name)])[name].to_numpy()
    bad = ~((values >= 0) & (values == np.round(values)))
    if bad.any():
        row = int(bad.argmax())
        raise DataError(
            _(
                "The counts {name!r} must be whole numbers of answers, zero or more; {count} of "
                "{n} are not (first: {value:g}, row {row}). Shares do not say how many answered: "
                "multiply them by the number of answers."
            ).format(
                name=name,
                count=int(bad.sum()),
                n=len(values),
                value=values[row],
                row=data.index[row],
            )
        )
    if values.sum() > MOST:
        raise DataError(
            _(
                "The counts {name!r} add up to {total:g}, more than there are people. Check the "
                "column."
            ).format(name=name, total=values.sum())
        )
    if not values.any():
        raise DataError(
            _("The counts {name!r} are all zero: nobody answered. Check the column.").format(
                name=name
            )
        )
    return values


def scale_of(data: pd.DataFrame, item: str, scale: Any) -> tuple[float, float]:
    """Return the ends of the scale, as declared or as the data's card gives them.

    Raises
    ------
    SpecError
        No scale is known, or its ends are no two numbers, low before high.
    """
    known = _filed(data.attrs.get("scales"), item)
    if scale is None:
        if known is None:
            raise SpecError(
                _(
                    "The scale of {name!r} is not known, and its top boxes hang on it. "
                    "Declare it, such as scale=(1, 5)."
                ).format(name=item)
            )
        return known
    low, high = validate.pair(scale, "scale")
    if not low < high:
        raise SpecError(
            _("scale = ({low:g}, {high:g}) must run from low to high.").format(low=low, high=high)
        )
    if known is not None and (low, high) != known:
        warn(
            _(
                "The card of the data gives {first:g}-{last:g} as the scale of {name!r}, not "
                "{low:g}-{high:g}. What you declared is used."
            ).format(first=known[0], last=known[1], name=item, low=low, high=high)
        )
    return low, high


def _filed(scales: Any, item: str) -> tuple[float, float] | None:
    """Return the scale on the data's card; what is no scale at all is passed over."""
    try:
        low, high = validate.pair(scales[item], "scale")
    except (SpecError, TypeError, LookupError):
        return None
    return (low, high) if low < high else None


def whole_answers(answers: Answers, item: str, rule: str) -> None:
    """Warn of answers between the boxes of a scale; ``rule`` says how they are counted."""
    split = (answers.said != answers.said.round()).to_numpy(bool)
    if split.any():
        warn(
            _(
                "{count} of {n} answers to {name!r} lie between the whole numbers of the scale "
                "(first: {value:g}). {rule} If the column is an average, this is no share of "
                "answers."
            ).format(
                count=int(answers.counts[split].sum()),
                n=int(answers.counts.sum()),
                name=item,
                value=answers.said.to_numpy()[split.argmax()],
                rule=rule,
            )
        )


def suspicious(answers: Answers, table: pd.DataFrame, item: str) -> None:
    """Warn of an answer that everybody gave, and of groups with one answer."""
    if answers.counts.sum() >= MANY and answers.said.eq(answers.said.iloc[0]).all():
        same = answers.said.tolist()[0]
        warn(
            _(
                "All {n} answers to {name!r} are {value}. Check the import; the number stands."
            ).format(
                n=int(answers.counts.sum()),
                name=item,
                value=f"{same:g}" if isinstance(same, Real) else validate.brief(same),
            )
        )
    if "group" in table and (table["n"] == 1).any():
        warn(
            _(
                "The groups {groups} have one answer only: their numbers say nothing yet. "
                "Join them with others, or leave them out."
            ).format(groups=shortlist(map(str, table.loc[table["n"] == 1, "group"]), 6))
        )


def finish(
    kind: Any, data: pd.DataFrame, answers: Answers, table: pd.DataFrame, **fields: Any
) -> Any:
    """Put a table in the common order of columns and build a result of class ``kind``."""
    suspicious(answers, table, fields["item"])
    table.insert(0, "term", kind.term)
    first = ["term", "group", "estimate", "sd", "std_error", "conf_low", "conf_high"]
    last = ["n", "n_eff"]
    middle = [name for name in table if name not in (*first, *last)]
    order = [name for name in (*first, *middle, *last) if name in table]
    named = [name for name in (fields["item"], fields.get("by")) if name is not None]
    return kind(
        table=table[order],
        n=int(table["n"].sum()),
        n_dropped=answers.n_dropped,
        dropped=answers.dropped,
        labels=labels_of(data, named),
        **fields,
    )


def checked(interval: str, allowed: tuple[str, ...], conf: float) -> tuple[str, float]:
    """Return the kind of interval and the confidence level once both are known."""
    return validate.one_of(interval, allowed, "interval"), validate.confidence(conf)
