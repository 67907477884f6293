"""What is wrong with a covariance model or its solution, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import DataError, ModelError, warn
from cxlab._core.i18n import _, listing, shortlist
from cxlab._stats.collinearity import dependent_sets
from cxlab._stats.covariance import diagnosis
from cxlab._stats.covariance.estimators import Fitted
from cxlab.paths.sem._structure import Structure

SPREADS = (1e-9, 1e9)  # standard deviations with which variances keep their digits
BLURRED = 1e7  # mean per standard deviation beyond which differences lose theirs
CLEAR = 1.96  # standard errors from zero at which a loading has a sign
MOST_ANSWERS = 15  # different answers of an item that count as ordered classes


def rows_suffice(data: pd.DataFrame, *, missing: bool) -> None:
    """Refuse rows that do not determine the covariances of their columns.

    Raises
    ------
    ModelError
        There are no more rows than items, an item does not vary, or items hang together.
    """
    n, p = data.shape
    if n <= p:
        raise ModelError(
            _(
                "{p} items need more than {p} rows with answers; there are {n}. Collect more "
                "answers, or measure with fewer items."
            ).format(p=p, n=n)
        )
    values = data.to_numpy()
    spread = np.fmax.reduce(values, axis=0) > np.fmin.reduce(values, axis=0)
    flat = [str(name) for name, varies in zip(data, spread, strict=True) if not varies]
    if flat:
        raise ModelError(
            _(
                "{names} has the same answer in all {n} rows, so it goes with nothing. "
                "Leave it out."
            ).format(names=listing(map(repr, flat)), n=n)
        )
    spread = _spread(data)
    if not missing:
        validate.independent(data, dependent_sets(((data - data.mean()) / spread).to_numpy()))


def _spread(data: pd.DataFrame) -> pd.Series:
    """Return the standard deviations, if floats can tell the answers apart.

    Raises
    ------
    ModelError
        They can't.
    """
    spread, mean = data.std(ddof=0), data.mean()
    for name, size, level in zip(map(str, data), spread, mean, strict=True):
        if size < SPREADS[0] or abs(level) > BLURRED * size:
            raise ModelError(
                _(
                    "The answers to {name!r} hardly differ for their size (mean {mean:.3g}, "
                    "standard deviation {size:.2g}), so rounding blurs them. Subtract a constant "
                    "or give another unit; leave it out if all answers are meant to be equal."
                ).format(name=name, mean=level, size=size)
            )
        if size > SPREADS[1]:
            raise ModelError(
                _(
                    "The answers to {name!r} spread over very large numbers (standard deviation "
                    "{size:.2g}). Give them in a larger unit, such as thousands."
                ).format(name=name, size=size)
            )
    return spread


def classes(data: pd.DataFrame) -> pd.DataFrame:
    """Return answers as classes 0, 1, … in their order.

    Raises
    ------
    DataError
        An item has more different answers than ordered classes should.
    """
    out = {}
    for name in data:
        found, code = np.unique(data[name].to_numpy(), return_inverse=True)
        if len(found) > MOST_ANSWERS:
            raise DataError(
                _(
                    "{name!r} has {count} different answers; estimator='wlsmv' is for ordered "
                    "classes, {most} at most. Use 'mlr', or join answers."
                ).format(name=str(name), count=len(found), most=MOST_ANSWERS)
            )
        out[name] = code
    return pd.DataFrame(out, index=data.index)


def countable(plan: Structure, moments: int) -> None:
    """Refuse a model with more numbers to find than moments.

    Raises
    ------
    ModelError
        It is one.
    """
    if plan.model.size > moments:
        raise ModelError(
            _(
                "The model asks for {size} numbers, and {items} items give {moments} variances "
                "and covariances: it is not identified. Fix or equate some, or add items."
            ).format(size=plan.model.size, items=len(plan.items), moments=moments)
        )


def solved(plan: Structure, fit: Fitted, groups: Sequence[str] = ()) -> None:
    """Refuse what is no solution, and warn of one that cannot be true.

    Raises
    ------
    ModelError
        There is no unique minimum, or it was not reached: no numbers then.
    """
    names = _names(plan, groups)
    if not fit.saturated_converged:
        raise ModelError(
            _(
                "The answers leave some covariances of the items undetermined: too many are "
                "missing together, or two items order everybody alike. Leave an item out."
            )
        )
    if len(fit.unidentified):
        raise ModelError(
            _(
                "The model is not identified: other values fit as well for {terms}. Fix one of "
                "them to a number, make loadings equal, or add items."
            ).format(terms=shortlist([names[i] for i in fit.unidentified], 4))
        )
    if not fit.found.steps and not fit.found.converged:
        raise ModelError(
            _(
                "The numbers that are fixed allow no covariances of these items: a variance would "
                "be negative, or paths in a circle would add up without end. Free some of them."
            )
        )
    if not fit.found.converged:
        raise ModelError(
            _(
                "No solution was reached after {steps} steps, so there are no numbers. The model "
                "hardly fits these items: check which item belongs where, and that each construct "
                "has three items or more."
            ).format(steps=fit.found.steps)
        )
    params, odd, crossed = fit.found.params, [], []
    for g, group in enumerate(plan.model.groups):
        tail = f" ({groups[g]})" if groups else ""
        odd += [plan.items[i] + tail for i in diagnosis.heywood_items(group, params)]
        odd += [plan.latents[i] + tail for i in diagnosis.heywood_latents(group, params)]
        if diagnosis.latent_eigenvalue(group, params) < 0:
            crossed.append(g)
    _turned(plan, fit, groups)
    if odd:
        warn(
            _(
                "Heywood case: the error variance of {names} is below zero, which nothing can "
                "have. Too few items or too few answers, or the model is wrong there: equate "
                "loadings, or leave the item out."
            ).format(names=listing(odd))
        )
    elif crossed:
        warn(
            _(
                "The covariances of the constructs are impossible together (not positive "
                "definite); most alike are {pair}, r = {r:.2f}. Some constructs are one: join "
                "them."
            ).format(**closest_pair(plan, fit, crossed[0]))
        )


def _turned(plan: Structure, fit: Fitted, groups: Sequence[str]) -> None:
    """Warn of items whose loading is negative while those of the others are positive."""
    error, against = np.sqrt(np.diagonal(fit.vcov)), []
    for g, (group, terms) in enumerate(zip(plan.model.groups, plan.terms, strict=True)):
        found = group.filled(fit.found.params).loadings
        for name in plan.latents:
            own = [t for t in terms if t.left == name and t.sign == "=~" and t.right in plan.items]
            size = np.array([found[t.row, t.col] for t in own])
            fixed = np.array([t.param < 0 for t in own], dtype=bool)
            if not len(own) or (size[fixed] < 0).any():  # it was meant so
                continue
            free = [t.param for t in own if t.param >= 0]
            clear = fixed.copy()
            clear[~fixed] = np.abs(size[~fixed]) > CLEAR * error[free]
            minus, plus = clear & (size < 0), clear & (size > 0)
            fewer = minus if minus.sum() <= plus.sum() else plus  # the first is plus by convention
            if minus.any() and plus.any():
                tail = f", {groups[g]}" if groups else ""
                against += [
                    f"{t.right} ({name}{tail})" for t, odd in zip(own, fewer, strict=True) if odd
                ]
    if against:
        warn(
            _(
                "{items} runs against the other items of its construct. If it is worded the "
                "other way round, reverse its answers first."
            ).format(items=shortlist(against, 4))
        )


def closest_pair(plan: Structure, fit: Fitted, g: int = 0) -> dict[str, object]:
    """Return the two constructs with the largest correlation, and that correlation."""
    latent = plan.model.groups[g].implied(fit.found.params).latent
    root = np.sqrt(np.diagonal(latent))
    corr = np.abs(latent / (root[:, None] * root)) - 2 * np.eye(len(latent))
    i, j = np.unravel_index(int(corr.argmax()), corr.shape)
    sign = np.sign(latent[i, j])
    return {
        "pair": listing([plan.latents[min(i, j)], plan.latents[max(i, j)]]),
        "r": sign * corr[i, j],
    }


def _names(plan: Structure, groups: Sequence[str]) -> Sequence[str]:
    out = [""] * plan.model.size
    for g, terms in enumerate(plan.terms):
        for term in terms:
            if term.param >= 0:
                tail = f" ({groups[g]})" if groups else ""
                out[term.param] = out[term.param] or term.name + tail
    return out
