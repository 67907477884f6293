"""Partial least squares path models: constructs as weighted sums of their items."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.computable import few_draws
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import LANGUAGES, _
from cxlab._core.labels import Labels, labels_of
from cxlab._core.threads import one_thread
from cxlab._stats.intervals import normal_p
from cxlab._stats.pls_design import SCHEMES
from cxlab._stats.pls_measures import effect_sizes, inflation
from cxlab.paths.model._lost_rows import lost_rows
from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import ARROW
from cxlab.paths.pls import _checks as checks
from cxlab.paths.pls._estimate import (
    Estimates,
    Inference,
    Sample,
    estimated,
    left_out,
    resampled,
)
from cxlab.paths.pls._plan import Plan, plan
from cxlab.paths.pls._result import PlsResult

INTERVALS = ("percentile", "bca")


@one_thread
def fit_pls(
    data: pd.DataFrame,
    model: PathModel | str,
    *,
    scheme: str = "path",
    consistent: bool = False,
    boot: int = 0,
    seed: int | None = None,
    interval: str = "percentile",
    conf: float = 0.95,
) -> PlsResult:
    """Fit a path model by partial least squares.

    Parameters
    ----------
    data
        One row per respondent; rows with a missing answer in an item are left out.
    model
        A :class:`PathModel`, or its text in lavaan's notation. Items of mode A reflect their
        construct, those of mode B form it; a construct ``of`` others is measured by their scores;
        an interaction is the product of two scores.
    scheme
        How constructs stand for each other while the weights are sought: ``"path"``,
        ``"factorial"`` or ``"centroid"``.
    consistent
        Correct paths and loadings of mode A for the error in the scores (PLSc).
    boot
        Resamples of rows for standard errors and intervals; 0 for none.
    seed
        Seed of the resamples.
    interval
        ``"percentile"``, or ``"bca"`` (bias-corrected and accelerated).
    conf
        Confidence level of the intervals.

    Returns
    -------
    PlsResult
        ``tidy()``: one row per path: term (``image -> value``), estimate (standardised),
        std_error, statistic (t), p_value, conf_low, conf_high, f2, vif, n. ``loadings()``,
        ``weights()``, ``constructs()``, ``effects()``, ``indirect()``, ``validity()``, ``fit()``,
        ``predict()``, ``importance_performance()`` and ``scores()`` hold the rest.

    Raises
    ------
    DataError
        A column is absent or holds no numbers, or nobody answered all.
    ModelError
        Too few rows, an item that does not vary, constructs that can't be told apart, or no
        solution: no numbers then.
    SpecError
        The model is not one for PLS; the message says which part, and who can.

    Notes
    -----
    Lohmoeller's algorithm on the correlation matrix, weights to 1e-12. The sign of a construct is
    such that its loadings sum to more than zero; in a resample each construct is turned towards
    the sample, by the agreement of its loadings. The intervals say what the resamples say and
    assume no distribution. t = estimate / std_error, with the standard deviation of the resamples,
    and p = 2 Φ(-abs(t)) take the estimate for normal: good enough for paths, not for products of
    paths, so effects have intervals only; where p and interval differ, read the interval. f² is
    taken by fitting the model anew without the arrow, VIF from the scores. The path of an
    interaction is the change of a path per standard deviation of the moderator (two-stage
    approach); the paths of its two sides hold at the mean of the other.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> quality = rng.normal(size=(500, 1))
    >>> loyalty = 0.7 * quality + rng.normal(size=(500, 1))
    >>> rows = np.hstack([quality] * 3 + [loyalty] * 3) + rng.normal(size=(500, 6))
    >>> data = pd.DataFrame(rows, columns=["q1", "q2", "q3", "l1", "l2", "l3"])
    >>> fit = fit_pls(data, "quality =~ q1+q2+q3; loyalty =~ l1+l2+l3; loyalty ~ quality")
    >>> fit.tidy()[["term", "estimate"]].round(2)
                     term  estimate
    0  quality -> loyalty      0.43
    """
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    validate.one_of(interval, INTERVALS, "interval")
    own = prepared(data, model, scheme, consistent=consistent)
    kept, missing = answers(data, own)
    sample = Sample.of(kept.to_numpy(), own)
    checks.solved(own, sample)
    start = _start(seed)
    inference = _inferred(own, sample, boot, start, interval, conf, kept.index)
    few_draws(boot, conf)
    table = _table(own, sample, inference)
    scales = data.attrs.get("scales")
    known = scales if isinstance(scales, dict) else {}
    return PlsResult(
        table=table.assign(n=len(kept)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(arrows(list(table["term"]), named(data, own))),
        plan=own,
        sample=sample,
        inference=inference,
        boot=0 if inference.draws is None else inference.draws.paths.shape[-1],
        asked=boot,
        seed=start,
        scheme=scheme,
        interval=interval,
        index=kept.index,
        scales=MappingProxyType({k: known[k] for k in own.items if _ends(known.get(k))}),
    )


def prepared(data: pd.DataFrame, model: Any, scheme: str, *, consistent: bool) -> Plan:
    """Return the stages of a model, given as such or as text.

    Raises
    ------
    DataError
        An item is no column: of a misspelt construct too, since it is then taken for an item.
    SpecError
        It is no model, none for PLS, or an option is not known.
    """
    validate.one_of(scheme, SCHEMES, "scheme")
    corrected = validate.switch(consistent, "consistent")
    model = PathModel.from_syntax(model) if isinstance(model, str) else model
    if not isinstance(model, PathModel):
        raise SpecError(
            _("The model must be a PathModel or its text, not {kind}.").format(
                kind=type(model).__name__
            )
        )
    items = dict.fromkeys(item for each in model.constructs for item in each.items)
    validate.columns(data, [*items])
    return plan(model, scheme, consistent=corrected)


def answers(data: pd.DataFrame, own: Plan) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return complete rows of the items from which the model can be estimated."""
    kept, missing = validate.complete(validate.numeric(data, validate.columns(data, own.items)))
    checks.suffices(kept, own)
    lost_rows(len(data), len(kept), missing, fiml=False)
    if own.consistent and not _correctable(own):
        warn(
            _("consistent=True changes nothing here: no construct has two or more items of mode A.")
        )
    return kept, missing


def _correctable(own: Plan) -> bool:
    return any(each.mode == "A" and len(each.items) > 1 for each in own.model.constructs)


def _start(seed: int | None) -> int:
    """Return the seed, or a new one: resamples are drawn again when more is asked of them."""
    rng = validate.generator(seed)
    return int(rng.integers(2**31)) if seed is None else int(seed)


def _inferred(
    own: Plan,
    sample: Sample,
    boot: int,
    seed: int,
    interval: str,
    conf: float,
    index: pd.Index,
) -> Inference:
    if not boot:
        return Inference(sample.estimates, None, None, conf)
    parts = [estimated(own, sample, *part) for part in resampled(own, sample, boot, seed)]
    draws = checks.drawn(Estimates.joined(parts))
    left = None
    if interval == "bca":
        left = checks.without_each(left_out(own, sample), index)
    return Inference(sample.estimates, draws, left, conf)


def _ends(scale: Any) -> bool:
    """Whether a scale of the data's card is one: two numbers."""
    try:
        validate.pair(scale, "scale")
    except SpecError:
        return False
    return True


def _table(own: Plan, sample: Sample, inference: Inference) -> pd.DataFrame:
    """Build the tidy frame of paths."""
    causes, effects = np.array(own.arrows).T
    last = sample.staged[-1]
    f2 = effect_sizes(last.corr[..., 0], own.design, consistently=own.consistent)
    vif = inflation(last.fit.constructs[..., 0], own.design)
    found = inference.of(lambda estimates: estimates.paths[causes, effects])
    with np.errstate(divide="ignore", invalid="ignore"):
        t = found["estimate"] / found["std_error"]
    return pd.DataFrame(
        {
            "term": [f"{each.source}{ARROW}{each.target}" for each in own.model.paths],
            **{name: found[name] for name in ("estimate", "std_error")},
            "statistic": t,
            "p_value": normal_p(t),
            **{name: found[name] for name in ("conf_low", "conf_high")},
            "f2": f2[causes, effects],
            "vif": vif[causes, effects],
        }
    )


def named(data: pd.DataFrame, own: Plan) -> dict[str, Any]:
    """Return readers' names of items and constructs; an interaction's are those of its sides."""
    given: dict[str, Any] = labels_of(data, [*own.items, *own.model.names])
    for each in own.model.constructs:
        if each.product and each.name not in given:
            sides = [given.get(side, dict.fromkeys(LANGUAGES, side)) for side in each.product]
            given[each.name] = {
                lang: " × ".join(side[lang] for side in sides) for lang in LANGUAGES
            }
    return given


def arrows(terms: list[str], given: Labels) -> dict[str, Any]:
    """Add ``a -> b`` with readers' names in both languages to the labels."""

    def whole(term: str, lang: str) -> str:
        names = term.split(ARROW)
        return " → ".join(given[name][lang] if name in given else name for name in names)

    return {**given, **{term: {lang: whole(term, lang) for lang in LANGUAGES} for term in terms}}
