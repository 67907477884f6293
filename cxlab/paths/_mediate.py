"""Mediation: how much of an effect runs through the constructs between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cxlab._core import validate
from cxlab._core.columns import heading, p_text, signed
from cxlab._core.errors import DataError, ModelError, SpecError
from cxlab._core.i18n import LANGUAGES, N_, _, listing, paragraph
from cxlab._core.labels import Labels, labels_of, opening
from cxlab._core.result import Result
from cxlab._stats.bootstrap import moments, nonsingular
from cxlab._stats.collinearity import dependent_sets
from cxlab._stats.moments import Moments
from cxlab.paths._effects import ARROW, tabulate

Array = NDArray[np.float64]

GROUPS = {
    "path": N_("path"),
    "direct": N_("direct effect"),
    "indirect": N_("indirect effect"),
    "all_indirect": N_("all indirect effects"),
    "total": N_("total effect"),
    "proportion": N_("share that is mediated"),
    "covariate": N_("covariate"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MediationResult(Result):
    """Paths, direct, indirect and total effects of a chain of constructs.

    ``group`` says what a row is; terms are written ``x -> m -> y``. ``r2`` maps every construct
    that is explained to its R², ``sobel`` holds z and p of the single-mediator test.
    """

    chain: tuple[str, ...]
    covariates: tuple[str, ...]
    r2: Mapping[str, float]
    sobel: tuple[float, float]
    boot: int

    title = N_("Mediation")
    drawing = "cxlab.plots:mediation"
    sources = ("preacher_hayes_2008", "sobel_1982", "maxwell_cole_2007")
    units = MappingProxyType({"df": "count"})
    words = MappingProxyType(GROUPS)

    def summary(self) -> dict[str, Any]:
        """Return R² of the outcome, Sobel's test and the number of resamples."""
        return {
            "r2": self.r2[self.chain[-1]],
            "sobel_z": self.sobel[0],
            "sobel_p": self.sobel[1],
            "draws": self.boot,
        }

    def effect(self, group: str) -> pd.Series:
        """Return the row of the direct, the total or the whole indirect effect.

        Parameters
        ----------
        group
            ``"direct"``, ``"all_indirect"``, ``"total"`` or ``"proportion"``.
        """
        allowed = ("direct", "all_indirect", "total", "proportion")
        rows = self.table[self.table["group"] == validate.one_of(group, allowed, "group")]
        if not len(rows):  # with one mediator the only indirect effect is the whole
            rows = self.table[self.table["group"] == "indirect"]
        return rows.iloc[0]

    def headline(self) -> str:
        """Say how much of the effect runs through the mediators."""
        x, *between, y = (self.label(name) for name in self.chain)
        words = {"x": x, "y": y, "m": listing(between)}
        whole, start = self.effect("all_indirect"), opening(self.labels, self.chain[0])
        if self.boot and whole["conf_low"] * whole["conf_high"] <= 0:
            return _("{x} → {m} → {y}: no indirect effect shown").format(**words | {"x": start})
        share = self.effect("proportion")["estimate"]
        if np.isfinite(share):
            return _("{share:.0%} of {x} → {y} runs through {m}").format(share=share, **words)
        return _("{x} → {m} → {y}: indirect effect {size}").format(
            size=signed(whole["estimate"], 2), **words | {"x": start}
        )

    def explain(self) -> str:
        """Say total, direct and indirect effects, and what the numbers can't show."""
        x, y = self.label(self.chain[0]), self.label(self.chain[-1])
        routes = self.table[self.table["group"] == "indirect"]
        return paragraph(
            [
                _("One point more of {x} goes with {total} in {y}; directly {direct}.").format(
                    x=x,
                    y=y,
                    total=_span(self.effect("total")),
                    direct=_span(self.effect("direct")),
                ),
                _("Indirect effects: {routes}.").format(
                    routes=listing(
                        f"{self.label(row['term'])} {_span(row)}"
                        for row in routes.to_dict("records")
                    )
                ),
                self._share(),
                _("Sobel's test: z = {z} ({p}).").format(
                    z=signed(self.sobel[0], 2), p=p_text(self.sobel[1])
                )
                if len(self.chain) == 3
                else "",
                _(
                    "All this presupposes the order {order} and no hidden common cause; answers "
                    "taken at one time can't prove either."
                ).format(order=" → ".join(self.label(name) for name in self.chain)),
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the constructs with their R², and one line per indirect effect."""
        routes = self.table[self.table["group"].isin(["indirect", "all_indirect"])]
        lines = [
            _("{kind}: {route} {size}").format(
                kind=self.word(row["group"]), route=self.label(row["term"]), size=_span(row)
            )
            for row in routes.to_dict("records")
        ]
        if self.covariates:
            lines.append(
                _("adjusted for {names}").format(
                    names=listing(self.label(name) for name in self.covariates)
                )
            )
        return {
            "nodes": {name: (self.label(name), self.r2.get(name, np.nan)) for name in self.chain},
            "lines": lines,
            "legend": _("width: size of β; dashed: the interval includes 0"),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, without n, the same in every row."""
        return super().shown().drop(columns=heading("n"))

    def notes(self) -> list[str]:
        """Say where the intervals come from."""
        kind = _("paths and total effect: t intervals; indirect effects: {boot:,} resamples")
        return [*super().notes(), kind.format(boot=self.boot)]

    def _share(self) -> str:
        share = self.effect("proportion")["estimate"]
        if np.isnan(share):
            return _(
                "No mediated share is stated: the total effect is not clear of zero, or the direct "
                "effect runs the other way."
            )
        return _(
            "The share that is mediated is {share:.0%}; it swings from sample to sample more than "
            "the effects themselves."
        ).format(share=share)


def mediate(
    data: pd.DataFrame,
    chain: Sequence[str],
    *,
    covariates: Sequence[str] | None = None,
    boot: int = 2000,
    seed: int | None = None,
    conf: float = 0.95,
) -> MediationResult:
    """Estimate the effects along a chain of constructs by least squares.

    Every construct is regressed on all that come before it (serial mediation), and on the
    covariates.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in a column that is used are left out.
    chain
        Three or more columns of numbers: cause, mediator(s) in their order, outcome.
    covariates
        Columns of numbers that enter every equation.
    boot
        Resamples of rows for the intervals of indirect effects; 0 for none.
    seed
        Seed of the resamples.
    conf
        Confidence level of the intervals.

    Returns
    -------
    MediationResult
        ``tidy()``: term, group (``path``, ``direct``, ``indirect``, ``all_indirect`` with two or
        more mediators, ``total``, ``proportion``, ``covariate``), estimate, std_error, statistic,
        df, p_value, conf_low, conf_high, beta, n.

    Raises
    ------
    DataError
        A column is absent or not numeric, or nobody answered all.
    ModelError
        Too few rows, a constant column, perfect collinearity, or no resample without one of these.
    SpecError
        The chain has fewer than three columns.

    Notes
    -----
    Paths, direct and total effect have model-based standard errors and t intervals; indirect
    effects and the share have percentile intervals, as in Preacher and Hayes (2008). The bootstrap
    works on resampled moments: one Cholesky factor per resample gives all effects. ``beta`` is
    standardised by the standard deviations of the first and the last construct of the term.
    ``proportion`` is left empty where it has no meaning: the total effect's interval holds zero, or
    direct and indirect effect have opposite signs. Sobel's test (``glance()``) is for one mediator.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> quality = rng.normal(size=300)
    >>> value = 0.6 * quality + rng.normal(size=300)
    >>> data = pd.DataFrame({"quality": quality, "value": value})
    >>> data["loyalty"] = 0.5 * value + rng.normal(size=300)
    >>> result = mediate(data, ["quality", "value", "loyalty"], boot=500, seed=1)
    >>> result.tidy()[["term", "group", "estimate"]].round(2).head(4)
                              term     group  estimate
    0             quality -> value      path      0.70
    1             value -> loyalty      path      0.47
    2           quality -> loyalty    direct     -0.13
    3  quality -> value -> loyalty  indirect      0.33
    """
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    chain = validate.listed(chain, "chain")
    if len(chain) < 3:
        raise SpecError(_("A chain names three or more columns: cause, mediator(s), outcome."))
    around = [] if covariates is None else validate.listed(covariates, "covariates")
    names = validate.columns(data, [*around, *chain])
    joined = [name for name in names if ARROW in str(name)]
    if joined:
        raise DataError(
            _("Column {name!r} holds an arrow, the mark between two columns. Rename it.").format(
                name=joined[0]
            )
        )
    kept, missing = validate.complete(validate.numeric(data, names))
    _regular(kept)
    whole, c = Moments.of(kept.to_numpy()), len(around)
    draws = _resampled(kept.to_numpy(), boot, seed)
    table = tabulate(whole, draws, names, c, conf).assign(n=len(kept))
    a, b = (table.iloc[i][["estimate", "std_error"]].to_numpy(float) for i in (0, 1))
    z = a[0] * b[0] / np.hypot(a[0] * b[1], b[0] * a[1]) if len(chain) == 3 else np.nan
    left = np.diagonal(np.linalg.cholesky(whole.scatter)) ** 2
    r2 = 1 - left / np.diagonal(whole.scatter)
    given = labels_of(data, names)
    return MediationResult(
        table=table,
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType({**given, **_arrows(list(table["term"]), given)}),
        chain=tuple(map(str, chain)),
        covariates=tuple(map(str, around)),
        r2=MappingProxyType({str(name): float(r2[c + 1 + i]) for i, name in enumerate(chain[1:])}),
        sobel=(float(z), float(2 * stats.norm.sf(abs(z)))),
        boot=boot,
    )


def _regular(kept: pd.DataFrame) -> None:
    """Refuse rows that allow no regression of each column on those before it."""
    n, k = kept.shape
    if n <= k:
        raise ModelError(
            _("{k} columns need more than {k} complete rows; there are {n}.").format(k=k, n=n)
        )
    validate.independent(kept, dependent_sets(kept.to_numpy()))


def _resampled(rows: Array, boot: int, seed: int | None) -> Array:
    """Return resampled scatter matrices, shape (draws, k, k), without singular ones."""
    draws = moments(rows, boot, validate.generator(seed))[1]
    good = nonsingular(draws, rows)
    validate.resamples(good)
    return draws[good]


def _arrows(terms: Sequence[str], given: Labels) -> dict[str, dict[str, str]]:
    """Write ``x -> y`` with readers' names in both languages."""
    return {
        term: {
            lang: " → ".join(
                given[name][lang] if name in given else name for name in term.split(ARROW)
            )
            for lang in LANGUAGES
        }
        for term in terms
    }


def _span(row: Mapping[Any, Any] | pd.Series) -> str:
    if np.isnan(row["conf_low"]):
        return signed(row["estimate"], 2)
    size, low, high = (signed(row[name], 2) for name in ("estimate", "conf_low", "conf_high"))
    return f"{size} [{low}; {high}]"
