"""Answer the two questions of Kano, see the category, and count the answers of the room."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _, paragraph
from cxlab.drivers import KanoTable, kano_table
from cxlab.widgets._controls import button, choice
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view


def kano_pair() -> Panel:
    """Choose the answers to both questions; the field of Kano's table lights up.

    Buttons count the pair and take the last one back, so that a room can be asked about one
    attribute.

    Returns
    -------
    Panel
        ``result`` is the ``kano_table()`` of the pairs counted so far, or of the pair shown.

    Examples
    --------
    >>> panel = kano_pair()
    >>> panel.views[0].event = {"kind": "pick", "term": "must_be/dislike"}
    >>> panel.message
    'Must-be: nobody notices it until it is missing, and then it annoys.'
    """
    grid, words = view("kano_grid"), kano_table().plot_options()
    options = {text: code for code, text in words["answers"].items()}
    with_it, without = (text[:1].upper() + text[1:] for text in words["axes"])
    controls = {
        "functional": choice(with_it, options, "like", tooltip=_("How would you feel with it?")),
        "dysfunctional": choice(
            without, options, "dislike", tooltip=_("How would you feel without it?")
        ),
    }

    def look(*pairs: tuple[str, str]) -> KanoTable:
        first, second = zip(*pairs, strict=True)
        return kano_table(functional=first, dysfunctional=second, answers=list(options.values()))

    def compute(functional: str, dysfunctional: str, survey: list[tuple[str, str]]) -> KanoTable:
        return look(*(survey or [(functional, dysfunctional)]))

    def draw(result: KanoTable, now: dict[str, Any]) -> None:
        frame = result.labelled().rename(columns={"category": "kind"})
        counts = [str(n) if n and now["survey"] else "" for n in frame["n"]]
        lit = frame["term"] == "/".join(pair(now))
        frame = frame.assign(word=frame["kind"].map(words["categories"]), text=counts, lit=lit)
        frame = frame[["term", "label", "kind", "word", "text", "lit"]]
        grid.show(frame, answers=list(options), axes=[with_it, without], alt=result.headline())

    def say(result: KanoTable, now: dict[str, Any]) -> str:
        return paragraph([look(pair(now)).explain(), result.headline() if now["survey"] else ""])

    def pair(now: dict[str, Any]) -> tuple[str, str]:
        return now["functional"], now["dysfunctional"]

    def pick(term: str) -> None:
        for control, code in zip(controls.values(), term.split("/"), strict=True):
            control.value = code

    def count(more: bool) -> None:
        before = panel.state["survey"]
        panel.update(survey=[*before, pair(panel.values())] if more else before[:-1])

    grid.hear(pick=pick)
    tools = [
        button(_("Count it"), lambda: count(True), tooltip=_("Add this pair to the survey")),
        button(_("Take back"), lambda: count(False), tooltip=_("Remove the pair counted last")),
    ]
    shown: dict[str, Any] = {"views": [grid], "controls": controls, "tools": tools}
    title = _("Two questions, one category")
    panel = Panel(title, compute, draw, **shown, state={"survey": []}, say=say)
    return panel
