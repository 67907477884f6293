"""Ask how often a survey of this size would show a change of this size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

if TYPE_CHECKING:
    from cxlab.metrics import PowerResult


def survey_power(
    difference: float = 10.0,
    *,
    n: int = 100,
    assumed: Sequence[float] | None = None,
    draws: int = 4000,
    seed: int = 1,
) -> Panel:
    """Move the true difference in NPS and the number of answers, and watch the power.

    Parameters
    ----------
    difference
        True difference in points where the slider begins, 1-40.
    n
        Answers per group where the slider begins, 20-2,000.
    assumed
        Shares of promoters, passives and detractors in the first group.
    draws, seed
        Simulated pairs of surveys per size, and their seed.

    Returns
    -------
    Panel
        ``result`` is that of ``cxlab.metrics.power()``.

    Raises
    ------
    SpecError
        A number lies outside its range, or the shares do not sum to 1.

    Examples
    --------
    >>> panel = survey_power(10, n=200, draws=500)
    >>> int(panel.result.tidy()["n_group"].max())
    400
    """
    from cxlab import metrics

    chart = view("bars")
    tips = (
        _("What has truly changed, in points; nobody knows it, you suppose it"),
        _("How many answer in each of the two periods"),
    )
    controls: dict[str, Any] = {
        "difference": slider(
            _("True change"), difference, 1, 40, step=1, written=".0f", tooltip=tips[0]
        ),
        "n": slider(_("Answers each"), n, 20, 2000, step=20, written=".0f", tooltip=tips[1]),
    }

    def draw(result: PowerResult, now: dict[str, Any]) -> None:
        rows = result.labelled()
        rows = rows.assign(text=[f"{share:.0%}" for share in rows["estimate"]], reference=0.8)
        words = result.plot_options()["axis"][1]
        chart.show(rows, unit="share", axis=words, words="80%", alt=result.headline())

    def compute(difference: float, n: float) -> PowerResult:
        return metrics.power(difference, int(n), assumed=assumed, draws=draws, seed=seed)

    title = _("Would the survey show it?")
    return Panel(title, compute, draw, views=[chart], controls=controls)
