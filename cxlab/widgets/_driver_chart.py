"""Choose drivers and a method, and compare what each says of importance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.labels import label, labels_of
from cxlab._core.numerals import signed
from cxlab._core.validate import column, columns
from cxlab.widgets._controls import switch, tick
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

if TYPE_CHECKING:
    import pandas as pd


def driver_chart(
    data: pd.DataFrame, y: str, x: Sequence[str], *, boot: int = 400, seed: int = 1
) -> Panel:
    """Switch between LMG, Johnson and standardised coefficients, and take drivers in or out.

    Parameters
    ----------
    data, y, x
        The outcome and two or more drivers, columns of numbers.
    boot, seed
        Resamples behind the intervals of LMG and Johnson, and their seed.

    Returns
    -------
    Panel
        ``result`` is that of ``cxlab.drivers.importance()`` or, for coefficients, of ``regress()``.

    Raises
    ------
    DataError
        A column is absent or not numeric.
    """
    from cxlab import drivers

    chart, names = view("bars"), columns(data, x)
    known = labels_of(data, [*names, column(data, y)])
    methods = {_("LMG"): "lmg", _("Johnson"): "johnson", _("Coefficients β"): "beta"}
    controls: dict[str, Any] = {
        "method": switch(_("Method"), methods, "lmg", tooltip=_("How importance is measured"))
    }
    controls |= {
        name: tick(label(known, name), tooltip=_("Take this driver in or leave it out"))
        for name in names
    }

    def compute(method: str, **chosen: bool) -> Any:
        x = [name for name in names if chosen[name]]
        if method == "beta":
            return drivers.regress(data, y, x)
        return drivers.importance(data, y, x, method=method, boot=boot, seed=seed)

    def draw(result: Any, now: dict[str, Any]) -> None:
        if now["method"] == "beta":
            frame = result.drivers().drop(columns=["estimate", "conf_low", "conf_high"])
            frame = frame.rename(columns={"beta_low": "conf_low", "beta_high": "conf_high"})
            frame = frame.assign(estimate=frame["beta"], text=[signed(b, 2) for b in frame["beta"]])
        else:
            frame = result.labelled().drop(columns="sign").sort_values("rank")
            ends = zip(frame["rank_low"], frame["rank_high"], strict=True)
            ranks = [f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}" for low, high in ends]
            frame = frame.assign(
                text=[f"{share:.0%}" for share in frame["share"]],
                note=[_("rank {rank}").format(rank=rank) for rank in ranks],
            )
        chart.show(frame, axis=result.plot_options()["axis"], alt=result.headline())

    title = _("What drives {name}?").format(name=label(known, y))
    return Panel(title, compute, draw, views=[chart], controls=controls)
