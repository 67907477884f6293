"""A word where missing answers cost many rows."""

from __future__ import annotations

from collections.abc import Mapping

from cxlab._core.errors import warn
from cxlab._core.i18n import _, shortlist
from cxlab._core.numerals import share_text

MOST_LOST = 0.1  # a rule of thumb: Bennett (2001)
NAMED = 3


def lost_rows(n: int, kept: int, missing: Mapping[str, int], *, fiml: bool) -> None:
    """Warn if more than a tenth of ``n`` rows is left out for missing answers.

    ``missing`` counts them per item; ``fiml`` says whether the same verb can keep the rows.
    """
    if n - kept <= MOST_LOST * n:
        return
    worst = sorted(missing.items(), key=lambda each: -each[1])
    text = (
        _(
            "{lost} of {n} rows ({share}) are left out for a missing answer, most often to "
            "{items}. If those who skip differ from the others, so do the results. "
            "estimator='fiml' keeps these rows."
        )
        if fiml
        else _(
            "{lost} of {n} rows ({share}) are left out for a missing answer, most often to "
            "{items}. If those who skip differ from the others, so do the results. Leave out the "
            "items that lose most, or use fit_sem() with estimator='fiml', which keeps these rows."
        )
    )
    said = text.format(
        lost=n - kept,
        n=n,
        share=share_text((n - kept) / n),
        items=shortlist(
            (_("{name} ({value})").format(name=name, value=count) for name, count in worst), NAMED
        ),
    )
    warn(said)
