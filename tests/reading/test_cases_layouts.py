"""What a survey kit must survive: the cases that exports of survey platforms bring.

Numbers: the list of cases. Whatever is mended or doubted stands in the log, with its first line.
"""

import re

import pandas as pd
import pytest
from files import csv, xlsx

import cxlab as cx

CHINESE = re.compile(r"[\u4e00-\u9fff]")
IDS = [f'"{{""ImportId"":""{name}""}}"' for name in ("startDate", "finished", "status", "QID1")]
QUALTRICS = csv(
    ("StartDate", "Finished", "Status", "Q1"),
    ("Start Date", "Finished", "Response Type", "How satisfied?"),
    IDS,
    ("2026-01-15 09:00:00", "True", "Survey Preview", "4"),
    ("2026-01-15 09:05:00", "False", "IP Address", "5"),
    ("2026-01-15 09:06:00", "True", "IP Address", "3"),
)
MONKEY = xlsx(
    [
        ["Respondent ID", "Collector ID", "Which ones?", None, "Why?"],
        [None, None, "Price", "Staff", "Open-Ended Response"],
        [1, 7, "Price", None, "cheap"],
        [2, 7, "Price", "Staff", "nice"],
        [3, 7, None, None, None],
    ]
)


def wjx(name, *cells):
    meta = ("序号", "提交答卷时间", "所用时间", "来自IP")
    rows = [(str(k), "2026/3/2 9:05:48", "182秒", "203.0.113.9(香港)", cell)
            for k, cell in enumerate(cells, start=1)]  # fmt: skip
    return csv((*meta, name), *rows)


def plain(names, *rows):
    return csv(names, *[[str(cell) for cell in row] for row in rows])


# name: (content, rule of the log, column of the log, first line, what row 2 of the frame holds)
NAMED = {
    "19 three header rows of Qualtrics": (QUALTRICS, "header_rows", "", 1, {"Q1": 5}),
    "19 Qualtrics recognised": (QUALTRICS, "layout", "", None, {"Q1": 5}),
    "20 two header rows of SurveyMonkey": (
        MONKEY, "header_rows", "", 1, {"q1_Price": True, "q1_Staff": True, "q2": "nice"}),
    "20 options in columns": (MONKEY, "multiple", "q1", 3, {"q1_Staff": True}),
    "23 names that a platform repeats": (
        csv(("ID", "Start time", "Completion time", "Email", "Name", "Staff", "Staff"),
            *[(str(k), "2026-01-15 09:00:00", "2026-01-15 09:05:00", "anonymous", "", "4", "2")
              for k in range(3)]),
        "names_repeated", "", 1, {"Staff": 4, "Staff_2": 2}),
    "46 codes -2 and -3": (wjx("1、满意吗", "5", "-3", "4", "-2"), "skip_code", "q1", 3,
                           {"q1": None}),
    "46 skipped in words": (wjx("1、满意吗", "一般", "(跳过)", "满意", "(空)"), "skipped", "q1", 3,
                            {"q1": None}),
    "50 several choices of Wenjuanxing": (
        wjx("2、原因", "外观", "外观┋价格", "(空)"), "multiple", "q2", 2,
        {"q2_外观": True, "q2_价格": True}),
    "50 several choices in any table": (
        plain(("row", "why"), ("a", "1┋3"), ("b", "2"), ("c", "1┋2┋3")), "multiple", "why", 2,
        {"why_1": False, "why_2": True, "why_3": False}),
    "50 choices with bars": (
        plain(("row", "why"), ("a", "1|3"), ("b", "2"), ("c", "1|2|3")), "multiple", "why", 2,
        {"why_1": False, "why_2": True}),
    "51 all answers in one cell": (
        plain(("no", "答卷内容"), (1, "1$2}2$1|3^我"), (2, "1$4}2$-3"), (3, "1$1}2$2")),
        "coded_answers", "答卷内容", 2, {"q1": 4, "q2_1": None, "q2_3": None}),
    "51 a matrix and a ranking in one cell": (
        plain(("no", "答卷内容"), (1, '"1$1!4,2!5}2$2,1,3"'), (2, '"1$1!3,2!2}2$3,2,1"')),
        "ranking", "q2", 2, {"q1_1": 3, "q1_2": 2, "q2_3": 1, "q2_1": 3}),
    "58 negative duration": (
        plain(("row", "用时", "q1"), ("a", 60, 4), ("b", -5, 5), ("c", 80, 3)),
        "negative_duration", "用时", 3, {"用时": -5}),
    "58 end before start": (
        plain(("开始时间", "结束时间", "q1"),
              ("2026-01-15 09:00:00", "2026-01-15 09:05:00", 4),
              ("2026-01-15 09:00:00", "2026-01-15 08:05:00", 5)),
        "negative_duration", "结束时间", 3, {"q1": 5}),
    "58 mixed time zones": (
        plain(("提交时间", "q1"), ("2026-01-15T09:00:00+08:00", 4),
              ("2026-01-15T09:00:00+09:00", 5)),
        "time_zones", "提交时间", 2, {"提交时间": pd.Timestamp("2026-01-15 00:00:00")}),
    "64 partial in Qualtrics": (QUALTRICS, "unfinished", "Finished", 5, {"Q1": 5}),
    "64 partial in LimeSurvey": (
        plain(("id", "submitdate", "lastpage", "startlanguage", "Q1"),
              (1, "2026-01-15 09:00:00", 3, "en", 4), (2, "", 1, "en", 5)),
        "unfinished", "submitdate", 3, {"Q1": 5}),
    "65 preview in Qualtrics": (QUALTRICS, "preview", "Status", 4, {"Q1": 5}),
    "65 test rows in any table": (
        plain(("状态", "q1"), ("已完成", 4), ("测试", 5), ("已完成", 3)), "preview", "状态", 3,
        {"q1": 5}),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_it_is_read_and_named(name):
    content, rule, where, first, cells = NAMED[name]
    survey = cx.read(content)
    entries = survey.log[(survey.log["rule"] == rule) & (survey.log["column"] == where)]
    assert len(entries) == 1, survey.log
    line = entries["first"].item()
    assert pd.isna(line) if first is None else line == first
    for label, value in cells.items():
        found = survey.data[label].iloc[1]
        assert pd.isna(found) if value is None else found == value, label


@pytest.mark.parametrize("name", NAMED)
def test_the_log_speaks_both_languages(name):
    content, rule, *_ = NAMED[name]
    survey = cx.read(content)
    place = survey.log["rule"].tolist().index(rule)
    for lang in ("en", "zh"):
        with cx.use(lang):
            words = survey.shown().iloc[place, :2].tolist()
            assert all(bool(CHINESE.search(word)) == (lang == "zh") for word in words)


@pytest.mark.parametrize("name", [name for name in NAMED if name[:2] in ("64", "65")])
def test_partial_and_test_answers_are_kept(name):
    content, rule, *_ = NAMED[name]
    survey = cx.read(content)
    assert len(survey.data) == len(cx.reading.table(content).data)
    assert survey.log.loc[survey.log["rule"] == rule, "kind"].tolist() == ["warned"]
