"""Item screening: which questions do their work, before scales are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _
from cxlab._core.validate import (
    brief,
    finite,
    frame,
    listed,
    mapping,
    numeric,
    one_of,
    pair,
    within,
)
from cxlab._stats import reliability, screening
from cxlab._stats.moments import Moments
from cxlab.instruments._instrument import Instrument
from cxlab.instruments._scales import Scales, refuse_constant, scales
from cxlab.instruments._screen_result import RULES, Rule, ScreenResult


def screen(
    data: pd.DataFrame,
    items: str | Instrument | Sequence[str] | Mapping[str, Sequence[str]],
    *,
    mode: str | None = None,
    scale: tuple[float, float] | Mapping[str, tuple[float, float]] | None = None,
    limits: Mapping[str, float] | None = None,
) -> ScreenResult:
    """Look at every item: its ends, its spread, and how well it goes with the others.

    Parameters
    ----------
    data
        One row per respondent.
    items
        Columns of one scale, ``{scale: [columns]}``, an Instrument or the name of a bank.
    mode
        A mode of the instrument, the first when absent.
    scale
        Ends of the answer scale, or ``{scale: (low, high)}`` where they differ; those of the
        instrument, or the smallest and the largest answer to each scale when absent.
    limits
        Limits of your own in the place of the rules': ``floor ceiling missing skew item_total
        discrimination``.

    Returns
    -------
    ScreenResult
        ``tidy()`` has a row per item: ``estimate`` is the correlation with the other items of its
        scale, then ``alpha_if_deleted discrimination mean sd skew floor ceiling missing n`` and
        the ``flags``. ``rules()`` gives the rules with their limits and sources.

    Raises
    ------
    DataError
        A column is absent or no number, an answer is off the scale, an item does not vary, or
        fewer than three respondents answered a scale.
    SpecError
        No item is named, one is named twice, or a limit is unknown.

    Notes
    -----
    Shares, mean and skewness take all answers of the item, the others the complete answers to its
    scale. Reversed items of an instrument are turned. Discrimination is the mean of the upper 27 %
    by the sum of the other items less that of the lower 27 %, over the width of the scale.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> common = 2 * rng.normal(size=(400, 1)) * [1, 1, 1, 0]
    >>> answers = pd.DataFrame(4 + common + rng.normal(size=(400, 4)), columns=list("abcd"))
    >>> found = screen(answers.round().clip(0, 8), list("abcd")).tidy()
    >>> found.loc[found["flags"] != "", ["term", "flags"]].values.tolist()
    [['d', 'item_total discrimination']]
    """
    rules = _rules(limits)
    if isinstance(items, (str, Instrument, Mapping)):
        asked = scales(frame(data), items, mode)
    else:
        asked = scales(frame(data), {"": listed(items, "items")})
    refuse_constant(asked.answers)
    ends = _ends(asked, scale)
    for name, part in asked.columns.items():
        for column in part:
            within(asked.answers[column], *ends[name])
    table = pd.concat(
        [_one(asked.answers[part], name, ends[name]) for name, part in asked.columns.items()],
        ignore_index=True,
    )
    table["flags"] = _flagged(table, rules)
    if not any(asked.columns):
        table = table.drop(columns="scale")
    raw = numeric(data, [item for part in asked.columns.values() for item in part]).to_numpy()
    return ScreenResult(
        table=table,
        n=len(data),
        labels=asked.labels,
        limits=MappingProxyType({rule.code: rule.limit for rule in rules}),
        straight=screening.straight(raw) if raw.shape[1] >= 4 else float("nan"),
        ends=MappingProxyType(ends),
    )


def _ends(asked: Scales, given: Any) -> dict[str, tuple[float, float]]:
    """Return the ends of the answers to each scale."""
    own = mapping(given, "scale") if isinstance(given, Mapping) else {}
    for name in own:
        one_of(name, asked.columns, "scale")
    out = {}
    for name, part in asked.columns.items():
        one = own.get(name) if own else given
        flat = asked.answers[part].to_numpy()
        if one is not None:
            ends = pair(one, f"scale[{name!r}]" if own else "scale")
        else:
            ends = asked.ends or (float(np.nanmin(flat)), float(np.nanmax(flat)))
        if not ends[0] < ends[1]:
            raise SpecError(
                _("scale = {value} must be two numbers, the lower first.").format(value=brief(one))
            )
        out[name] = ends
    return out


def _rules(limits: Mapping[str, float] | None) -> list[Rule]:
    own = {} if limits is None else mapping(limits, "limits")
    for name in own:
        one_of(name, [rule.code for rule in RULES], "limits")
    return [
        rule._replace(limit=finite(own[rule.code], rule.code)) if rule.code in own else rule
        for rule in RULES
    ]


def _one(answers: pd.DataFrame, name: str, ends: tuple[float, float]) -> pd.DataFrame:
    """Return the statistics of the items of one scale."""
    values = answers.to_numpy()
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    kept = values[there.all(axis=1)]
    if len(kept) < 3:
        raise DataError(
            _(
                "Only {n} respondents answered all items of {scale!r}; screening needs three or "
                "more. Leave out the item that misses most answers."
            ).format(n=len(kept), scale=name or list(answers))
        )
    k = values.shape[1]
    total = deleted = apart = np.full(k, np.nan)
    if k > 1:
        cov = Moments.of(kept).cov
        if (np.diag(cov) > 0).all():
            total, deleted = reliability.item_total(cov), reliability.alpha_if_deleted(cov)
        apart = screening.discrimination(kept, ends[1] - ends[0])
    return pd.DataFrame(
        {
            "term": list(answers),
            "scale": name,
            "estimate": total,
            "alpha_if_deleted": deleted,
            "discrimination": apart,
            "mean": np.nanmean(values, axis=0),
            "sd": np.nanstd(values, axis=0, ddof=1),
            "skew": screening.skewness(values),
            "floor": (values == ends[0]).sum(axis=0) / n,
            "ceiling": (values == ends[1]).sum(axis=0) / n,
            "missing": 1 - n / len(values),
            "n": n,
        }
    )


def _flagged(table: pd.DataFrame, rules: list[Rule]) -> list[str]:
    """Return the codes of the rules that each item breaks, joined by a blank."""
    found = {}
    for rule in rules:
        values = table[rule.column].to_numpy()
        if rule.code == "skew":
            values = np.abs(values)
        found[rule.code] = values < rule.limit if rule.least else values > rule.limit
    return [
        " ".join(code for code, broken in found.items() if broken[place])
        for place in range(len(table))
    ]
