"""Assumptions of a regression, each with its test, a verdict and a sentence in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import p_text, show
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.brant import brant
from cxlab._stats.intervals import t_interval
from cxlab._stats.ordinal import cumulative, probabilities
from cxlab.drivers._preflight import HIGH_VIF

if TYPE_CHECKING:
    from cxlab.drivers._regress_result import RegressionResult

Array = NDArray[np.float64]

LEVEL = 0.05
FAR = 1.0  # Cook's distance from which one row moves the whole fit (Cook & Weisberg 1982)
GUESSING = 0.6  # area under the ROC curve: our own bar, hardly better than 0.5

CHECKS = {
    "breusch_pagan": {"en": "equal spread (Breusch-Pagan)", "zh": "等方差（Breusch-Pagan）"},
    "reset": {"en": "straight lines (RESET)", "zh": "线性（RESET）"},
    "cook": {"en": "single rows (Cook's distance)", "zh": "个别样本（Cook距离）"},
    "vif": {"en": "overlap of drivers (VIF)", "zh": "因素重叠（VIF）"},
    "proportional_odds": {"en": "proportional odds", "zh": "比例优势"},
    "auc": {"en": "telling apart (AUC)", "zh": "区分力（AUC）"},
    "calibration": {"en": "calibration (Hosmer-Lemeshow)", "zh": "校准（Hosmer-Lemeshow）"},
}

SENTENCES = {  # when fine, and when it asks for a second look
    "breusch_pagan": (
        N_("No sign of uneven scatter around the fit (Breusch-Pagan {p})."),
        N_(
            "The scatter around the fit is uneven (Breusch-Pagan {p}): the standard errors are "
            "off; use robust='HC3'."
        ),
    ),
    "reset": (
        N_("RESET finds no sign of bent lines or missing interactions ({p})."),
        N_("RESET finds that straight lines do not suffice ({p}): try squares or interactions."),
    ),
    "cook": (
        N_("No single row moves the fit much (largest Cook's distance {size}, row {row})."),
        N_("Row {row} moves the whole fit (Cook's distance {size}): check that answer."),
    ),
    "vif": (
        N_("The drivers can be told apart (largest VIF {size}, limit 10)."),
        N_("The drivers overlap (largest VIF {size}): trust shares, not single coefficients."),
    ),
    "auc": (
        N_(
            "Of two of these customers with different outcomes the model picks the right one with "
            "probability {size} (AUC; 0.5 is guessing); of two new ones a little less often."
        ),
        N_("The model hardly tells the two outcomes apart (AUC {size}; 0.5 is guessing)."),
    ),
    "calibration": (
        N_("No sign that predicted probabilities are off (Hosmer-Lemeshow {p})."),
        N_(
            "Predicted probabilities are off in some groups (Hosmer-Lemeshow {p}): look at the "
            "plot, try squares or interactions."
        ),
    ),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DiagnosisResult(Result):
    """Checks of a regression: ``verdict`` is ``fine``, ``look`` or ``unknown``.

    ``estimate`` holds the size where there is one: largest Cook's distance, largest VIF, or the AUC
    on the very rows the model was fitted to. RESET is the F test that presumes an even spread,
    whatever the standard errors. The plot compares predicted with observed outcomes in ten groups
    of equal size.
    """

    outcome: str
    family: str
    robust: str
    far_row: Any
    groups: pd.DataFrame

    title = N_("Can the regression be trusted?")
    drawing = "cxlab.plots:agreement"
    units = MappingProxyType({"df": "count", "df_resid": "count"})
    words = MappingProxyType(
        {"fine": N_("fine"), "look": N_("look again"), "unknown": N_("could not be tested")}
    )

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of this family's checks."""
        own = {
            "ols": ("koenker_1981", "ramsey_1969", "cook_weisberg_1982"),
            "ordinal": ("peterson_harrell_1990", "brant_1990"),
            "logit": ("hosmer_lemeshow_1980",),
        }
        keys = (*own[self.family], "fox_monette_1992", "marquardt_1970")
        return tuple(cite(key) for key in keys)

    def headline(self) -> str:
        """Count the checks that ask for a second look."""
        look = int((self.table["verdict"] == "look").sum())
        if look:
            return _("{count} of {total} checks ask for a second look").format(
                count=look, total=len(self.table)
            )
        return _("No check stands against the regression")

    def explain(self) -> str:
        """Say for every check what it is, what came out, and whether it matters."""
        ordinal = self.table[self.table["term"].str.startswith("proportional_odds")]
        others = self.table.drop(ordinal.index)
        sentences = [self._sentence(row) for _i, row in others.iterrows()]
        if len(ordinal):
            sentences.insert(0, self._proportional(ordinal))
        return paragraph(sentences)

    def drawn(self) -> pd.DataFrame:
        """Return observed and predicted outcomes in groups of equal size."""
        return self.groups

    def plot_options(self) -> dict[str, Any]:
        """Name the axes."""
        return {
            "axes": (
                _("predicted {y}, in groups of equal size").format(y=self.label(self.outcome)),
                _("observed (mean of the group, {conf:.0%} interval)").format(conf=self.conf),
            )
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers; only least squares has an F test."""
        table = super().shown()
        return table if self.family == "ols" else table.drop(columns=heading("df_resid"))

    def _sentence(self, row: pd.Series) -> str:
        term = row["term"]
        if row["verdict"] == "unknown":
            return _("{check}: could not be tested on these data.").format(check=self.label(term))
        if term == "breusch_pagan" and row["p_value"] < LEVEL and row["verdict"] == "fine":
            text = _(
                "The scatter around the fit is uneven (Breusch-Pagan {p}); the robust standard "
                "errors already allow for it."
            )
        else:
            fine, look = SENTENCES[term]
            message = fine if row["verdict"] == "fine" else look
            text = _(message)
        return text.format(p=p_text(row["p_value"]), size=show(row["estimate"]), row=self.far_row)

    def _proportional(self, rows: pd.DataFrame) -> str:
        bad = rows[rows["verdict"] == "look"]
        if len(bad):
            named = listing(
                f"{self.label(term.split(':', 1)[1])} ({p_text(p)})"
                for term, p in zip(bad["term"], bad["p_value"], strict=True)
            )
            return _(
                "The effect is not the same at every threshold for {named}: read that coefficient "
                "as an average, and compare with logits at single cuts."
            ).format(named=named)
        if rows["p_value"].notna().any():
            return _("No driver's effect is shown to change from threshold to threshold.")
        return _("Proportional odds could not be tested, because some levels are too rare.")


def diagnose(result: RegressionResult) -> DiagnosisResult:
    """Run the checks that belong to the family of a regression."""
    far_row = None
    if result.family == "ols":
        rows, far_row = _least_squares(result)
    elif result.family == "ordinal":
        rows = _ordinal(result)
    else:
        rows = _logit(result)
    largest = float(result.table["vif"].max())
    if largest == largest:  # NaN where all drivers interact
        rows.append(_row("vif", estimate=largest, look=largest > HIGH_VIF))
    names = {row["term"]: _name(row["term"], result) for row in rows}
    return DiagnosisResult(
        table=pd.DataFrame(rows),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType({**result.labels, **names}),
        outcome=result.outcome,
        family=result.family,
        robust=result.robust,
        far_row=far_row,
        groups=_groups(result),
    )


def _row(
    term: str,
    *,
    estimate: float = np.nan,
    statistic: float = np.nan,
    df: float = np.nan,
    df_resid: float = np.nan,
    p_value: float = np.nan,
    look: bool | None = None,
) -> dict[str, Any]:
    """Return one row of the table; without ``look`` the p-value decides."""
    known = look is not None or not np.isnan(p_value)
    again = p_value < LEVEL if look is None else look
    return {
        "term": term,
        "estimate": estimate,
        "statistic": statistic,
        "df": df,
        "df_resid": df_resid,
        "p_value": p_value,
        "verdict": "unknown" if not known else "look" if again else "fine",
    }


def _name(term: str, result: RegressionResult) -> dict[str, str]:
    check, _colon, driver = term.partition(":")
    words = CHECKS[check]
    if not driver:
        return words
    known = result.labels[driver]
    return {"en": f"{words['en']}: {known['en']}", "zh": f"{words['zh']}：{known['zh']}"}


def _least_squares(result: RegressionResult) -> tuple[list[dict[str, Any]], Any]:
    """Check spread, straightness and single rows; also return the row that moves the fit most."""
    x, y = result.design.matrix.to_numpy(float), result.observed.to_numpy(float)
    if result.weights is not None:
        root = np.sqrt(result.weights)
        x, y = x * root[:, None], y * root
    n, k = x.shape
    q = np.linalg.qr(x)[0]
    residual = y - q @ (q.T @ y)
    unit = float(np.abs(residual).max()) or 1.0  # of huge and tiny numbers the squares are lost
    square = (residual / unit) ** 2
    plain = np.linalg.qr(result.design.matrix.to_numpy(float))[0]
    spread = square - square.mean()
    lm = n * float(((plain.T @ spread) ** 2).sum() / max(spread @ spread, 1e-300))
    rows = [
        _row(
            "breusch_pagan",
            statistic=lm,
            df=k - 1,
            p_value=float(stats.chi2.sf(lm, k - 1)),
            look=result.robust == "nonrobust" and stats.chi2.sf(lm, k - 1) < LEVEL,
        ),
        _reset(q, y, residual),
    ]
    leverage = (q**2).sum(axis=1)
    with np.errstate(all="ignore"):
        distance = square * leverage / (k * square.sum() / (n - k) * (1 - leverage) ** 2)
    far = int(np.nanargmax(distance))
    rows.append(_row("cook", estimate=float(distance[far]), look=bool(distance[far] > FAR)))
    return rows, result.observed.index[far]


def _reset(q: Array, y: Array, residual: Array) -> dict[str, Any]:
    """Test whether squares and cubes of the fitted values add anything (Ramsey 1969)."""
    n, k = q.shape
    fitted = (y - residual - y.mean()) / y.std()
    powers = np.column_stack([fitted**2, fitted**3])
    powers -= q @ (q.T @ powers)
    extra, rank = np.linalg.lstsq(powers, residual, rcond=1e-8)[::2]
    rest = float(((residual - powers @ extra) ** 2).sum())
    df = n - k - int(rank)
    if rank == 0 or df <= 0 or rest <= 0:
        return _row("reset")
    f = (float(residual @ residual) - rest) / int(rank) / (rest / df)
    p_value = float(stats.f.sf(f, int(rank), df))
    return _row("reset", statistic=f, df=rank, df_resid=df, p_value=p_value)


def _ordinal(result: RegressionResult) -> list[dict[str, Any]]:
    """Test for every driver whether its effect differs by threshold.

    One driver's effect is set free at a time: a likelihood-ratio test each. Under weights there is
    no likelihood; Brant's test with the sandwich takes its place.
    """
    x = result.design.matrix[result.design.drivers].to_numpy(float)
    codes = pd.factorize(result.observed, sort=True)[0]
    extra = int(codes.max()) - 1
    if not extra:
        return []
    rows = []
    weighted = None if result.weights is None else brant(x, codes, result.weights)
    for j, name in enumerate(result.design.drivers):
        statistic, df, p_value = np.nan, extra, np.nan
        if weighted is None:
            freed = cumulative(x, codes, free=[j])
            if freed.converged and np.isfinite(freed.loglik):
                statistic = 2 * (freed.loglik - result.raw.loglik)
                p_value = float(stats.chi2.sf(statistic, extra))
        elif len(weighted.cuts) > 1:
            statistic, df, p_value = weighted.test([j])
        rows.append(_row(f"proportional_odds:{name}", statistic=statistic, df=df, p_value=p_value))
    return rows


def _logit(result: RegressionResult) -> list[dict[str, Any]]:
    """Check that the model tells the two classes apart, and that its probabilities hold."""
    chance, y = _chance(result), result.observed.to_numpy()
    auc = _auc(chance.round(12), y, result.weights)  # equal drivers are ties
    rows = [_row("auc", estimate=auc, look=bool(auc < GUESSING))]
    tenth = pd.qcut(chance, 10, labels=False, duplicates="drop")
    sums = pd.DataFrame({"y": y, "chance": chance}).groupby(tenth)
    seen, expected, size = sums["y"].sum(), sums["chance"].sum(), sums.size()
    if len(size) < 3 or result.weights is not None:
        return [*rows, _row("calibration")]
    statistic = float(((seen - expected) ** 2 / (expected * (1 - expected / size))).sum())
    df = len(size) - 2
    p_value = float(stats.chi2.sf(statistic, df))
    return [*rows, _row("calibration", statistic=statistic, df=df, p_value=p_value)]


def _chance(result: RegressionResult) -> Array:
    return np.asarray(expit(result.design.matrix.to_numpy(float) @ result.fit.params))


def _auc(chance: Array, y: Array, weights: Array | None) -> float:
    """Return the share of pairs with different outcomes that are in the right order."""
    weights = np.ones(len(y)) if weights is None else weights
    place = np.unique(chance, return_inverse=True)[1]
    ones, zeros = (np.bincount(place, weights * (y == k), place.max() + 1) for k in (1, 0))
    return float(ones @ (np.cumsum(zeros) - zeros / 2) / (ones.sum() * zeros.sum()))


def _groups(result: RegressionResult) -> pd.DataFrame:
    """Return predicted and observed means in ten groups of equal size, with intervals."""
    y = result.observed.to_numpy(float)
    matrix = result.design.matrix.to_numpy(float)
    if result.family == "ordinal":
        levels = np.unique(y)
        predicted = probabilities(result.fit.params, matrix[:, 1:], len(levels)) @ levels
    else:
        predicted = _chance(result) if result.family == "logit" else matrix @ result.fit.params
    tenth = pd.qcut(predicted, min(10, max(1, len(y) // 5)), labels=False, duplicates="drop")
    by = pd.DataFrame({"predicted": predicted, "y": y}).groupby(tenth)
    size, mean = by.size(), by["y"].mean()
    if result.family == "logit":
        tests = [stats.binomtest(int(k), int(n)) for k, n in zip(by["y"].sum(), size, strict=True)]
        ends = [test.proportion_ci(result.conf, method="wilson") for test in tests]
        low, high = np.array(ends).T
    else:
        error = by["y"].std().fillna(0.0).to_numpy() / np.sqrt(size.to_numpy())
        df = np.maximum(size.to_numpy() - 1, 1)
        low, high = t_interval(mean.to_numpy(), error, df, result.conf)
    return pd.DataFrame(
        {
            "predicted": by["predicted"].mean(),
            "mean": mean,
            "conf_low": low,
            "conf_high": high,
            "n": size,
        }
    ).reset_index(drop=True)
