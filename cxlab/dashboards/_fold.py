"""A line that opens on a click; what it hides is made only while it is open."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cxlab._core.i18n import language, use
from cxlab.dashboards._work import attempt
from cxlab.widgets._view import view


class Fold:
    """What readers may want to see, and mostly do not.

    Parameters
    ----------
    words
        The line.
    body
        Makes the finished HTML behind it.
    """

    def __init__(self, words: str, body: Callable[[], str]) -> None:
        self.view = view("fold")
        self._words, self._body, self._lang, self._open = words, body, language(), False
        self.view.hear(fold=self._turn)
        self.refresh()

    def refresh(self) -> None:
        """Show the present state of what is hidden, if it is open."""
        with use(self._lang):
            found = attempt(self._body if self._open else str)
            html = escape(str(found.error)) if found.error else found.answer
            self.view.show([], words=self._words, html=html)

    def _turn(self, open: bool) -> None:
        self._open = bool(open)
        self.refresh()
