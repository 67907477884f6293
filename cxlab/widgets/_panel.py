"""The frame of every widget: controls, live views, the finding in a line, and a static figure."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets
import traitlets

from cxlab._core.errors import CxError, CxWarning, SpecError
from cxlab._core.i18n import _, language, use
from cxlab.widgets._controls import align, button
from cxlab.widgets._view import View, view

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Panel(ipywidgets.VBox):
    """Controls, one call of a public function, and live views of its result.

    Parameters
    ----------
    title
        Heading, already translated.
    compute
        Called with the values of the controls and the state, by name; returns a Result.
    draw
        Shows a Result in the views; gets it and the values and state it was computed from.
    views
        The views, from top to bottom.
    beside
        Set the views side by side where there is room.
    controls
        Controls by the name of the argument they set.
    tools
        Buttons and boxes that stand among the controls but set no argument by themselves.
    state
        Further arguments of ``compute`` that no control holds, such as dragged points.
    say
        Writes the line below the views from the same two; the result's headline when absent.
    still
        Gives the Result whose plot is the static figure; the result itself when absent.

    Attributes
    ----------
    result
        The Result now shown; the last good one while a message is on.
    """

    result = traitlets.Any(None, allow_none=True)

    def __init__(
        self,
        title: str,
        compute: Callable[..., Any],
        draw: Callable[[Any, dict[str, Any]], None],
        *,
        views: Sequence[View],
        beside: bool = False,
        controls: Mapping[str, Any] | None = None,
        tools: Sequence[ipywidgets.Widget] = (),
        state: Mapping[str, Any] | None = None,
        say: Callable[[Any, dict[str, Any]], str] | None = None,
        still: Callable[[Any], Any] = lambda result: result,
    ) -> None:
        self.title, self.lang = title, language()
        self.controls = dict(controls or {})
        self.state = dict(state or {})
        self.views, self._tools = list(views), list(tools)
        self._compute, self._draw, self._say, self._still = compute, draw, say, still
        self._start = (self.values(), dict(self.state))
        self._quiet = False
        self._line = view("line")
        self._show()
        for control in self.controls.values():
            control.observe(self._refresh, "value")
        columns = "repeat(auto-fit, minmax(min(340px, 100%), 1fr))" if beside else "minmax(0, 1fr)"
        shown = ipywidgets.GridBox(self.views, layout=grid(columns))
        super().__init__([*self._top(), shown, self._line])
        self.add_class("cxlab")
        self.layout.max_width = "960px"

    def values(self) -> dict[str, Any]:
        """Return what the controls now hold, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def update(self, **state: Any) -> None:
        """Change the state and show the new result; a state that breaks a rule is not kept."""
        before, self.state = self.state, {**self.state, **state}
        if not self._refresh():
            self.state = before

    def reset(self) -> None:
        """Put controls and state back to where they began."""
        values, state = self._start
        self._quiet, self.state = True, dict(state)
        for name, control in self.controls.items():
            control.value = values[name]
        self._quiet = False
        self._refresh()

    @property
    def message(self) -> str:
        """The line below the views: the finding, or what is wrong with the values."""
        return self._line.options.get("error") or self._line.options.get("finding", "")

    def figure(self) -> Figure:
        """Return the static figure of the result now shown."""
        import matplotlib.pyplot as plt

        with use(self.lang):
            figure = self._still(self.result).plot().get_figure(root=True)
        plt.close(figure)  # or a notebook would show it a second time
        return figure

    def _refresh(self, *_ignored: object) -> bool:
        if self._quiet:
            return False
        try:
            self._show()
        except CxError as error:
            with use(self.lang):
                self._line.show([], error=str(error))
            return False
        return True

    def _show(self) -> None:
        with use(self.lang), warnings.catch_warnings(record=True) as weak:
            warnings.simplefilter("always", CxWarning)
            now = {**self.values(), **self.state}
            result = self._compute(**now)
            self._draw(result, now)
            finding = self._say(result, now) if self._say else result.headline()
            doubts = [str(item.message) for item in weak if issubclass(item.category, CxWarning)]
            self._line.show([], finding=finding, warning=" ".join(dict.fromkeys(doubts)))
        self.result = result

    def _top(self) -> list[ipywidgets.Widget]:
        heading = ipywidgets.HTML(
            f'<div role="heading" aria-level="3" lang="{self.lang}" '
            f'style="font-size:16px;font-weight:600;line-height:1.4">{escape(self.title)}</div>'
        )
        again = button(
            _("Start again"), self.reset, tooltip=_("Put everything back to where it began")
        )
        row = {"justify_content": "space-between", "align_items": "center", "flex_flow": "row wrap"}
        wide = align([*self.controls.values(), *self._tools]) + 230
        columns = f"repeat(auto-fit, minmax(min({wide:.0f}px, 100%), 1fr))"
        plain = [c for c in self.controls.values() if not isinstance(c, ipywidgets.Checkbox)]
        ticks = [c for c in self.controls.values() if isinstance(c, ipywidgets.Checkbox)]
        return [
            ipywidgets.Box([heading, again], layout=row),
            ipywidgets.GridBox([*plain, *self._tools], layout=grid(columns)),
            ipywidgets.Box(ticks, layout={"flex_flow": "row wrap", "grid_gap": "0 18px"}),
        ]

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add the words and, outside Voila, the static figure for readers without a kernel."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = f"{self.title}\n{self.message}"
        if not os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
            bundle["image/png"] = _png(self.figure())
        return bundle


def accept(value: Any, kinds: type | tuple[type, ...], source: str) -> None:
    """Refuse what a widget cannot show.

    Raises
    ------
    SpecError
        The value does not come from ``source``, or is a result with groups.
    """
    if not isinstance(value, kinds):
        raise SpecError(
            _("This widget takes what {source} returns, not {kind}.").format(
                source=source, kind=type(value).__name__
            )
        )
    if "group" in getattr(value, "table", ()):
        raise SpecError(_("This widget takes a result without groups. Leave out 'by'."))


def grid(columns: str) -> dict[str, str]:
    return {"grid_template_columns": columns, "grid_gap": "8px 24px", "align_items": "flex-start"}


def _png(figure: Figure) -> str:
    import base64
    import io

    sheet = io.BytesIO()
    figure.savefig(sheet, format="png", dpi=110)
    return base64.b64encode(sheet.getvalue()).decode("ascii")
