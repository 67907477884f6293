"""Scores per dimension: perception, expectation and gap, or plain means, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, shortlist
from cxlab._core.validate import confidence, groups, one_of, share
from cxlab.instruments._answers import answers, constant
from cxlab.instruments._bank import resolve
from cxlab.instruments._instrument import Instrument
from cxlab.instruments._score_result import GapResult, ScoreResult
from cxlab.instruments._score_table import OVERALL, WEIGHTED, score_table
from cxlab.instruments._weights import shares

Array = NDArray[np.float64]
LEVELS = ("dimension", "item")
MANY = 10  # among fewer respondents equal answers are no sign of a fault


def score(
    data: pd.DataFrame,
    instrument: str | Instrument,
    *,
    weights: Mapping[str, float] | str | None = None,
    min_answered: float = 0.5,
    by: str | None = None,
    level: str = "dimension",
    conf: float = 0.95,
) -> ScoreResult:
    """Score a questionnaire: means per dimension, and gaps where the items are asked in pairs.

    Parameters
    ----------
    data
        One row per respondent.
    instrument
        The name of a bank, or an Instrument.
    weights
        Importance of the dimensions as ``{dimension: points}``. ``None`` takes the respondents' own
        points where the data have those columns; ``"equal"`` leaves them aside.
    min_answered
        Share of a dimension's items that a respondent must have answered to get a score.
    by
        Column of groups; each is estimated by itself.
    level
        ``"dimension"``, or ``"item"`` for every question by itself; its ``term`` is the column with
        the answers (of pairs the first one), and there are no weights.
    conf
        Confidence level of the intervals.

    Returns
    -------
    ScoreResult
        ``tidy()`` has a row per dimension, a row ``overall`` (mean of the dimensions, where there
        are several) and with weights a row ``overall_weighted``. Plain instruments: ``estimate`` is
        the mean, with ``sd std_error conf_low conf_high n``. Pairs (a ``GapResult``): both means,
        ``estimate`` their difference, with the paired ``statistic df p_value`` too. With weights:
        ``weight`` (shares, sum 1) and ``weighted``, which sums to ``overall_weighted``. ``scores``
        holds one row per respondent, with the index of the data.

    Raises
    ------
    DataError
        A column or a whole block is absent, an answer is off the scale, a dimension has no answer,
        or a weight is missing, negative, or all are zero.
    SpecError
        The instrument, an option or the weights' dimensions are unknown.

    Notes
    -----
    Reversed items are turned first. In pairs an item counts when both its answers are there, so
    that the means differ by the gap exactly. A respondent's weights are divided by their sum. Rows
    over all dimensions need a score in each.

    Examples
    --------
    >>> survey = pd.DataFrame({"loy_1": [5, 6, 7], "loy_2": [4, 6, 6], "loy_3": [6, 7, None]})
    >>> score(survey, "loyalty").tidy()[["term", "estimate", "sd", "n"]]
          term  estimate   sd  n
    0  loyalty  5.944444  ...  3
    """
    spec, conf = resolve(instrument), confidence(conf)
    if one_of(level, LEVELS, "level") == "item":
        _refuse_weights(weights)
        spec, weights = spec.by_item(), "equal"
    needed = share(min_answered, "min_answered")
    end, start = spec.pair or (spec.modes[0].name, None)
    values = answers(data, spec, end)
    _warn_constant(spec.columns(end), values)
    performance = _means(values, spec, needed)
    blocks: dict[str, Array] = {}
    main = performance
    if start is not None:
        before = answers(data, spec, start)
        _warn_constant(spec.columns(start), before)
        paired = ~np.isnan(values) & ~np.isnan(before)
        blocks = {
            mode: _means(np.where(paired, part, np.nan), spec, needed)
            for mode, part in ((end, values), (start, before))
        }
        main = blocks[end] - blocks[start]
    weight = shares(data, spec, weights)
    keys = _groups(data, by)
    counted = ~np.isnan(main).all(axis=1) & keys.notna().to_numpy()
    if not counted.any():
        raise DataError(
            _(
                "No respondent answered enough items for a score (min_answered = {needed:g}). "
                "Lower min_answered, or check the columns."
            ).format(needed=needed)
        )
    names = [dimension.name for dimension in spec.dimensions]
    table = score_table(names, main, blocks, weight, keys, conf)
    if level == "item":
        table = table[~table["term"].isin([OVERALL, WEIGHTED])].reset_index(drop=True)
    if by is not None:
        _warn_lonely(table)
    elif counted.sum() == 1:
        warn(_("One respondent has no spread, so there is no interval. Ask more of them."))
    missing = dict(zip(names, np.isnan(main).sum(axis=0).tolist(), strict=True))
    if by is not None:
        missing[by] = int(keys.isna().sum())
    kind = GapResult if spec.pair else ScoreResult
    return kind(
        table=table,
        n=int(counted.sum()),
        n_dropped=int((~counted).sum()),
        dropped={name: count for name, count in missing.items() if count},
        conf=conf,
        labels={dimension.name: dimension.label for dimension in spec.dimensions},
        instrument=spec,
        respondents=pd.DataFrame(main, index=data.index, columns=names),
        performances=pd.DataFrame(performance, index=data.index, columns=names),
        blocks=blocks,
        keys=keys,
    )


def _refuse_weights(weights: object) -> None:
    if weights not in (None, "equal"):
        raise SpecError(
            _("Weights belong to dimensions, not to items. Leave weights out with level='item'.")
        )


def _means(values: Array, spec: Instrument, needed: float) -> Array:
    """Average the answered items of each dimension, shape (n_rows, n_dimensions)."""
    out = np.full((len(values), len(spec.dimensions)), np.nan)
    at = 0
    for place, dimension in enumerate(spec.dimensions):
        size = len(dimension.items)
        part = values[:, at : at + size]
        at += size
        there = ~np.isnan(part)
        count = there.sum(axis=1)
        total = np.where(there, part, 0.0).sum(axis=1)
        enough = (count >= needed * size - 1e-9) & (count > 0)
        np.divide(total, count, out=out[:, place], where=enough)
    return out


def _groups(data: pd.DataFrame, by: str | None) -> pd.Series:
    if by is None:
        return pd.Series("", index=range(len(data)))
    return groups(data, by)


def _warn_constant(names: list[str], values: Array) -> None:
    same = [name for name, flag in zip(names, constant(values), strict=True) if flag]
    if same and len(values) >= MANY:
        warn(
            _(
                "Everybody gave the same answer to {names}. Check the import; the items are kept."
            ).format(names=shortlist(same, 6))
        )


def _warn_lonely(table: pd.DataFrame) -> None:
    lonely = table.loc[table["n"] == 1, "group"].unique()
    if len(lonely):
        warn(
            _(
                "The groups {groups} have one respondent only: no spread, no interval. "
                "Join them with others, or leave them out."
            ).format(groups=shortlist(map(str, lonely), 6))
        )
