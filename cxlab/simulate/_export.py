"""A file as a survey platform hands it out, made of answers that are known."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.arguments import generator
from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _, listing
from cxlab.simulate._platforms import PLATFORMS, Sent
from cxlab.simulate._question import Question
from cxlab.simulate._questionnaire import questions_of

SEED = 2026
FIRST = datetime(2026, 3, 2, 9)
STOPPED = 0.04  # of the respondents leave before the end, where the platform hands them out too
PARTIAL = ("qualtrics", "limesurvey")  # who hand out answers that were never handed in
PREVIEW = ("qualtrics",)  # who mark tests of the questionnaire's maker
WORDS_ONLY = ("google", "microsoft")  # who hand out the words of options only
ENCODINGS = {"wenjuanxing": "gb18030", "surveymonkey": "utf-8", "google": "utf-8"}


@dataclass(frozen=True, eq=False)
class Export:
    """A file of a survey platform, and what was answered.

    Parameters
    ----------
    content
        The bytes of the file; :func:`cxlab.read` takes them as they are.
    name
        A name for it.
    answers
        What stands in the file: one row per respondent, in the order of the file; codes of
        options, ticks as yes and no, ranks; missing where a question was not asked or not answered.
    texts
        The question of each column of ``answers``, and the row or option of it.
    """

    content: bytes
    name: str
    answers: pd.DataFrame
    texts: pd.DataFrame

    def __repr__(self) -> str:
        return _("{name}: {rows:,} respondents, {size:,.0f} kB").format(
            name=self.name, rows=len(self.answers), size=len(self.content) / 1000
        )


def export(
    data: pd.DataFrame,
    layout: str,
    *,
    by: str = "text",
    lang: str = "zh",
    format: str = "csv",
    seed: int = SEED,
) -> Export:
    """Write answers as a survey platform exports them, with the quirks that such files have.

    Columns of the world of Meiyu become the questionnaire of its case: single and multiple
    choice, matrices, a ranking, a question for some only, a text beside an option; those of
    ``company`` become its own. Other columns become one question each. The file also has the
    platform's own columns (number, times, IP address, and the duration, taken from ``data`` where
    it is there), its marks for skipped questions and, where the platform exports them, answers
    that stop midway and a test by the questionnaire's author.

    Parameters
    ----------
    data
        Answers, such as ``meiyu(200).data``.
    layout
        The platform: ``wenjuanxing``, ``tencent``, ``qualtrics``, ``limesurvey``,
        ``surveymonkey``, ``google`` or ``microsoft``.
    by
        ``"text"`` for the words of the options, ``"number"`` for their numbers.
    lang
        The language of the questionnaire.
    format
        ``"csv"`` or ``"xlsx"``.
    seed
        Seed of the times and of who stops midway.

    Returns
    -------
    Export
        ``content`` are the bytes; ``answers`` what a reader must find in them.

    Raises
    ------
    DataError
        The data are not a frame with rows.
    SpecError
        There is no such platform, or it never exports the numbers of options.

    Examples
    --------
    >>> from cxlab.simulate import export, meiyu
    >>> file = export(meiyu(50, seed=7).data, "wenjuanxing")
    >>> file.content.decode("gb18030")[:16]
    '序号,提交答卷时间,所用时间,来'
    """
    validate.frame(data)
    validate.one_of(layout, tuple(PLATFORMS), "layout")
    validate.one_of(by, ("text", "number"), "by")
    validate.one_of(lang, LANGUAGES, "lang")
    validate.one_of(format, ("csv", "xlsx"), "format")
    if by == "number" and layout in WORDS_ONLY:
        raise SpecError(
            _(
                "{layout} hands out the words of the options, never their numbers. Use by='text', "
                "or one of: {others}."
            ).format(layout=layout, others=listing(set(PLATFORMS) - set(WORDS_ONLY)))
        )
    rng = generator(seed)
    tests = int(layout in PREVIEW)
    rows = data.iloc[[0] * tests + list(range(len(data)))].reset_index(drop=True)
    sent = _sent(len(rows), tests, layout, rng)
    if "duration" in rows:
        sent = replace(sent, seconds=rows["duration"].astype(int).tolist())
    questions = _until_stopped(questions_of(rows, lang), sent, rng)
    table = PLATFORMS[layout](questions, sent, by, lang)
    content = _csv(table, layout) if format == "csv" else _xlsx(table)
    parts = [
        (name, question.text, part)
        for question in questions
        for name, part in question.parts.items()
    ]
    return Export(
        content=content,
        name=f"{layout}_{by}.{format}",
        answers=pd.concat([question.answers for question in questions], axis=1),
        texts=pd.DataFrame(parts, columns=["column", "question", "part"]),
    )


def _sent(n: int, tests: int, layout: str, rng: np.random.Generator) -> Sent:
    waits = np.cumsum(rng.exponential(900, n)).astype(int)
    seconds = np.rint(np.exp(5.3 + 0.35 * rng.standard_normal(n))).astype(int)
    whole = rng.random(n) >= STOPPED if layout in PARTIAL else np.ones(n, bool)
    whole[: tests + 1] = True
    return Sent(
        start=[FIRST + timedelta(seconds=int(wait)) for wait in waits],
        seconds=seconds.tolist(),
        address=[f"203.0.113.{number}" for number in rng.integers(1, 255, n)],
        preview=[place < tests for place in range(n)],
        whole=whole.tolist(),
    )


def _until_stopped(
    questions: list[Question], sent: Sent, rng: np.random.Generator
) -> list[Question]:
    """Return the questions without what those would have answered who left before."""
    last = rng.integers(1, max(2, len(questions)), len(sent.whole))
    reached = np.where(sent.whole, len(questions), last)
    return [
        replace(
            question,
            answers=question.answers.mask(pd.Series(number >= reached)),
            beside=question.beside.where(number < reached, ""),
        )
        for number, question in enumerate(questions)
    ]


def _csv(table: list[list[object]], layout: str) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(table)
    return buffer.getvalue().encode(ENCODINGS.get(layout, "utf-8-sig"))


def _xlsx(table: list[list[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in table:
        sheet.append([None if cell == "" else cell for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
