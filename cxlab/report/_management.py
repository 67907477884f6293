"""A report for management: findings first, each number in a table, what is weak said openly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, language, localized, use
from cxlab._core.result import Result
from cxlab._core.validate import text
from cxlab.report import _findings, _method, _priorities
from cxlab.report._document import Document
from cxlab.report._parts import Part, Statement
from cxlab.report._survey import BOOT, MOST_ORDERS, SEED, Survey, drivers_of

if TYPE_CHECKING:
    from cxlab import reading
    from cxlab.instruments import Instrument

FINDINGS = 5  # sentences a manager reads


@dataclass
class Answers:
    """What was computed for the report, and where each of them stands in it."""

    survey: Survey
    found: dict[str, Result] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def add(
        self, name: str, heading: str, result: Any, *, words: str | None = None, drawn: bool = True
    ) -> None:
        """Put a result under a heading; ``words`` in place of its own explanation."""
        self.found[name], self.places[name] = result, len(self.parts) + 1  # findings go first
        told = result.explain() if words is None else words
        self.parts.append(Part(heading, result, (Statement(told),), drawn))

    def say(self, heading: str, statements: Sequence[tuple[str, Sequence[str]]]) -> Part:
        """Return a part of words only; each statement names the results it draws on."""
        said = [
            Statement(words, tuple(self.places[name] for name in names if name in self.places))
            for words, names in statements
        ]
        return Part(heading, None, tuple(said))


def management(
    data: pd.DataFrame | reading.Survey,
    *,
    nps: str | None = None,
    instrument: str | Instrument | None = None,
    outcome: str | None = None,
    drivers: Sequence[str] | None = None,
    by: str | None = None,
    lang: str | None = None,
    title: str | None = None,
) -> Document:
    """Write a report on a survey for a manager; what is not named is left out.

    Parameters
    ----------
    data
        One row per respondent; or what ``cx.read`` gave, whose instrument is scored if none is
        named, and of which the report says how it was read and how good the answers are.
    nps
        Column with the 0-10 answer to "how likely are you to recommend us".
    instrument
        A questionnaire that is scored: a name such as ``"servqual"``, or an Instrument.
    outcome, drivers
        The column to be explained, and two or more columns that may explain it.
    by
        Column of groups, such as a branch. Groups with fewer than ten answers are not shown.
    lang
        ``"en"`` or ``"zh"``; the language in use when absent.
    title
        Title of the report.

    Returns
    -------
    Document
        Findings in at most five sentences, then recommendation, service, drivers, priorities, what
        is weak, method and sources. ``code`` holds the Python behind the numbers.

    Raises
    ------
    DataError
        A column is absent, or holds the wrong kind of answers.
    ModelError
        The drivers can't explain the outcome: too few rows, collinearity.
    SpecError
        Nothing is asked for, outcome and drivers do not stand together, the language or the
        questionnaire is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> survey = pd.DataFrame({"recommend": [10, 9, 8, 6, 10, 3, 9, 7]})
    >>> report = management(survey, nps="recommend")
    >>> report.parts[0].words[0].text
    'Of 8 customers 50.0% are promoters and 25.0% detractors: NPS +25.0 (95% interval ...).'
    """
    with use(lang or language()):
        file = None if isinstance(data, pd.DataFrame) else _read(data)
        if file is None:
            return _write(data, nps, instrument, (outcome, drivers), by, title)
        asked = file.instrument if instrument is None else instrument
        made = _write(file.data, nps, asked, (outcome, drivers), by, title)
        return replace(made, parts=(*made.parts[:-2], _reading(file), *made.parts[-2:]))


def _read(data: Any) -> Any:
    """Return a survey that was read; ``None`` for anything else, which the checks refuse."""
    from cxlab.reading import Survey as File

    return data if isinstance(data, File) else None


def _reading(file: reading.Survey) -> Part:
    """Say how the answers were read: the changes and doubts of the log."""
    log = file.overview().drop(columns=[_("before"), _("after")]) if len(file.log) else None
    return Part(_("How the answers were read"), log, (Statement(file.explain()),))


def _write(data: Any, nps: Any, instrument: Any, explained: Any, by: Any, title: Any) -> Document:
    names = drivers_of(*explained)
    if nps is None and instrument is None and names is None:
        raise SpecError(
            _(
                "There is nothing to report on. Name at least one of: nps (a column), instrument "
                "(a questionnaire), outcome with drivers (columns)."
            )
        )
    named = _("Customer experience: report for management")
    named = named if title is None else text(title, "title")
    answers = Answers(Survey(data, by))
    if nps is not None:
        _recommendation(answers, nps)
    if instrument is not None:
        _service(answers, instrument)
    if names is not None:
        _drivers(answers, explained[0], names)
    table, words = _priorities.priorities(answers)
    answers.places["priorities"] = len(answers.parts) + 1
    said = (Statement(words, () if table is None else (answers.places["priorities"],)),)
    answers.parts.append(Part(_("What to do first"), table, said))
    findings = _findings.findings(answers)[:FINDINGS]
    return Document(
        title=named,
        lead=_(
            "What {n:,} rows of a survey say, and how sure it is. Every number stands in a "
            "numbered table; the sources are at the end."
        ).format(n=len(data)),
        lang=language(),
        code=answers.survey.code,
        parts=(
            answers.say(_("What was found"), findings),
            *answers.parts,
            answers.say(_("What is weak about it"), _method.weak(answers)),
            answers.say(_("How it was computed"), _method.methods(answers)),
        ),
    )


def _recommendation(answers: Answers, item: str) -> None:
    from cxlab.metrics import nps

    survey = answers.survey
    heading = _("How many customers recommend us")
    answers.add("nps", heading, survey.call("nps", nps, item), drawn=survey.by is None)
    if survey.by is None:
        return
    heading = _("Recommendation by {by}").format(by=survey.inside(survey.by))
    split = survey.call("nps_by", nps, item, by=True)
    answers.add("nps_by", heading, split)
    if len(split.table) > 1:
        survey.lines.append("differences = nps_by.differences()")
        answers.add("differences", heading, split.differences())


def _service(answers: Answers, instrument: Any) -> None:
    from cxlab.instruments import get, score

    survey = answers.survey
    result: Any = survey.call("service", score, instrument)
    name = get(instrument) if isinstance(instrument, str) else result.instrument
    heading = localized(name.title)
    answers.add("service", heading, result, words=_findings.service_words(result))
    if survey.by is not None:
        heading = _("{what} by {by}").format(what=heading, by=survey.inside(survey.by))
        split = survey.call("service_by", score, instrument, by=True)
        answers.add("service_by", heading, split, words=_findings.service_by_words(split))


def _drivers(answers: Answers, outcome: str, names: list[str]) -> None:
    from cxlab.drivers import importance, ipa

    survey = answers.survey
    method = "lmg" if len(names) <= MOST_ORDERS else "johnson"
    options: dict[str, Any] = {"boot": BOOT, "seed": SEED}
    shares = survey.call("importance", importance, outcome, names, method=method, **options)
    heading = _("What goes with {y}").format(y=survey.inside(outcome))
    answers.add("importance", heading, shares)
    places = survey.call("ipa_map", ipa, outcome, names, **options)
    answers.add("ipa", _("Importance against performance"), places)
