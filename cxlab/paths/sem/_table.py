"""The tidy frame of a covariance model: a row per number, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import LANGUAGES
from cxlab._core.labels import Labels
from cxlab._stats.covariance.estimators import Fitted
from cxlab._stats.covariance.model import Places
from cxlab._stats.covariance.standardized import r_squared, standardise
from cxlab._stats.intervals import normal, normal_p
from cxlab.paths.sem._structure import Structure, Term

KINDS = {"=~": "loading", "~": "path", "~1": "intercept"}


def tabulate(
    plan: Structure, fit: Fitted, groups: Sequence[str], conf: float, *, unit: bool
) -> pd.DataFrame:
    """Build the frame; ``unit`` says whether items have variance one (ordered answers)."""
    frames = [_group(plan, fit, g, conf, unit=unit) for g in range(len(plan.terms))]
    for name, frame in zip(groups, frames, strict=False):
        frame.insert(1, "group", name)
    return pd.concat(frames, ignore_index=True)


def explained(plan: Structure, fit: Fitted, groups: Sequence[str]) -> dict[str, float]:
    """Return R² of the constructs where arrows end; with groups under ``name (group)``."""
    out = {}
    for g, (group, terms) in enumerate(zip(plan.model.groups, plan.terms, strict=True)):
        ends = {term.left for term in terms if term.sign == "~"}
        for name, value in zip(plan.latents, r_squared(group, fit.found.params)[1], strict=True):
            if name in ends:
                out[f"{name} ({groups[g]})" if groups else name] = float(value)
    return out


def labelled(terms: Sequence[Term], given: Labels) -> dict[str, dict[str, str]]:
    """Write the terms with arrows and readers' names in both languages."""

    def name(word: str, lang: str) -> str:
        return given[word][lang] if word in given else word

    marks: dict[str, Any] = {
        "=~": lambda a, b: f"{a} → {b}",
        "~": lambda a, b: f"{b} → {a}",
        "~~": lambda a, b: a if a == b else f"{a} ↔ {b}",
        "~1": lambda a, _b: a,
    }
    return {
        term.name: {
            lang: marks[term.sign](name(term.left, lang), name(term.right, lang))
            for lang in LANGUAGES
        }
        for term in terms
    }


def _group(plan: Structure, fit: Fitted, g: int, conf: float, *, unit: bool) -> pd.DataFrame:
    terms, z = plan.terms[g], normal(conf)
    group, collect = plan.model.groups[g], plan.model.collectors[g]
    number = np.array([term.param for term in terms])
    free = number >= 0
    places = Places.of([(term.kind, term.row, term.col) for term in terms])
    matrices = group.filled(fit.found.params)
    estimate = np.array(
        [
            matrices[t.kind][t.row] if t.sign == "~1" else matrices[t.kind][t.row, t.col]
            for t in terms
        ]
    )
    error = np.full(len(terms), np.nan)
    error[free] = np.sqrt(np.diagonal(fit.vcov)[number[free]])
    beta, turn = standardise(group, collect, fit.found.params, places, unit=unit)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.maximum(np.einsum("ij,ij->i", turn @ fit.vcov, turn), 0.0))
        statistic = estimate / error
    spread = np.where(spread > 1e-10, spread, np.nan)
    return pd.DataFrame(
        {
            "term": [term.name for term in terms],
            "kind": [_kind(term) for term in terms],
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "p_value": normal_p(statistic),
            "conf_low": estimate - z * error,
            "conf_high": estimate + z * error,
            "beta": beta,
            "beta_low": beta - z * spread,
            "beta_high": beta + z * spread,
        }
    )


def _kind(term: Term) -> str:
    if term.sign == "~~":
        return "variance" if term.left == term.right else "covariance"
    return KINDS[term.sign]
