"""What a dashboard is: the data it takes, its settings, its calls, its sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxlab.dashboards._call import Call
from cxlab.dashboards._setting import Setting
from cxlab.widgets._view import View

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One answer on the page: a heading, controls of its own, live views, the finding, the table.

    Parameters
    ----------
    name
        Name of the section, and of the call whose answer is shown unless ``of`` says another.
    heading
        Marked with ``N_``; translated when shown.
    views
        Kinds of live views, from top to bottom.
    draw
        Shows the answer: gets it, the views, and the values of the settings.
    say
        Writes the line below; the answer's ``explain()`` when absent.
    events
        Handlers of what happens in the views, by kind: get the values and the event, return the
        values that change.
    of
        Name of the call whose answer is shown.
    wide
        Take the whole width of the page.
    bare
        Show the views alone, without finding, table and figure; for key figures.
    figure
        The answer has a figure to hand out; False for tables of words.
    """

    name: str
    heading: str
    views: Sequence[str]
    draw: Callable[[Any, Sequence[View], Values], None]
    say: Callable[[Any, Values], str] | None = None
    events: Mapping[str, Callable[..., dict[str, Any]]] = field(default_factory=dict)
    of: str = ""
    wide: bool = False
    bare: bool = False
    figure: bool = True

    @property
    def answer(self) -> str:
        """Name of the call whose answer is shown."""
        return self.of or self.name


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A dashboard as a whole.

    Parameters
    ----------
    name
        Of the page, in file names.
    title, question
        Marked with ``N_``.
    kit
        Names of the kit's own data, the first of which the page begins with, each with a title
        marked with ``N_``.
    load, loading
        Loads one of them, and writes that as Python.
    describe
        Returns what a reader should know of one of them, such as its card.
    survey
        Whether a visitor's file holds the answers of a survey, or a table of another kind.
    instrument
        Name of the questionnaire whose items are looked for in a visitor's survey.
    take, taking
        Makes what the calls need of a visitor's table, raising ``CxError`` if it cannot be used;
        and writes that as Python (``"{table}"`` stands for the table).
    example
        The table a visitor may download to see which columns the page needs.
    study
        Finds out once what settings and calls need to know of the data; the data when absent.
    settings
        The settings, given what is known and the values so far: some come and go with others, but
        one name always means the same options.
    calls
        What is computed, given what is known and the values of the settings.
    sections
        What is shown.
    """

    name: str
    title: str
    question: str
    kit: Mapping[str, str]
    load: Callable[[str], Any]
    describe: Callable[[str], Any] | None = None
    loading: str = "data = cx.load({name})"
    survey: bool = True
    instrument: str | None = None
    take: Callable[[Any], Any] = lambda table: table
    taking: str = "data = {table}"
    example: Callable[[], Any] | None = None
    study: Callable[[Any], Any] = lambda data: data
    settings: Callable[[Any, Values], Sequence[Setting]]
    calls: Callable[[Any, Values], Sequence[Call]]
    sections: Sequence[Section]
