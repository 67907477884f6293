"""Watch retention and value move with churn and heterogeneity (Fader and Hardie, 2007)."""

from __future__ import annotations

from functools import partial
from typing import Any

from cxlab._core.i18n import N_, _
from cxlab.retention import LifetimeValueResult, lifetime_value
from cxlab.widgets._controls import button, number, slider
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

SEGMENTS = {N_("High-end customers"): (0.149, 0.183), N_("Regular customers"): (0.373, 0.347)}
PERIODS = 12  # in the pictures


def retention_value(margin: float = 100.0, *, discount: float = 0.1) -> Panel:
    """Move churn, heterogeneity, margin and discount; see who stays and what a customer is worth.

    Parameters
    ----------
    margin
        Money that a customer brings per period.
    discount
        Discount rate per period, 0.01-0.5.

    Returns
    -------
    Panel
        ``result`` is a :class:`cxlab.retention.LifetimeValueResult`.

    Raises
    ------
    SpecError
        A number lies outside its range.
    """
    stay, worth = view("trend"), view("trend")
    tips = (
        _("Mean share of customers who leave in the first period"),
        _("0: all customers are alike; towards 1: some always leave, some never"),
        _("Churn and heterogeneity as published for this segment"),
        _("Discount rate per period"),
    )
    churn, mix = SEGMENTS["High-end customers"]
    plain: dict[str, Any] = {"step": 0.001, "written": ".3f"}
    share = {**plain, "written": ".1%"}
    controls = {
        "churn": slider(_("Churn, first period"), churn, 0.01, 0.8, tooltip=tips[0], **share),
        "heterogeneity": slider(_("Heterogeneity"), mix, 0, 0.9, tooltip=tips[1], **plain),
        "margin": number(_("Margin per period"), margin, tooltip=_("What a customer brings")),
        "discount": slider(_("Discount rate"), discount, 0.01, 0.5, tooltip=tips[3], **share),
    }

    def preset(churn: float, mix: float) -> None:
        controls["churn"].value, controls["heterogeneity"].value = churn, mix

    def compute(margin: float, discount: float, **params: float) -> LifetimeValueResult:
        return lifetime_value(params, margin=margin, discount=discount)

    def draw(result: LifetimeValueResult, now: dict[str, Any]) -> None:
        frame = result.drawn().query("period <= @PERIODS")
        last, whole = frame["period"] == PERIODS, result.tidy().set_index("term")["amount"]
        text = frame["share"].map("{:.0%}".format).where(last, "")
        left = frame.assign(estimate=frame["share"], text=text)
        frame["text"] = frame["term"].map(whole).map(result.money).where(last, "")
        axes = (_("periods; share still there"), _("payments; value so far, and in the end"))
        stay.show(left, low=0, high=1, unit="share", axis=axes[0], alt=result.headline())
        worth.show(frame, low=min(0, frame["estimate"].min()), axis=axes[1], alt=result.headline())

    return Panel(
        _("Who stays, and what is a customer worth?"),
        compute,
        draw,
        views=[stay, worth],
        beside=True,
        controls=controls,
        tools=[button(_(n), partial(preset, *at), tooltip=tips[2]) for n, at in SEGMENTS.items()],
    )
