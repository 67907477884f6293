"""What is wrong with data for PLS, or with what PLS has found, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import ModelError, warn
from cxlab._core.i18n import _, listing, shortlist
from cxlab._stats.collinearity import dependent_sets
from cxlab._stats.pls import STEPS, explained, fit
from cxlab._stats.pls_design import Design
from cxlab._stats.pls_measures import rho_a
from cxlab.paths.pls._estimate import Estimates, Sample
from cxlab.paths.pls._plan import Plan

TIMES = 10  # rows per coefficient of the largest regression: Barclay, Higgins & Thompson (1995)
SINGULAR = 1e-9


def suffices(kept: pd.DataFrame, plan: Plan) -> None:
    """Refuse rows from which the regressions of the model can't be estimated.

    Raises
    ------
    ModelError
        There are too few, an item does not vary, or formative items hang together.
    """
    n, need, where = len(kept), *_largest(plan)
    if n < need + 3:
        raise ModelError(
            _(
                "{where} takes {need} numbers at once and needs {least} complete rows or more; "
                "there are {n}. Collect more answers, or draw fewer arrows."
            ).format(where=where, need=need, least=need + 3, n=n)
        )
    values = kept.to_numpy()
    least, most = values.min(axis=0), values.max(axis=0)
    flat = [str(name) for name, same in zip(kept, least == most, strict=True) if same]
    if flat:
        raise ModelError(
            _(
                "{names} has the same answer in all {n} rows, so it goes with nothing. "
                "Leave it out."
            ).format(names=listing(map(repr, flat)), n=n)
        )
    validate.sharp(kept)
    _told_apart(kept, plan)
    if n < TIMES * need:
        warn(
            _(
                "{n} rows are few for {where}, which takes {need} numbers at once: at least "
                "{times} rows for each is the rule of thumb. Read the intervals, not the paths."
            ).format(n=n, where=where, need=need, times=TIMES)
        )


def _told_apart(kept: pd.DataFrame, plan: Plan) -> None:
    """Refuse formative items of which one follows from the others; warn of reflective ones."""
    values = kept.to_numpy()
    z = (values - values.mean(axis=0)) / values.std(axis=0)
    for each in plan.model.constructs:
        places = [kept.columns.get_loc(name) for name in each.items]
        sets = dependent_sets(z[:, places]) if len(places) > 1 else []
        if not sets:
            continue
        items = listing(repr(str(each.items[i])) for i in sets[0])
        if each.mode == "B":
            raise ModelError(
                _(
                    "The items that form {name!r} (mode B) hang together exactly: {items}. "
                    "Their weights can't be told apart; leave one out, or use mode A."
                ).format(name=each.name, items=items)
            )
        warn(
            _(
                "The items of {name!r} hang together exactly: {items}. One of them tells nothing "
                "new, and VIF in weights() is infinite; were the answers copied? Leave one out."
            ).format(name=each.name, items=items)
        )


def _largest(plan: Plan) -> tuple[int, str]:
    """Return the number of coefficients of the largest regression, and whose it is."""
    design = plan.design
    found = [(len(design.causes(j)), name) for j, name in enumerate(plan.constructs)]
    for stage, names in zip(plan.stages, plan.names, strict=True):
        mine = stage.design
        found += [(mine.sizes[j], name) for j, name in enumerate(names) if mine.formative[j]]
    need, name = max(found, key=lambda pair: pair[0])
    return need, repr(name)


def solved(plan: Plan, sample: Sample) -> None:
    """Refuse what is no solution; warn of one that looks odd.

    Raises
    ------
    ModelError
        The causes of a construct are the same, the steps found no end, or a reliability by which
        to correct is not positive: no numbers then.
    """
    for stage, names, staged in zip(plan.stages, plan.names, sample.staged, strict=True):
        _apart(stage.design, names, staged.corr[..., 0])
        if not staged.fit.converged.all():
            raise ModelError(
                _(
                    "The weights still moved after {steps} steps, so there are no numbers. The "
                    "constructs hardly go with each other: check the arrows, and which item "
                    "belongs where."
                ).format(steps=STEPS)
            )
    if plan.consistent:
        _corrected(plan, sample)
    if not sample.estimates.whole.all():
        raise ModelError(
            _(
                "The model has no solution on these data: some constructs are one and the same, "
                "or their items cancel each other. Leave one of them out."
            )
        )
    _unexplained(plan, sample)
    _turned(plan, sample)


def _unexplained(plan: Plan, sample: Sample) -> None:
    """Refuse constructs of which their causes leave nothing: f² and AIC have no end there."""
    r2 = explained(sample.fits[-1])[:, 0]
    whole = [name for name, value in zip(plan.constructs, r2, strict=True) if value > 1 - SINGULAR]
    if whole:
        raise ModelError(
            _(
                "{names} follows exactly from its causes, so nothing is left to explain. Was it "
                "computed from them or copied, or are {n} rows too few? Leave it out, take other "
                "items, or collect more answers."
            ).format(names=listing(map(repr, whole)), n=len(sample.rows))
        )


def _apart(design: Design, names: list[str], corr: np.ndarray) -> None:
    """Refuse causes of one construct that can't be told apart."""
    with np.errstate(all="ignore"):
        plain = fit(corr, replace(design, scheme="factorial")).constructs[..., 0]
    for j, name in enumerate(names):
        causes = design.causes(j)
        part = plain[np.ix_(causes, causes)]
        if len(causes) > 1 and np.isfinite(part).all():
            values, vectors = np.linalg.eigh(part)
            if values[0] < SINGULAR:
                heavy = np.abs(vectors[:, 0]) > 0.1
                same = [names[c] for c in causes[heavy]]
                raise ModelError(
                    _(
                        "{names} say the same, so their effects on {target!r} can't be told "
                        "apart. Leave one out, or join them to one construct."
                    ).format(names=listing(map(repr, same)), target=name)
                )


def _corrected(plan: Plan, sample: Sample) -> None:
    """Refuse to correct by what is no reliability; warn of impossible correlations."""
    last = sample.staged[-1]
    rho = rho_a(last.fit, last.corr, plan.design)[:, 0]
    bad = [name for name, value in zip(plan.constructs, rho, strict=True) if not value > 0]
    if bad:
        raise ModelError(
            _(
                "The items of {names} share nothing (rho_a is not above zero), so there is no "
                "reliability to correct by. Use consistent=False, or other items."
            ).format(names=listing(map(repr, bad)))
        )
    r2 = zip(plan.constructs, sample.estimates.r2[:, 0], strict=True)
    over = [name for name, value in r2 if value > 1]
    if over:
        raise ModelError(
            _(
                "Corrected for unreliable items, the model would explain more than all of {names}: "
                "no solution. Its items and those of its causes measure the same; join the "
                "constructs, or use consistent=False."
            ).format(names=listing(map(repr, over)))
        )
    between = sample.estimates.constructs[..., 0]
    if np.isfinite(between).all() and np.linalg.eigvalsh(between)[0] < 0:
        off = np.abs(np.tril(between, -1))
        i, j = np.unravel_index(int(off.argmax()), off.shape)
        warn(
            _(
                "The corrected correlations of the constructs are impossible together; largest "
                "is {one} with {other}, r = {r:.2f}. Some constructs are one, or their items are "
                "too unreliable for consistent=True."
            ).format(one=plan.constructs[j], other=plan.constructs[i], r=between[i, j])
        )


def _turned(plan: Plan, sample: Sample) -> None:
    """Warn of negative loadings: items turned round, or a construct without neighbours."""
    against: list[str] = []
    idle: list[str] = []
    for each in plan.model.constructs:
        at = plan.of(each.name)
        if each.mode != "A" or not (sample.estimates.loadings[at, 0] < 0).any():
            continue
        stage = sample.staged[plan.indicators[at[0]].stage]
        places = [plan.indicators[i].place for i in at]
        together = stage.corr[np.ix_(places, places)][..., 0].sum(axis=0) - 1
        for i, shared in zip(at, together, strict=True):
            if sample.estimates.loadings[i, 0] < 0:
                name = f"{plan.indicators[i].name} ({each.name})"
                (against if shared < 0 else idle).append(name)
    if idle:
        warn(
            _(
                "{items}: a negative loading, though the answers go with those of the other "
                "items. The construct hardly goes with its neighbours in the model, so its weights "
                "follow chance. Reverse nothing; ask whether its arrows are needed."
            ).format(items=shortlist(idle, 4))
        )
    if against:
        warn(
            _(
                "{items} runs against the other items of its construct. If it is worded the "
                "other way round, reverse its answers first."
            ).format(items=shortlist(against, 4))
        )


def without_each(found: Estimates, index: pd.Index) -> Estimates:
    """Return the estimates without each row in turn, for BCa intervals.

    Raises
    ------
    ModelError
        Without some row there are none.
    """
    bad = np.flatnonzero(~found.whole)
    if len(bad):
        raise ModelError(
            _(
                "Without row {row} the model has no answer, so interval='bca' has none. Use "
                "interval='percentile', or leave out the item that varies least."
            ).format(row=index[bad[0]])
        )
    return found


def drawn(found: Estimates) -> Estimates:
    """Return the resamples that have an answer; warn of those that have none.

    Raises
    ------
    ModelError
        None has one.
    """
    good = found.whole
    count, boot = int((~good).sum()), len(good)
    if count == boot:
        raise ModelError(
            _(
                "The model has no answer in any of the {boot} resamples. Leave out the item that "
                "varies least, or use boot=0."
            ).format(boot=boot)
        )
    if count:
        warn(
            _(
                "In {count} of {boot} resamples the model has no answer; they are left out. "
                "The intervals are less sure than they look."
            ).format(count=count, boot=boot)
        )
    return found.only(good)
