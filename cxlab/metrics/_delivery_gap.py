"""Delivery gap: what firms say of themselves minus what customers say."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError
from cxlab._core.i18n import N_, _
from cxlab._core.labels import labels_of
from cxlab._core.numerals import p_text, percent
from cxlab._core.validate import confidence, one_of, share, whole, within
from cxlab._stats.proportions import contrast, equal_shares, share_difference, share_interval
from cxlab.metrics._answers import collect, suspicious
from cxlab.metrics._result import MetricResult, short

Array = NDArray[np.float64]
INTERVALS = ("newcombe", "miettinen_nurminen", "wald")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DeliveryGapResult(MetricResult):
    """Share that is said minus share that is felt, from two independent surveys."""

    term = "gap"
    title = N_("Delivery gap")
    sources = ("bain_2005",)
    comparisons = ("contrast",)
    drawing = "cxlab.plots:gaps"
    units = MappingProxyType(
        dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), "share")
    )

    @property
    def weighted(self) -> bool:
        """Whether survey weights were used."""
        return "n_eff_said" in self.table

    def amount(self, value: float) -> str:
        """Write a gap: it is a difference, so it has a sign."""
        return self.change(value)

    def variances(self) -> Array:
        """Return the sampling variances, with an answer added on either side of both shares."""
        shares, n = self._parts(self.table)
        near = (n * shares + 1) / (n + 2)
        return np.asarray((near * (1 - near) / n).sum(axis=1))

    def compared(self, first: pd.DataFrame, second: pd.DataFrame, method: str) -> pd.DataFrame:
        """Return the differences of two tables of gaps, row by row, with interval and test."""
        one, two = self._parts(first), self._parts(second)
        shares, n = (np.hstack([a, b]) for a, b in zip(one, two, strict=True))
        low, high, statistic, p_value = contrast(shares, n, [1, -1, -1, 1], self.conf)
        return pd.DataFrame(
            {
                "estimate": (first["estimate"] - second["estimate"]).to_numpy(),
                "std_error": np.sqrt((shares * (1 - shares) / n).sum(axis=1)),
                "statistic": statistic,
                "p_value": p_value,
                "conf_low": low,
                "conf_high": high,
            }
        )

    def headline(self) -> str:
        """State said and felt; of groups the widest and the smallest gap."""
        if len(self.table) > 1:
            best, worst = self._extremes()
            return _("{name}: widest {best} ({top}), smallest {worst} ({bottom})").format(
                name=self.name(),
                best=short(self.group(best["group"])),
                top=self.change(best["estimate"]),
                worst=short(self.group(worst["group"])),
                bottom=self.change(worst["estimate"], bare=True),
            )
        row = self.table.iloc[0]
        return _("{said} say they deliver it, {felt} of customers feel it: a gap of {gap}").format(
            said=percent(f"{100 * row['said']:.0f}"),
            felt=percent(f"{100 * row['felt']:.0f}"),
            gap=self.change(row["estimate"], 0),
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the two surveys and the axis."""
        return {
            "words": (
                _("felt by customers"),
                _("said by firms"),
                _("{conf:.0%} interval of each share").format(conf=self.conf),
            ),
            "axis": _("share that agrees; the number is the gap in percentage points"),
            "side": self._by(),
        }

    def drawn(self) -> pd.DataFrame:
        """Return the rows with the intervals of both shares, where their n is known."""
        rows = super().drawn()
        for side in ("said", "felt"):
            n = rows.get(f"n_eff_{side}", rows.get(f"n_{side}"))
            if n is not None:
                ends = share_interval(rows[side], n, self.conf)
                rows[f"{side}_low"], rows[f"{side}_high"] = ends
        return rows

    def _finding(self) -> list[str]:
        if len(self.table) > 1:
            return super()._finding()
        row = self.table.iloc[0]
        text = _(
            "{said} of those who deliver say so, {felt} of customers feel it: a gap of {gap}."
        ).format(
            said=percent(f"{100 * row['said']:.1f}"),
            felt=percent(f"{100 * row['felt']:.1f}"),
            gap=self.change(row["estimate"]),
        )
        if "conf_low" not in row:
            return [
                text,
                _(
                    "How many were asked is not known on both sides, so the gap has no interval: "
                    "look for the missing number before you quote it."
                ),
            ]
        sure = _(
            "The {conf:.0%} interval of the gap runs from {low} to {high} ({p}), from {said:,} and "
            "{felt:,} answers."
        ).format(
            conf=self.conf,
            low=self.change(row["conf_low"], bare=True),
            high=self.change(row["conf_high"]),
            p=p_text(row["p_value"]),
            said=int(row["n_said"]),
            felt=int(row["n_felt"]),
        )
        if row["conf_low"] <= 0 <= row["conf_high"]:
            sure = sure + " " + _("It holds zero: a gap is not shown.")
        return [text, sure]

    def _cautions(self) -> list[str]:
        said = super()._cautions() if "n" in self.table else []
        return [
            *said,
            _(
                "Two surveys with two questions: the gap also holds what differs in wording, and "
                "in who chose to answer."
            ),
        ]

    def _effective(self) -> float:
        return float(self.table[["n_eff_said", "n_eff_felt"]].to_numpy().sum())

    def _parts(self, rows: pd.DataFrame) -> tuple[Array, Array]:
        sizes = [rows.get(f"n_eff_{side}", rows[f"n_{side}"]) for side in ("said", "felt")]
        return rows[["said", "felt"]].to_numpy(float), np.column_stack(sizes).astype(float)


def delivery_gap(
    data: pd.DataFrame,
    said: str,
    felt: str,
    *,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "newcombe",
    conf: float = 0.95,
) -> DeliveryGapResult:
    """Compare what firms (or staff) say they deliver with what customers feel.

    Parameters
    ----------
    data
        The answers of both surveys, one below the other: a row holds an answer to ``said`` or to
        ``felt``, the other is missing. With ``counts`` one row per kind of answer.
    said, felt
        Columns of 0 and 1: whether the experience is called superb by those who deliver it, and by
        customers. Missing answers are left out.
    by
        Column of groups, such as an industry or a year; each is estimated by itself.
    weights
        Column of survey weights. The interval then rests on Kish's effective number of answers.
    counts
        Column with the number of equal answers that a row stands for.
    interval
        ``"newcombe"`` (from two Wilson intervals), ``"miettinen_nurminen"`` (score) or ``"wald"``.
    conf
        Confidence level of the intervals.

    Returns
    -------
    DeliveryGapResult
        ``tidy()`` has one row per group: estimate (said minus felt, -1 to 1), std_error, statistic
        and p_value (Pearson's chi-squared test, its signed root), conf_low, conf_high, said, felt,
        n_said, n_felt, n. Methods: ``difference(a, b)``, ``differences()``, ``trend()``. Published
        shares go through :func:`gap_of_shares`.

    Raises
    ------
    DataError
        A column is absent, holds something else than 0 and 1, a weight or a count is impossible,
        or a group has answers on one side only.
    SpecError
        The kind of interval is unknown.

    Notes
    -----
    The two surveys are taken as independent samples, also where a row holds both answers.

    Examples
    --------
    >>> answers = pd.DataFrame(
    ...     {"said": [1, 0, None, None], "felt": [None, None, 1, 0], "people": [80, 20, 40, 460]}
    ... )
    >>> delivery_gap(answers, "said", "felt", counts="people").tidy()["estimate"].round(6).item()
    0.72
    """
    way, conf = one_of(interval, INTERVALS, "interval"), confidence(conf)
    sides = {}
    for side, name in (("said", said), ("felt", felt)):
        answers = collect(data, name, by, weights, counts)
        within(answers.said, 0, 1)
        _zero_or_one(answers.said, name)
        table = answers.tally(share=answers.said.to_numpy())
        suspicious(answers, table, name)
        table = table.rename(columns={"share": side, "n": f"n_{side}", "n_eff": f"n_eff_{side}"})
        sides[side] = table if by is not None else table.assign(group=0)
    both = sides["said"].merge(sides["felt"], on="group", how="outer", sort=True)
    lonely = both[both[["said", "felt"]].isna().any(axis=1)]
    if len(lonely):
        raise DataError(
            _(
                "Group {group} has answers on one side only; a gap needs both {said!r} and "
                "{felt!r}. Leave the group out."
            ).format(group=repr(lonely["group"].iloc[0]), said=said, felt=felt)
        )
    table = _gap_table(both, way, conf)
    return DeliveryGapResult(
        table=table if by is not None else table.drop(columns="group"),
        n=int(table["n"].sum()),
        conf=conf,
        labels=labels_of(data, [name for name in (said, felt, by) if name is not None]),
        item=said,
        by=by,
        interval=way,
    )


def gap_of_shares(
    said: float,
    felt: float,
    *,
    n_said: int | None = None,
    n_felt: int | None = None,
    interval: str = "newcombe",
    conf: float = 0.95,
) -> DeliveryGapResult:
    """Compare a published share of firms that say so with a published share of customers.

    Parameters
    ----------
    said, felt
        Shares in 0-1.
    n_said, n_felt
        How many firms and customers were asked; the gap has an interval where both are known.
    interval
        ``"newcombe"``, ``"miettinen_nurminen"`` or ``"wald"``.
    conf
        Confidence level of the interval.

    Returns
    -------
    DeliveryGapResult
        One row, as from :func:`delivery_gap`.

    Raises
    ------
    SpecError
        A share lies outside 0-1 (80 typed for 80% is recognised), or a number is not whole.

    Examples
    --------
    Bain asked 362 firms (Allen et al. 2005); how many customers answered is not reported.

    >>> gap_of_shares(0.80, 0.08, n_said=362).tidy()["estimate"].round(6).item()
    0.72
    """
    way, conf = one_of(interval, INTERVALS, "interval"), confidence(conf)
    row: dict[str, Any] = {"group": 0, "said": share(said, "said"), "felt": share(felt, "felt")}
    sizes = {"n_said": n_said, "n_felt": n_felt}
    row |= {name: whole(n, name) for name, n in sizes.items() if n is not None}
    if None in sizes.values():
        table = pd.DataFrame(
            [{"term": DeliveryGapResult.term, "estimate": row["said"] - row["felt"]} | row]
        )
    else:
        table = _gap_table(pd.DataFrame([row]), way, conf)
    return DeliveryGapResult(
        table=table.drop(columns="group"),
        n=int(table["n"].iloc[0]) if "n" in table else 0,
        conf=conf,
        item="",
        interval=way if "n" in table else "",
    )


def _gap_table(both: pd.DataFrame, interval: str, conf: float) -> pd.DataFrame:
    """Return the gap per group, with interval and test."""
    pairs = []
    for side in ("said", "felt"):
        size = both.get(f"n_eff_{side}", both[f"n_{side}"]).to_numpy(float)
        pairs.append((both[side].to_numpy(float), size))
    (p, n), (q, m) = pairs
    statistic, p_value = equal_shares(p, n, q, m)
    low, high = share_difference((p, n), (q, m), conf, interval)
    table = pd.DataFrame(
        {
            "term": DeliveryGapResult.term,
            "group": both["group"],
            "estimate": p - q,
            "std_error": np.sqrt(p * (1 - p) / n + q * (1 - q) / m),
            "statistic": statistic,
            "p_value": p_value,
            "conf_low": low,
            "conf_high": high,
        }
    )
    counted = both[["n_said", "n_felt"]].astype(int)
    rest = both.filter(regex="^n_eff")
    return table.join(both[["said", "felt"]]).join(counted).join(rest).assign(n=counted.sum(axis=1))


def _zero_or_one(values: pd.Series, name: str) -> None:
    odd = ~values.isin([0, 1])
    if odd.any():
        raise DataError(
            _(
                "{name!r} must hold 0 and 1; {count} of {n} answers do not (first: {value:g})."
            ).format(
                name=name,
                count=int(odd.sum()),
                n=len(values),
                value=values[odd].iloc[0],
            )
        )
