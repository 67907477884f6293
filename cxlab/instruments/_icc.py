"""Intraclass correlation: how far judges, or repeated answers, agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError, ModelError, SpecError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.result import Result
from cxlab._core.validate import columns as named
from cxlab._core.validate import complete, confidence, frame, numeric, one_of, sharp
from cxlab._stats.icc import KINDS, intraclass

POOR, MODERATE, GOOD = 0.5, 0.75, 0.9  # Koo and Li (2016)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class IccResult(Result):
    """Intraclass correlations of one judge and of the mean of all.

    Parameters
    ----------
    kind
        ``oneway``, ``agreement`` or ``consistency``.
    judges
        How many columns there are.
    """

    kind: str
    judges: int

    title = N_("Do the judges agree?")
    drawing = "cxlab.plots:dots"
    units = MappingProxyType(dict.fromkeys(("df", "df_resid"), "score"))
    sources = ("shrout_fleiss_1979", "mcgraw_wong_1996", "koo_li_2016")
    words: ClassVar[Mapping[str, str]] = {
        "single": N_("one judge"),
        "average": N_("mean of all judges"),
        "oneway": N_("oneway"),
        "agreement": N_("agreement"),
        "consistency": N_("consistency"),
    }

    def label(self, term: str) -> str:
        """Return a row's name in words."""
        return super().label(term) if term in self.labels else str(self.word(term))

    def summary(self) -> dict[str, Any]:
        """Return the kind and the number of judges."""
        return {"kind": self.kind, "judges": self.judges}

    def headline(self) -> str:
        """State the coefficient of one judge."""
        row = self.table.iloc[0]
        return _("One judge: ICC {value:.2f} ({low:.2f} to {high:.2f})").format(
            value=row["estimate"], low=row["conf_low"], high=row["conf_high"]
        )

    def explain(self) -> str:
        """Say what share of the differences is real, and what the kind takes as error."""
        one, many = self.table["estimate"]
        low = self.table["conf_low"].iloc[0]
        if low < POOR:
            grade = _("poor")
        elif low < MODERATE:
            grade = _("moderate")
        elif low < GOOD:
            grade = _("good")
        else:
            grade = _("excellent")
        error = {
            "oneway": _("Every row may have had judges of its own."),
            "agreement": _("Judges who are stricter than others count as error."),
            "consistency": _("Judges who are stricter than others are no error here."),
        }[self.kind]
        return paragraph(
            [
                _(
                    "Of the differences between answers {one:.0%} are differences between the "
                    "rows; in the mean of {count} judges it is {many:.0%}."
                ).format(
                    one=float(np.fmax(one, 0)), count=self.judges, many=float(np.fmax(many, 0))
                ),
                _(
                    "By the lower end of the interval a single judge is {grade} "
                    "(Koo and Li, 2016: {poor}, {moderate}, {good})."
                ).format(grade=grade, poor=POOR, moderate=MODERATE, good=GOOD),
                error,
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Give the axis, and Koo and Li's borders as lines."""
        low = float(np.nanmin(self.table["conf_low"]))
        return {
            "axis": _("ICC ({kind}); lines at {poor}, {moderate} and {good}").format(
                kind=self.word(self.kind), poor=POOR, moderate=MODERATE, good=GOOD
            ),
            "span": (min(0.0, np.floor(10 * low) / 10), 1.0),
            "lines": (POOR, MODERATE, GOOD),
        }


def icc(
    data: pd.DataFrame, columns: Sequence[str], *, kind: str = "agreement", conf: float = 0.95
) -> IccResult:
    """Estimate how far judges agree, or answers given again do.

    Parameters
    ----------
    data
        One row per thing that is judged.
    columns
        One column per judge, or per time of asking; two or more.
    kind
        ``"agreement"`` (the same judges for every row, their level counts: ICC(2), ICC(A,1)),
        ``"consistency"`` (their level does not count: ICC(3), ICC(C,1)) or ``"oneway"`` (other
        judges for every row: ICC(1)).
    conf
        Confidence level of the interval.

    Returns
    -------
    IccResult
        ``tidy()`` has a row for a ``single`` judge and one for the ``average`` of all, with F test
        and interval.

    Raises
    ------
    DataError
        A column is absent or no number, or fewer than two rows are complete.
    SpecError
        There is one column only, or the kind is unknown.
    ModelError
        All judges gave the same answers, so there is no error to estimate.

    Notes
    -----
    Rows with a missing answer are left out. The names are those of Shrout and Fleiss (1979) and of
    McGraw and Wong (1996).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> seen = rng.normal(size=(50, 1)) + rng.normal(size=(50, 3))
    >>> found = icc(pd.DataFrame(seen, columns=list("abc")), ["a", "b", "c"])
    >>> found.tidy()["estimate"].round(2).tolist()
    [0.32, 0.59]
    """
    one_of(kind, KINDS, "kind")
    conf = confidence(conf)
    names = named(frame(data), columns)
    if len(names) < 2:
        raise SpecError(_("Agreement needs two columns or more, one per judge; one is named."))
    kept, lost = complete(numeric(data, names))
    if len(kept) < 2:
        raise DataError(
            _("Only {n} row is complete; agreement needs two or more.").format(n=len(kept))
        )
    values = kept.to_numpy()
    around = values - values.mean()
    left = around - around.mean(axis=1, keepdims=True)
    if kind != "oneway":
        left = left - around.mean(axis=0)
    sharp(kept)
    if (left**2).sum() <= 1e-26 * (values**2).sum():
        raise ModelError(
            _(
                "The columns {first!r} ... {last!r} tell the rows apart in exactly the same way, "
                "so there is no error to estimate. Were they copied?"
            ).format(first=names[0], last=names[-1])
        )
    found = intraclass(values, kind, conf)
    return IccResult(
        table=pd.DataFrame(
            {
                "term": ["single", "average"],
                "estimate": [each.estimate for each in found],
                "conf_low": [each.low for each in found],
                "conf_high": [each.high for each in found],
                "statistic": [each.statistic for each in found],
                "df": [each.df[0] for each in found],
                "df_resid": [each.df[1] for each in found],
                "p_value": [each.p_value for each in found],
                "n": len(kept),
            }
        ),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(lost),
        conf=conf,
        kind=kind,
        judges=len(names),
    )
