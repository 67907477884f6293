"""Kano analysis: pairs of questions into categories, better and worse."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, listing, shortlist
from cxlab._core.labels import Labels, labels_of
from cxlab._stats.fong import CRITICAL, lead
from cxlab._stats.intervals import t_interval
from cxlab._stats.proportions import share_interval
from cxlab.drivers._kano_result import PRIORITY, KanoResult
from cxlab.drivers._kano_table import CODES, cells, coded, five, tally

Pairs = Mapping[str, tuple[str, str]] | tuple[str, str]
FEW = 10  # answers in a group; fewer make its categories a matter of single answers


def kano(
    data: pd.DataFrame,
    pairs: Pairs,
    *,
    answers: Sequence[Hashable] = (1, 2, 3, 4, 5),
    importance: str | Mapping[str, str] | None = None,
    by: str | None = None,
    conf: float = 0.95,
) -> KanoResult:
    """Classify attributes by pairs of questions: how do you feel with it, how without it.

    Parameters
    ----------
    data
        One row per respondent.
    pairs
        Prefixes of the functional and the dysfunctional columns, ``("f_", "d_")``, or
        ``{attribute: (functional column, dysfunctional column)}``.
    answers
        Codes or labels that stand for like, must-be, neutral, live-with, dislike, in this order.
    importance
        Self-stated importance: a prefix before the names of the attributes, or
        ``{attribute: column}``.
    by
        Column of groups; each is classified by itself.
    conf
        Confidence level of the intervals and of the exact test.

    Returns
    -------
    KanoResult
        ``tidy()``: term, group (with ``by``), counts ``attractive`` ... ``questionable``,
        category, runner_up, better, worse and their ``_low``, ``_high``; total_strength,
        category_strength; statistic, p_value, verdict; importance with its interval; n.

    Raises
    ------
    DataError
        A column is absent, a value is no answer, an attribute or a group has no complete pair, or
        there is one respondent only.
    SpecError
        A pair is not two columns, or ``answers`` does not name five answers.

    Notes
    -----
    Pairs are looked up in the table of Berger et al. (1993), see :func:`kano_table`; a pair with a
    missing answer is left out for that attribute. Equal counts are decided in the order must-be,
    one-dimensional, attractive, indifferent. Over the A, O, M and I answers, better is
    (A + O) / (A + O + M + I) and worse -(O + M) / (A + O + M + I), with Wilson intervals. Total
    strength is the share of A, O and M; category strength the lead of the modal share over the next
    (Lee & Newcomb 1997).

    Verdict: ``clear`` if the exact two-sided binomial test between the modal category and the
    runner-up rejects at 1 - conf, which is valid for a winner that the data chose (Hung & Fithian
    2019). ``weak`` if only Fong's rule (1996) is met: |a - b| at least
    1.65 sqrt((a + b)(2n - a - b) / 2n), n being all answers on the attribute. Else ``open``.

    Examples
    --------
    >>> data = pd.DataFrame({"f_lift": [2, 2, 3, 1] * 4, "d_lift": [5, 5, 5, 5] * 4,
    ...                      "f_music": [1, 3, 3, 3] * 4, "d_music": [3, 3, 4, 3] * 4})
    >>> result = kano(data, ("f_", "d_"))
    >>> result.tidy()[["term", "category", "better", "worse", "verdict"]]
        term     category  better  worse verdict
    0   lift      must_be    0.25   -1.0    weak
    1  music  indifferent    0.25    0.0    weak
    """
    conf = validate.confidence(conf)
    known, columns = five(answers), _columns(data, pairs)
    terms = list(columns)
    weigh = _weighed(data, terms, importance)
    groups = None if by is None else validate.groups(data, by)
    asked = [name for pair in columns.values() for name in pair]
    bare = data[[*asked, *weigh] if by is None else [*asked, *weigh, by]]
    bare.attrs = {}  # pandas copies them at every step
    here = np.ones(len(data), bool) if groups is None else groups.notna().to_numpy()
    places = [
        np.column_stack([coded(bare[columns[term][side]], known) for term in terms])
        for side in (0, 1)
    ]
    both = (places[0] >= 0) & (places[1] >= 0)
    used = both.any(axis=1) & here
    _enough(both & here[:, None], used, columns)
    stated = validate.numeric(bare, weigh) if weigh else None
    tables, counts = [], []
    for name, rows in _parts(groups, used):
        found = cells(*(part[rows] for part in places))
        empty = found.sum(axis=(1, 2)) == 0
        if empty.any():
            raise DataError(
                _(
                    "In group {group} nobody answered both questions of {names}. Leave out the "
                    "group or the attribute."
                ).format(
                    group=name,
                    names=listing(repr(t) for t, gone in zip(terms, empty, strict=True) if gone),
                )
            )
        table = _one(terms, tally(found), conf)
        if groups is not None:
            table.insert(1, "group", name)
        if stated is not None:
            table = table.assign(**_importance(stated[rows].to_numpy(), conf))
        tables.append(table.assign(n=table.pop("n")))
        counts.append(found)
    table = pd.concat(tables, ignore_index=True)
    _plausible(table)
    missing = bare[~used].drop(columns=weigh).isna().sum()
    return KanoResult(
        table=table,
        n=int(used.sum()),
        n_dropped=len(data) - int(used.sum()),
        dropped=MappingProxyType({str(name): int(k) for name, k in missing.items() if k}),
        conf=conf,
        labels=MappingProxyType(_labels(data, columns)),
        pairs=np.concatenate(counts),
        incomplete=int((~both[used]).sum()),
        by="" if by is None else str(by),
    )


def _columns(data: pd.DataFrame, pairs: Pairs) -> dict[str, tuple[str, str]]:
    """Return the two columns of every attribute."""
    validate.frame(data)
    if isinstance(pairs, Mapping):
        if not pairs:
            raise SpecError(_("No pair of questions was named. Name at least one attribute."))
        found = {str(term): tuple(validate.listed(pair, str(term))) for term, pair in pairs.items()}
    else:
        found = _by_prefix(data, pairs)
    for term, pair in found.items():
        if len(pair) != 2:
            raise SpecError(
                _(
                    "{term!r} must name two columns, the functional and the dysfunctional "
                    "question; it names {count}."
                ).format(term=term, count=len(pair))
            )
    validate.columns(data, [name for pair in found.values() for name in pair])
    return {term: (pair[0], pair[1]) for term, pair in found.items()}


def _by_prefix(data: pd.DataFrame, prefixes: Any) -> dict[str, tuple[str, ...]]:
    """Pair the columns that share what follows the prefixes."""
    two = validate.listed(prefixes, "pairs")
    if len(two) != 2 or two[0] == two[1]:
        raise SpecError(
            _(
                "pairs must be two different prefixes such as ('f_', 'd_'), or a mapping of "
                "attributes to two columns; not {value}."
            ).format(value=validate.brief(prefixes))
        )
    first, second = (validate.text(prefix, "pairs") for prefix in two)
    names = [str(name) for name in data.columns]
    have = [
        [name[len(prefix) :] for name in names if name.startswith(prefix) and name != prefix]
        for prefix in (first, second)
    ]
    if not have[0] and not have[1]:
        raise DataError(
            _("No column begins with {first!r} or {second!r}. Check the prefixes.").format(
                first=first, second=second
            )
        )
    lone = [first + term for term in have[0] if term not in have[1]]
    lone += [second + term for term in have[1] if term not in have[0]]
    if lone:
        raise DataError(
            _(
                "These columns lack the other half of their pair: {names}. Each attribute needs a "
                "{first!r} and a {second!r} column."
            ).format(names=listing(map(repr, lone)), first=first, second=second)
        )
    return {term: (first + term, second + term) for term in have[0]}


def _weighed(data: pd.DataFrame, terms: list[str], given: Any) -> list[str]:
    """Return the columns of self-stated importance in the order of the attributes."""
    if given is None:
        return []
    if isinstance(given, Mapping):
        absent = [term for term in terms if term not in given]
        if absent:
            raise SpecError(
                _("The mapping of importance lacks {names}. Give a column for each driver.").format(
                    names=listing(map(repr, absent))
                )
            )
        return validate.columns(data, [given[term] for term in terms])
    return validate.columns(data, [validate.text(given, "importance") + term for term in terms])


def _enough(
    both: NDArray[np.bool_], used: NDArray[np.bool_], columns: dict[str, tuple[str, str]]
) -> None:
    """Refuse attributes nobody answered in full, and a single respondent."""
    empty = [term for place, term in enumerate(columns) if not both[:, place].any()]
    if empty:
        first, second = columns[empty[0]]
        raise DataError(
            _(
                "Nobody answered both questions of {names}: {first!r} and {second!r} are never "
                "filled in the same row. Leave the attribute out, or check the columns."
            ).format(names=listing(map(repr, empty)), first=first, second=second)
        )
    if used.sum() < 2:
        raise DataError(
            _(
                "Kano analysis needs two or more respondents; there is one. "
                "For single answers use cx.drivers.kano_table()."
            )
        )


def _parts(groups: pd.Series | None, used: NDArray[np.bool_]) -> list[tuple[str, NDArray[Any]]]:
    """Return the rows of every group, and warn of small ones."""
    if groups is None:
        return [("", used)]
    sizes = groups[used].value_counts()
    try:
        sizes = sizes.sort_index()
    except TypeError:  # texts beside numbers
        sizes = sizes.sort_index(key=lambda names: names.map(str))
    small = sizes.index[sizes < FEW]
    if len(small):
        warn(
            _(
                "Fewer than {few} answers in {names}: their categories hang on single answers."
            ).format(few=FEW, names=shortlist(map(str, small), 6))
        )
    return [(str(name), (groups == name).to_numpy() & used) for name in sizes.index]


def _one(terms: list[str], counts: NDArray[np.int64], conf: float) -> pd.DataFrame:
    """Classify the attributes of one group from their counts, shape (k, 6) in order of CODES."""
    order = [CODES.index(code) for code in PRIORITY]
    first, second, ratio, p_value = lead(counts[:, order])
    n, rows = counts.sum(axis=1), np.arange(len(counts))
    a, o, m, i = counts[:, :4].T
    base = a + o + m + i
    table = pd.DataFrame({"term": terms} | dict(zip(CODES, counts.T, strict=True)))
    table["category"] = [PRIORITY[place] for place in first]
    table["runner_up"] = [PRIORITY[place] for place in second]
    with np.errstate(invalid="ignore"):
        better, worse = (a + o) / base, (o + m) / base
    table["better"] = better
    table["better_low"], table["better_high"] = share_interval(better, base, conf)
    most, least = share_interval(worse, base, conf)[::-1]
    table["worse"], table["worse_low"], table["worse_high"] = 0 - worse, 0 - most, 0 - least
    table["total_strength"] = (a + o + m) / n
    table["category_strength"] = (
        counts[:, order][rows, first] - counts[:, order][rows, second]
    ) / n
    table["statistic"], table["p_value"] = ratio, p_value
    table["verdict"] = np.select(
        [p_value <= 1 - conf, ratio >= CRITICAL], ["clear", "weak"], default="open"
    )
    return table.assign(n=n)


def _importance(values: NDArray[np.float64], conf: float) -> dict[str, NDArray[np.float64]]:
    """Return means of self-stated importance with their t intervals."""
    n = (~np.isnan(values)).sum(axis=0)
    if not n.all():
        raise DataError(_("An attribute has no answer on importance. Check the columns."))
    mean = np.nanmean(values, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(np.nansum((values - mean) ** 2, axis=0) / (n - 1) / n)
    low, high = t_interval(mean, error, n - 1, conf)
    return {"importance": mean, "importance_low": low, "importance_high": high}


def _plausible(table: pd.DataFrame) -> None:
    """Warn of answers that contradict each other, and of codes that may run the other way."""
    odd = list(dict.fromkeys(table.loc[table["category"] == "questionable", "term"]))
    if odd:
        warn(
            _(
                "Most answers on {names} are questionable: people like, or dislike, both having "
                "it and lacking it. Check the wording and the codes; better and worse rest on few."
            ).format(names=listing(map(repr, odd)))
        )
    if len(table) > 1 and (table["reverse"] > table["n"] / 2).all():
        warn(
            _(
                "Every attribute comes out as reverse. If 5 stands for 'like', say "
                "answers=(5, 4, 3, 2, 1)."
            )
        )


def _labels(data: pd.DataFrame, columns: dict[str, tuple[str, str]]) -> Labels:
    """Name an attribute after its own label, else after that of its functional column."""
    own = labels_of(data, columns)
    asked = labels_of(data, [pair[0] for pair in columns.values()])
    return {
        term: own.get(term, asked.get(pair[0], {}))
        for term, pair in columns.items()
        if term in own or pair[0] in asked
    }
