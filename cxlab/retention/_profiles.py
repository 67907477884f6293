"""Survival curves that a Cox model predicts for customers with given drivers."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.design import INTERCEPT
from cxlab._core.errors import DataError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.result import Result
from cxlab._stats import cox
from cxlab._stats.survival import limits
from cxlab.retention._durations import MOST_GROUPS
from cxlab.retention._words import rough

if TYPE_CHECKING:
    from cxlab.retention._cox_result import CoxResult


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProfilesResult(Result):
    """Predicted shares still there over time, one curve per profile, with intervals.

    ``tidy()`` has one row per profile and time.
    """

    duration: str

    title = N_("Predicted survival of profiles")
    drawing = "cxlab.plots:survival_curves"
    sources = ("cox_1972", "kalbfleisch_prentice_2002")
    units = MappingProxyType({"estimate": "share", "conf_low": "share", "conf_high": "share"})

    def ends(self) -> pd.DataFrame:
        """Return each profile's row half-way of the time that all are observed."""
        last = self.table.groupby("term", sort=False)["time"].max().min()
        rows = self.table[self.table["time"] <= max(last / 2, self.table["time"].min())]
        return rows.groupby("term", sort=False).tail(1)

    def headline(self) -> str:
        """State the best and the worst profile half-way."""
        rows = self.ends().sort_values("estimate", ascending=False, kind="stable")
        chosen = rows.iloc[[0, -1]] if len(rows) > 1 else rows
        named = listing(
            _("{name} {value}").format(name=self.label(row["term"]), value=rough(row["estimate"]))
            for row in chosen.to_dict("records")
        )
        return _("Predicted still there at {time:g}: {named}").format(
            time=rows["time"].iloc[0], named=named
        )

    def explain(self) -> str:
        """Read the curves half-way, and say what they rest on."""
        rows = self.ends()
        named = listing(
            _("{name} {value} ({low} to {high})").format(
                name=self.label(row["term"]),
                value=rough(row["estimate"]),
                low=rough(row["conf_low"]),
                high=rough(row["conf_high"]),
            )
            for row in rows.to_dict("records")
        )
        return paragraph(
            [
                _("At {time:g} the model expects to be still there: {named}.").format(
                    time=rows["time"].iloc[0], named=named
                ),
                _(
                    "The curves have one shape by assumption, raised to a power by the drivers; "
                    "where the ratios change with time they are wrong early or late."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the curves with their start at one."""
        rows = self.labelled()
        start = rows.groupby("term", sort=False).head(1).assign(time=0.0)
        for name in ("estimate", "conf_low", "conf_high"):
            start[name] = 1.0
        return pd.concat([start, rows]).sort_values("time", kind="stable")

    def plot_options(self) -> dict[str, Any]:
        """Name the axes."""
        return {
            "axis": self.label(self.duration),
            "up": _("still there, {conf:.0%} interval").format(conf=self.conf),
            "order": [self.label(term) for term in dict.fromkeys(self.table["term"])],
        }

    def shown(self) -> pd.DataFrame:
        """Return the profiles half-way, for readers."""
        from dataclasses import replace

        return super(ProfilesResult, replace(self, table=self.ends())).shown()


def profiles(result: CoxResult, newdata: pd.DataFrame) -> ProfilesResult:
    """Predict curves; see ``CoxResult.profiles``.

    Raises
    ------
    DataError
        A column is absent, a value is missing, a category or a stratum was not seen, two profiles
        have one name, or there are more than curves can show.
    """
    validate.frame(newdata)
    names = list(map(str, newdata.index))
    if len(set(names)) < len(names) or len(names) > MOST_GROUPS:
        raise DataError(
            _(
                "newdata must have one row per profile, each with a name of its own in the index, "
                "and at most {most} of them; it has {count}. Name them with set_axis([...])."
            ).format(most=MOST_GROUPS, count=len(names))
        )
    matrix = result.design.rebuild(newdata).drop(columns=INTERCEPT)
    empty = matrix.isna().any(axis=1).to_numpy()
    if empty.any():
        raise DataError(
            _("The profile {name!r} misses a driver. Fill every column of x.").format(
                name=names[int(empty.argmax())]
            )
        )
    strata = _strata(result, newdata)
    tables = []
    for name, row, stratum in zip(names, matrix.to_numpy(float), strata, strict=True):
        time, hazard, variance = cox.baseline(result.fit, row, stratum, result.cov)
        share = np.exp(-hazard)
        low, high = limits(share, variance, result.conf)
        tables.append(
            pd.DataFrame(
                {
                    "term": name,
                    "time": time,
                    "estimate": share,
                    "std_error": share * np.sqrt(variance),
                    "conf_low": low,
                    "conf_high": high,
                }
            )
        )
    return ProfilesResult(
        table=pd.concat(tables, ignore_index=True),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=result.labels,
        duration=result.duration,
    )


def _strata(result: CoxResult, newdata: pd.DataFrame) -> list[int]:
    if result.strata is None:
        return [0] * len(newdata)
    given = list(map(str, newdata[validate.column(newdata, result.strata)]))
    for value in given:
        if value not in result.strata_levels:
            raise DataError(
                _("{name!r} has no stratum {value!r}. It knows {levels}.").format(
                    name=result.strata, value=value, levels=listing(result.strata_levels)
                )
            )
    return [result.strata_levels.index(value) for value in given]
