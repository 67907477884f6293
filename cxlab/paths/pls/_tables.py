"""Tables beside the paths of a PLS model: loadings, weights, constructs, fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import ModelError, SpecError, warn
from cxlab._core.i18n import _
from cxlab._core.validate import resamples
from cxlab._stats import bootstrap
from cxlab._stats.moments import correlations
from cxlab._stats.pls import explained
from cxlab._stats.pls_measures import implied, rho_a, srmr
from cxlab._stats.pls_stages import Stage
from cxlab._stats.reliability import alpha
from cxlab._stats.validity import ave, rho_c
from cxlab.paths.pls._effects import walked
from cxlab.paths.pls._estimate import Estimates, Sample, estimated
from cxlab.paths.pls._plan import Plan

if TYPE_CHECKING:
    from cxlab.paths.pls._result import PlsResult

Array = NDArray[np.float64]


def indicators(result: PlsResult, name: str) -> pd.DataFrame:
    """Return ``loadings`` or ``weights`` with their intervals."""
    found = result.plan.indicators
    return pd.DataFrame(
        {
            "term": [each.name for each in found],
            "group": [each.construct for each in found],
            **result.inference.of(lambda estimates: getattr(estimates, name)),
        }
    )


def overlap(plan: Plan, sample: Sample) -> Array:
    """Return the variance inflation of each indicator among those of its construct."""
    out = np.full(len(plan.indicators), np.nan)
    for each in plan.model.constructs:
        at = plan.of(each.name)
        if len(at) > 1:
            corr = block(plan, sample, at)[0]
            values = np.linalg.eigvalsh(corr)
            out[at] = np.diag(np.linalg.inv(corr)) if values[0] > 1e-12 else np.inf
    return out


def block(plan: Plan, sample: Sample, at: list[int]) -> tuple[Array, Array]:
    """Return correlations and standard deviations of the indicators of one construct."""
    stage = sample.staged[plan.indicators[at[0]].stage]
    places = [plan.indicators[i].place for i in at]
    return stage.corr[np.ix_(places, places)][..., 0], stage.spread[places, 0]


def reliabilities(plan: Plan, sample: Sample) -> dict[str, dict[str, float]]:
    """Return the reliability of the constructs of mode A with two or more indicators."""
    several = {each.name: plan.of(each.name) for each in plan.model.constructs if each.mode == "A"}
    return {name: _reliability(plan, sample, at) for name, at in several.items() if len(at) > 1}


def constructs(result: PlsResult) -> pd.DataFrame:
    """Return the reliability of each construct, and how much of it the model explains."""
    plan, sample, rows = result.plan, result.sample, []
    r2 = dict(zip(plan.constructs, sample.estimates.r2[:, 0], strict=True))
    known = reliabilities(plan, sample)
    plain = dict(zip(plan.constructs, explained(sample.fits[-1])[:, 0], strict=True))
    q2 = _predicted(result)
    for each in plan.model.constructs:
        if each.product:
            continue
        at = plan.of(each.name)
        row: dict[str, Any] = {"term": each.name, "n_items": len(at)}
        row |= known.get(each.name, {})
        causes = len(plan.model.causes(each.name))
        if causes:
            left = 1 - r2[each.name]
            n, k = result.n, causes + 1
            row |= {"r2": r2[each.name], "adj_r2": 1 - left * (n - 1) / (n - k)}
            row["q2"] = q2.get(each.name, np.nan)
            # of the regression of scores, also where the paths are corrected
            size = n * np.log((1 - plain[each.name]) * (n - 1) / n)
            row |= {"aic": size + 2 * k, "bic": size + k * np.log(n)}
        rows.append(row)
    names = ["term", "n_items", "alpha", "alpha_std", "rho_a", "rho_c", "ave", "r2", "adj_r2"]
    return pd.DataFrame(rows, columns=[*names, "q2", "aic", "bic"])


def _predicted(result: PlsResult) -> dict[str, float]:
    """Return Q² of outcomes: the mean of their items, of a higher construct those of its parts.

    None where the rows do not allow ten folds.
    """
    try:
        found = result.predict(seed=result.seed).table
    except (ModelError, SpecError):
        warn(
            _(
                "Q² is left out: {n} rows can't be divided into ten folds from which the model "
                "could be estimated. Ask .predict(folds=...) with fewer folds."
            ).format(n=result.n)
        )
        return {}
    out: dict[str, float] = {}

    def items(name: str) -> list[str]:
        each = result.plan.model.construct(name)
        return [*each.items, *(item for part in each.of for item in items(part))]

    for name in result.plan.model.outcomes:
        out[name] = float(found.loc[found["term"].isin(items(name)), "q2"].mean())
    return out


def _reliability(plan: Plan, sample: Sample, at: list[int]) -> dict[str, float]:
    corr, spread = block(plan, sample, at)
    loadings = sample.estimates.loadings[at, 0]
    one = plan.indicators[at[0]]
    stage, design = sample.staged[one.stage], plan.stages[one.stage].design
    j = int(design.block[one.place])
    return {
        "alpha": alpha(corr * spread[:, None] * spread),
        "alpha_std": alpha(corr),
        "rho_a": float(rho_a(stage.fit, stage.corr, design)[j, 0]),
        "rho_c": rho_c(loadings),
        "ave": ave(loadings),
    }


def misfit(plan: Plan, corr: Array, found: Estimates) -> Array:
    """Return SRMR of the saturated and the estimated model, shape (2, draws)."""
    models = found.constructs, implied(found, plan.design)
    return np.stack([srmr(corr, found.loadings, each, plan.design) for each in models])


def fit_measures(result: PlsResult, boot: int) -> pd.DataFrame:
    """Return SRMR with what it would be at most, if the model were true; stage by stage."""
    if result.plan.products:
        raise SpecError(
            _(
                "SRMR compares correlations that a model implies, and a product of constructs "
                "implies none: no SRMR is agreed on for interactions. Fit the model without them "
                "and judge that; constructs() and predict() judge the one with them."
            )
        )
    rows = []
    for place, (plan, sample) in enumerate(_alone(result), 1):
        corr, last = sample.corr[..., None], place == len(result.plan.stages)
        values = misfit(plan, corr, sample.estimates)[:, 0]
        for model, name in enumerate(("saturated", "estimated")[: 1 + last]):
            limit = _limit(plan, sample, model, boot, result.seed) if boot else np.nan
            rows.append({"term": name, "stage": place, "srmr": values[model], "threshold": limit})
    table = pd.DataFrame(rows)
    return table.drop(columns="stage") if result.plan.plain else table


def _alone(result: PlsResult) -> Iterator[tuple[Plan, Sample]]:
    """Yield each stage as a model of its own, the scores that enter it being its items."""
    plan = result.plan
    if plan.plain:
        yield plan, result.sample
        return
    for number, (table, _made) in enumerate(walked(plan, result.sample)):
        stage = Stage(plan.stages[number].design, np.arange(len(table)))
        columns = plan.columns[number]
        own = Plan(plan.model, columns, [stage], [plan.names[number]], [columns])
        yield own, Sample.of(table.T, own)


def _limit(plan: Plan, sample: Sample, model: int, boot: int, seed: int) -> float:
    """Return the quantile of SRMR in resamples of rows turned such that the model holds.

    Beran and Srivastava (1985), as Dijkstra and Henseler (2015) use it.
    """
    found, corr, design = sample.estimates, sample.corr, plan.design
    between = (implied(found, design) if model else found.constructs)[..., 0]
    loads, at = found.loadings[:, 0], design.block
    wanted = np.outer(loads, loads) * between[np.ix_(at, at)]
    for j in np.flatnonzero(design.formative):
        part = design.items(j)
        wanted[part, part] = corr[part, part]
    np.fill_diagonal(wanted, 1)
    have, want = np.linalg.eigh(corr), np.linalg.eigh(wanted)
    if min(have[0][0], want[0][0]) < 1e-10:
        warn(
            _(
                "SRMR has no threshold here: the correlations of the items, or those that the "
                "model implies, are not positive definite. Judge SRMR by 0.08, or leave out an "
                "item that says the same as others."
            )
        )
        return float("nan")
    spread = np.sqrt(np.diag(sample.moments.cov))
    z = (sample.rows - sample.moments.mean) / spread
    z = z @ (have[1] / np.sqrt(have[0])) @ have[1].T @ (want[1] * np.sqrt(want[0])) @ want[1].T
    turned, draws = Sample.of(z, plan), []
    rng = np.random.default_rng(seed)
    for start in range(0, boot, 512):
        means, scatters = bootstrap.moments(z, min(512, boot - start), rng)
        each = estimated(plan, turned, means, scatters)
        with np.errstate(invalid="ignore"):  # an item that does not vary there
            stack = correlations(scatters).transpose(1, 2, 0)
        draws.append(misfit(plan, stack, each)[model])
    every = np.concatenate(draws)
    good = np.isfinite(every)
    resamples(good)
    return float(np.quantile(every[good], 0.95))
