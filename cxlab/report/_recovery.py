"""Whether a fitted path model finds the truth that a world was made with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, N_, _, paragraph, shortlist
from cxlab._core.result import Result
from cxlab._core.validate import finite, mapping
from cxlab.report._fit_column import Cell

if TYPE_CHECKING:
    from cxlab.paths import PlsResult, SemResult

KINDS = {"path": N_("path"), "loading": N_("loading")}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RecoveryResult(Result):
    """One row per number whose truth is known: estimate, interval, truth, whether it is covered."""

    title = N_("Estimates beside the truth")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(KINDS)
    sources = ("morris_2019",)

    def summary(self) -> dict[str, Any]:
        """Return the share covered, mean error (bias) and root mean square error."""
        away = self.table["estimate"] - self.table["truth"]
        known = self.table["covered"].dropna()
        return {
            "covered": float(known.astype(bool).mean()) if len(known) else np.nan,
            "bias": float(away.mean()),
            "rmse": float(np.sqrt((away**2).mean())),
        }

    def headline(self) -> str:
        """Say how many truths the intervals cover."""
        known = self.table["covered"].dropna()
        if not len(known):
            return _("Off the truth by {size:.3f} on average (RMSE)").format(
                size=self.summary()["rmse"]
            )
        return _("{count} of {all} intervals cover the truth").format(
            count=int(known.astype(bool).sum()), all=len(known)
        )

    def explain(self) -> str:
        """Say how far the estimates are off, which intervals miss, and what chance allows."""
        found, known = self.summary(), self.table["covered"].dropna()
        missed = self.table.loc[known.index[~known.astype(bool)], "term"]
        return paragraph(
            [
                _("Estimates are off by {bias} on average, by {rmse:.3f} as RMSE.").format(
                    bias=f"{found['bias']:+.3f}".replace("-", "−"), rmse=found["rmse"]
                ),
                _(
                    "Of {all} intervals at {conf:.0%}, {expected:.1f} are expected to miss by "
                    "chance; missed: {count}."
                ).format(
                    all=len(known),
                    conf=self.conf,
                    expected=len(known) * (1 - self.conf),
                    count=len(missed),
                )
                if len(known)
                else _("There are no intervals; fit with boot= for some."),
                _("The truth is missed at: {terms}.").format(
                    terms=shortlist(map(self.label, missed), 4)
                )
                if len(missed)
                else "",
                _(
                    "One sample says little about a method: look at many seeds before judging "
                    "its bias and its intervals."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return estimates with their intervals, and the truth beside them."""
        rows = self.labelled()
        rows["conf_low"] = rows["conf_low"].fillna(rows["estimate"])
        rows["conf_high"] = rows["conf_high"].fillna(rows["estimate"])
        known = rows[["label", "truth"]].rename(columns={"truth": "estimate"})
        known = known.assign(conf_low=known["estimate"], conf_high=known["estimate"])
        parts = [
            rows[["label", "estimate", "conf_low", "conf_high"]].assign(group=_("estimate")),
            known.assign(group=_("truth")),
        ]
        return pd.concat(parts, ignore_index=True)

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        axis = _("standardised, {conf:.0%} interval")
        return {"axis": axis.format(conf=self.conf), "lines": [0]}


def recovery(fit: SemResult | PlsResult, truth: Mapping[str, Any]) -> RecoveryResult:
    """Compare a fitted model with the truth of a generated world.

    Parameters
    ----------
    fit
        A fitted path model of one group.
    truth
        Such as ``world.truth`` of :func:`cxlab.simulate.ecsi`: ``paths`` (``{"a -> b": value}``)
        and ``loadings`` (``{item: value}``), standardised; or paths alone. What the model does not
        have is left aside.

    Returns
    -------
    RecoveryResult
        ``tidy()``: term, kind (``path``, ``loading``), estimate (standardised), std_error,
        conf_low, conf_high, truth, covered.

    Raises
    ------
    SpecError
        The model has several groups or is none, or nothing of the truth is in it.

    Examples
    --------
    >>> import cxlab as cx
    >>> world = cx.simulate.ecsi(600, seed=7)
    >>> text = '''satisfaction =~ satisfaction_1 + satisfaction_2 + satisfaction_3
    ...     loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
    ...     loyalty ~ satisfaction'''
    >>> recovery(cx.paths.fit_sem(world.data, text), world.truth).tidy()["truth"].tolist()[:2]
    [0.6, 0.85]
    """
    from cxlab.paths import SemResult
    from cxlab.paths._fits import fitted
    from cxlab.paths.model._parts import ARROW

    fit = fitted(fit, "fit")
    if isinstance(fit, SemResult) and fit.groups:
        raise SpecError(
            _("The model has {count} groups; the truth is about one. Fit it without by=.").format(
                count=len(fit.groups)
            )
        )
    known = _parts(truth)
    rows = [row for what, values in known.items() for row in _beside(fit, what, values)]
    if not rows:
        raise SpecError(
            _(
                "Nothing of this truth is in the model. It names {truth}; the model's paths are "
                "{paths}."
            ).format(
                truth=_few(term for values in known.values() for term in values),
                paths=_few(ARROW.join(key) for key in _cells(fit, "paths")),
            )
        )
    names = {
        row["term"]: {
            lang: " → ".join(
                fit.labels[end][lang] if end in fit.labels else end
                for end in row["term"].split(ARROW)
            )
            for lang in LANGUAGES
        }
        for row in rows
    }
    return RecoveryResult(
        table=pd.DataFrame(rows),
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=MappingProxyType(names),
    )


def _cells(fit: SemResult | PlsResult, what: str) -> Mapping[tuple[str, ...], Cell]:
    """Return the standardised paths or loadings of a model without groups."""
    from cxlab.report._fit_cells import columns

    (only,) = columns("", fit, what, standardised=True)
    return only.cells


def _beside(
    fit: SemResult | PlsResult, what: str, known: Mapping[str, float]
) -> Iterator[dict[str, Any]]:
    """Yield a row for each path or loading whose truth is known; loadings go by their item too."""
    from cxlab.paths.model._parts import ARROW

    for key, cell in _cells(fit, what).items():
        term = ARROW.join(key)
        value = known.get(term, known.get(key[-1]) if what == "loadings" else None)
        if value is None:
            continue
        yield {
            "term": term,
            "kind": what.removesuffix("s"),
            "estimate": cell.estimate,
            "std_error": cell.std_error,
            "conf_low": cell.conf_low,
            "conf_high": cell.conf_high,
            "truth": value,
            "covered": None
            if np.isnan(cell.conf_low)
            else bool(cell.conf_low <= value <= cell.conf_high),
        }


def _parts(truth: Any) -> dict[str, dict[str, float]]:
    """Return the known paths and loadings, as numbers."""
    given = mapping(truth, "truth")
    if not {"paths", "loadings"} & set(given):
        given = {"paths": given}
    return {
        what: {
            str(term): finite(value, str(term))
            for term, value in mapping(given[what], what).items()
        }
        for what in ("paths", "loadings")
        if what in given
    }


def _few(names: Iterable[str]) -> str:
    return shortlist(map(repr, names), 3) or "–"
