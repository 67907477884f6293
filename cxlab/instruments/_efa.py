"""Exploratory factor analysis: which items go together, without being told."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from cxlab._core.errors import ModelError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab._core.threads import one_thread
from cxlab._core.validate import columns, frame, one_of, whole
from cxlab._stats import extraction, factorability
from cxlab._stats.moments import Moments
from cxlab._stats.rotation import METHODS as ROTATIONS
from cxlab._stats.rotation import rotate
from cxlab.instruments._efa_result import EfaResult
from cxlab.instruments._ordinal import CORRELATIONS, polychorics
from cxlab.instruments._parallel import advised, answered


@one_thread
def efa(
    data: pd.DataFrame,
    items: Sequence[str],
    *,
    factors: int | None = None,
    method: str = "minres",
    rotation: str = "oblimin",
    correlation: str = "pearson",
    seed: int | None = None,
) -> EfaResult:
    """Find the factors behind items, and how strongly each item belongs to each.

    Parameters
    ----------
    data
        One row per respondent.
    items
        Columns with the answers, three or more.
    factors
        How many; as many as parallel analysis finds when absent.
    method
        ``"minres"`` (least squares), ``"ml"`` (maximum likelihood) or ``"pa"`` (principal axes).
    rotation
        ``"oblimin"``, ``"quartimin"`` and ``"promax"`` let factors correlate; ``"varimax"`` and
        ``"quartimax"`` do not; ``"none"``.
    correlation
        ``"pearson"``, or ``"polychoric"`` for few ordered answers.
    seed
        For the random data of parallel analysis.

    Returns
    -------
    EfaResult
        ``tidy()`` has a row per item and factor: ``term factor estimate`` (the loading).
        ``items()``, ``factors()`` and ``correlations()`` tell the rest.

    Raises
    ------
    DataError
        A column is absent, no number or the sum of others, or too few respondents are complete;
        or an item has too many different answers for polychoric correlations.
    SpecError
        There are more factors than the items can carry, or the method is unknown.
    ModelError
        The extraction or the rotation does not converge.

    Notes
    -----
    Respondents with a missing answer are left out. Chi² is that of the likelihood discrepancy with
    Bartlett's correction, ``(n - 1 - (2p + 5) / 6 - 2m / 3) F``. With polychoric correlations it
    has no chi² distribution, so there is no test and nothing made of it; the number of factors is
    counted with Pearson's correlations (:func:`parallel` counts with polychoric ones too).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> two = rng.normal(size=(400, 2)).repeat(3, axis=1) + rng.normal(size=(400, 6))
    >>> fit = efa(pd.DataFrame(two, columns=list("abcdef")), list("abcdef"), seed=1)
    >>> fit.loadings().abs().idxmax(axis=1).tolist()
    ['F1', 'F1', 'F1', 'F2', 'F2', 'F2']
    """
    one_of(method, extraction.METHODS, "method")
    one_of(rotation, ROTATIONS, "rotation")
    ordinal = one_of(correlation, CORRELATIONS, "correlation") == "polychoric"
    names = columns(frame(data), items)
    kept, lost = answered(data, names)
    moments = Moments.of(kept.to_numpy())
    p = len(names)
    most = int(np.floor((2 * p + 1 - np.sqrt(8 * p + 1)) / 2))
    if factors is None:
        count = min(max(advised(moments, seed=seed), 1), most)
    else:
        count = whole(factors, "factors", most=most)
    corr = polychorics(kept) if ordinal else moments.corr
    found = extraction.extract(corr, count, method)
    turned = rotate(found.loadings, rotation)
    if not (found.converged and turned.converged):
        raise ModelError(
            _(
                "The factors did not settle ({method}, {rotation}, {count} factors), so there are "
                "no numbers. Take fewer factors, or another method or rotation."
            ).format(method=method, rotation=rotation, count=count)
        )
    if found.heywood.any():
        warn(
            _(
                "Heywood case: {names} would be explained by the factors wholly, which no question "
                "is. Take fewer factors, or leave the item out."
            ).format(names=listing(np.array(names)[found.heywood]))
        )
    factor_names = [f"F{place + 1}" for place in range(count)]
    return EfaResult(
        table=pd.DataFrame(
            {
                "term": np.repeat(names, count),
                "factor": factor_names * p,
                "estimate": turned.loadings.ravel(),
            }
        ),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(lost),
        labels=labels_of(data, names),
        phi=pd.DataFrame(turned.phi, factor_names, factor_names),
        unique=pd.Series(found.unique, names),
        adequacy=pd.Series(factorability.kmo(corr)[1], names),
        fit=MappingProxyType(_fit(corr, found, count, n=None if ordinal else moments.n)),
        method=method,
        rotation=rotation,
        counted=factors is None,
        correlation=correlation,
    )


def _fit(
    corr: NDArray[np.float64], found: extraction.Extraction, m: int, *, n: float | None
) -> dict[str, float]:
    """Return the measures of fit; without ``n`` none that needs a distribution."""
    p = len(corr)
    df = ((p - m) ** 2 - (p + m)) // 2
    nothing = float("nan")
    tests = dict.fromkeys(("chi2", "df", "p_value", "rmsea", "tli", "bic"), nothing) | {"df": df}
    sphericity = nothing
    if n is not None:
        corrected = n - 1 - (2 * p + 5) / 6 - 2 * m / 3
        chi2 = corrected * found.objective
        _chi2, null_df, sphericity = factorability.bartlett(corr, n)
        tests |= {"chi2": float(chi2), "bic": float(chi2 - df * np.log(n))}
        if df > 0:
            ratio = -corrected * np.linalg.slogdet(corr)[1] / null_df
            tests |= {
                "p_value": float(special.chdtrc(df, chi2)),
                "rmsea": float(np.sqrt(max(chi2 - df, 0) / (df * (n - 1)))),
                "tli": float((ratio - chi2 / df) / (ratio - 1)),
            }
    residual = corr - found.loadings @ found.loadings.T
    off = residual[np.triu_indices(p, 1)]
    return {
        "factors": m,
        **tests,
        "rmsr": float(np.sqrt((off**2).mean())),
        "kmo": factorability.kmo(corr)[0],
        "sphericity_p": sphericity,
    }
