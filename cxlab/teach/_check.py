"""Check an answer to an exercise at once, with a hint that does not give it away."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from cxlab._core.i18n import N_, _, language, localized
from cxlab._core.theme import BLUE, GREY, INK, ORANGE, PALE
from cxlab.teach._exercise import find_exercise
from cxlab.teach._judge import judge
from cxlab.teach._progress import record

_LOOKS = {
    "right": ("✓", N_("Right"), BLUE),
    "wrong": ("✗", N_("Not yet"), ORANGE),
    "unusable": ("?", N_("Not readable as an answer"), ORANGE),
    "open": ("…", N_("Open"), GREY),
}


@dataclass(frozen=True, repr=False)
class CheckResult:
    """What the check says of one answer; true when it is right.

    Parameters
    ----------
    status
        ``"right"``, ``"wrong"``, ``"unusable"`` (not the kind of thing asked for) or ``"open"``.
    message
        What to think of next, or what the right answer means.
    attempts
        Attempts so far, this one included; an open or unusable answer does not count.
    """

    exercise: str
    status: str
    message: str
    attempts: int = 0

    def __bool__(self) -> bool:
        return self.status == "right"

    def explain(self) -> str:
        """Return the message."""
        return self.message

    def __repr__(self) -> str:
        symbol, word, _colour = _LOOKS[self.status]
        return f"{symbol} {_(word)} ({self.exercise})\n{self.message}"

    def _repr_html_(self) -> str:
        symbol, word, colour = _LOOKS[self.status]
        tried = _("attempt {count}").format(count=self.attempts) if self.attempts else ""
        small = " · ".join(filter(None, (self.exercise, tried)))
        return (
            f'<div class="cxlab" lang="{language()}" role="status" style="max-width:60em;'
            f'padding:0.6em 1em;border-left:6px solid {colour};background:{PALE};color:{INK}">'
            f'<strong>{symbol} {escape(_(word))}</strong> <span style="color:#5a6570;'
            f'font-size:90%">{escape(small)}</span><br>{escape(self.message)}</div>'
        )


def check(exercise: str, answer: Any = ...) -> CheckResult:
    """Check the answer to an exercise of the course.

    Parameters
    ----------
    exercise
        Its name, such as ``"servqual-2"``.
    answer
        A number, a name, a list of names or a letter, as the exercise asks. Names count in either
        language. ``...`` stands for no answer yet.

    Returns
    -------
    CheckResult
        True when the answer is right. Attempts are counted in ``~/.cxlab/progress.json`` (or in the
        folder ``CXLAB_HOME``); nothing leaves the machine.

    Raises
    ------
    SpecError
        No exercise has that name.

    Examples
    --------
    >>> check("servqual-1")
    … Open (servqual-1)
    No answer yet: replace the dots.
    """
    book, spec = find_exercise(exercise)
    verdict = judge(book, spec, answer)
    if verdict.status in ("open", "unusable"):
        return CheckResult(exercise, verdict.status, verdict.message)
    entry = record(exercise, verdict.status == "right")
    message = verdict.message
    if verdict.status == "wrong" and not message:
        turn = min(entry["wrong"], len(spec.hints)) - 1
        message = localized(spec.hints[turn]) if spec.hints else _("Look at the step before again.")
    return CheckResult(exercise, verdict.status, message, entry["attempts"])
