"""A section on the page: heading, own controls, live views, finding, table and figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import ipywidgets

from cxlab._core.i18n import _, language
from cxlab.dashboards._fold import Fold
from cxlab.dashboards._plan import Section, Values
from cxlab.dashboards._work import Outcome, attempt
from cxlab.widgets._controls import align
from cxlab.widgets._panel import grid
from cxlab.widgets._view import View, takes, view


class Block(ipywidgets.VBox):
    """What shows one section.

    Parameters
    ----------
    section
        The section.
    controls
        The controls that stand in it.
    change
        Called when something happens in a view, with what gives the values that change.
    files
        The view that hands out the figure.
    """

    def __init__(
        self,
        section: Section,
        controls: Sequence[Any],
        change: Callable[[Callable[[], dict[str, Any]]], None],
        files: View,
    ) -> None:
        self.section = section
        self.views = [view(kind) for kind in section.views]
        self.values: Values = {}
        self._line = view("line")
        self._answer: Any = None
        self._table = Fold(
            _("Table, notes and sources"),
            lambda: "" if self._answer is None else self._answer._repr_html_(),
        )
        self._shown: tuple[Any, ...] = ()
        for each in self.views:
            each.hear(
                **{
                    kind: partial(self._heard, handle, change)
                    for kind, handle in section.events.items()
                }
            )
        self._controls: list[Any] = []
        self._files = files
        below = [] if section.bare else [self._table.view, *([files] if section.figure else [])]
        self._body = [*self.views, self._line, *below]
        self.children: Sequence[ipywidgets.Widget]
        super().__init__()
        self.stand(controls)
        self.add_class("cx-block")
        if section.wide:
            self.add_class("cx-wide")

    def _heard(
        self, handle: Callable[..., Any], change: Callable[..., None], /, **event: Any
    ) -> None:
        """Ask for the change that an event means; one with other parts is passed over."""
        if takes(partial(handle, self.values), event):
            change(partial(handle, self.values, **event))

    def stand(self, controls: Sequence[Any]) -> None:
        """Put these controls above the views."""
        if self._controls != list(controls) or not self.children:
            self._controls = list(controls)
            self.children = [title(_(self.section.heading)), *row(controls), *self._body]

    def show(self, outcome: Outcome, values: Values, *, repeated: bool = False) -> None:
        """Show what came of the call, in words where it is an error; the same is not drawn again.

        Parameters
        ----------
        outcome
            What came of the call.
        values
            The settings that may change how it is drawn: those of the page and of this section.
        repeated
            A section above shows the same error in full.
        """
        self.values = values
        now = (id(outcome.answer), id(outcome.error), outcome.doubts, values, repeated)
        if now == self._shown:
            return
        self._shown, self._answer = now, outcome.answer
        shown = outcome if outcome.error else attempt(lambda: self._draw(outcome.answer, values))
        if shown.error:
            if not self.section.events:  # what a reader edits stays: it is the way back
                for each in self.views:
                    each.hide()
            self._table.view.hide()
            self._files.hide()
            self._line.hide(False)
            above = _("This follows once the problem above is solved.")
            self._line.show([], error=above if repeated else str(shown.error))
            return
        doubts = dict.fromkeys([*outcome.doubts, *shown.doubts])
        self._line.hide(self.section.bare)
        self._line.show([], finding=shown.answer, warning=" ".join(doubts))

    def _draw(self, answer: Any, values: Values) -> str:
        """Draw the answer, and return the line below."""
        for each in self.views:
            each.hide(False)
        self.section.draw(answer, self.views, values)
        if self.section.bare:
            return ""
        self._table.view.hide(False)
        self._files.hide(False)
        self._table.refresh()
        return self.section.say(answer, values) if self.section.say else answer.explain()


def title(text: str, level: int = 2) -> ipywidgets.HTML:
    """Return a heading."""
    return ipywidgets.HTML(f'<h{level} lang="{language()}">{escape(text)}</h{level}>')


def row(controls: Sequence[Any]) -> list[ipywidgets.Widget]:
    """Set controls side by side where there is room; nothing for none."""
    if not controls:
        return []
    wide = align(controls) + 230
    columns = f"repeat(auto-fit, minmax(min({wide:.0f}px, 100%), 1fr))"
    return [ipywidgets.GridBox(list(controls), layout=grid(columns))]
