"""What if: the same result with some means moved to other levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.validate import finite, mapping, one_of
from cxlab._stats.intervals import t_p_value
from cxlab.frameworks._satisfaction import TOTAL, SatisfactionResult
from cxlab.frameworks._value import BENEFITS, ValueResult

Answer = TypeVar("Answer", SatisfactionResult, ValueResult)


def what_if(result: Answer, levels: Mapping[str, float]) -> Answer:
    """Move some means to other levels, as if every respondent moved by the same amount.

    Parameters
    ----------
    result
        Of ``satisfaction()``, whose expectations move, or of ``perceived_value()``, whose benefits
        and costs move; without groups.
    levels
        New mean by type or part, ``{"price": 6.5}``; the rest stays.

    Returns
    -------
    SatisfactionResult or ValueResult
        As ``result``, with estimates, intervals and tests moved along.

    Raises
    ------
    SpecError
        The result is another one or has groups, or a name or level is unknown.

    Notes
    -----
    A constant moves a mean and leaves its standard error alone, so intervals keep their width. The
    total of an importance-weighted satisfaction is the exception: its error is left as it was.

    Examples
    --------
    >>> from cxlab.frameworks import satisfaction
    >>> answers = pd.DataFrame({"x_price": [7, 6, 8], "e_price": [7, 7, 7]})
    >>> what_if(satisfaction(answers), {"price": 8}).tidy()["estimate"].tolist()
    [-1.0, -1.0]
    """
    if not isinstance(result, (SatisfactionResult, ValueResult)):
        raise SpecError(
            _(
                "what_if() takes a result of satisfaction() or perceived_value(), not {kind}."
            ).format(kind=type(result).__name__)
        )
    if "group" in result.table:
        raise SpecError(_("what_if() takes a result without groups. Leave out 'by'."))
    table = result.tidy().set_index("term")
    move = _expectation if isinstance(result, SatisfactionResult) else _parts
    shift = move(result, table, levels)
    for name in ("estimate", "conf_low", "conf_high"):
        table[name] += shift
    tested = table["statistic"].notna()
    table["statistic"] = (table["estimate"] / table["std_error"]).where(tested)
    table["p_value"] = t_p_value(table["statistic"].to_numpy(), table["df"].to_numpy())
    if "weighted" in table:
        table["weighted"] = table["importance"] * table["estimate"]
    return replace(result, table=table.reset_index())


def _expectation(
    result: SatisfactionResult, table: pd.DataFrame, levels: Mapping[str, float]
) -> pd.Series:
    """Set the expectations in the table; return by how much satisfaction moves."""
    types = [name for name in table.index if name != TOTAL]
    rise = _rise(table["expectation"], levels, types)
    weight = table["importance"][types] if "importance" in table else 1.0 + 0.0 * rise[types]
    rise[TOTAL] = (weight * rise[types]).sum() / weight.sum()
    table["expectation"] += rise
    return -rise


def _parts(result: ValueResult, table: pd.DataFrame, levels: Mapping[str, float]) -> pd.Series:
    """Return by how much the parts and what is made of them move."""
    rise = _rise(table["estimate"], levels, [*BENEFITS, *result.costs])
    rise["benefit"] = rise[list(BENEFITS)].mean()
    rise["cost"] = rise[list(result.costs)].mean()
    rise["net"] = rise["benefit"] - rise["cost"]
    return rise


def _rise(now: pd.Series, levels: Mapping[str, float], allowed: list[str]) -> pd.Series:
    rise = 0.0 * now
    for name, level in mapping(levels, "levels").items():
        one_of(name, allowed, "levels")
        rise[name] = finite(level, f"levels[{name!r}]") - now[name]
    return rise
