"""Exports of survey platforms: recognised, taken apart, and the answers found again."""

import numpy as np
import pandas as pd
import pytest
from files import csv, xlsx

import cxlab as cx
from cxlab.reading._cells.frame import framed
from cxlab.reading._files.column import Column
from cxlab.reading._files.limits import Limits
from cxlab.reading._layouts import LAYOUTS
from cxlab.reading._layouts.cells import in_time, seconds
from cxlab.reading._log import Log
from cxlab.reading._opened import opened
from cxlab.simulate._questionnaire import questions_of

WORLD = cx.simulate.meiyu(60, seed=11).data
DATA = WORLD[[name for name in WORLD if not name.startswith(("sq_", "value_", "rel_", "realm_"))]]
BOTH = ["wenjuanxing", "tencent", "qualtrics", "limesurvey", "surveymonkey"]
CASES = [
    (name, by) for name in LAYOUTS for by in ("text", "number") if by == "text" or name in BOTH
]


def sheet_of(content, layout=None):
    log = Log()
    return opened(content, "", None, Limits(), log, layout), log


def table_of(content, layout=None):
    sheet, log = sheet_of(content, layout)
    return sheet, framed(sheet, False, log), log.frame()


def found_in(sheet, frame, file, by):
    """Return the column of the frame for each column of answers."""
    if by == "number":
        own = ("q", "Q", "G1Q", "Loyalty")
        names = [name for name in frame if name.startswith(own) and sheet.kinds.get(name) != "text"]
        return dict(zip(file.answers, names, strict=True))
    labels = {}
    for name in frame:
        labels.setdefault(sheet.labels.get(name, name), []).append(name)
    out = {}
    for each in file.texts.itertuples():
        whole = [f"{each.question}—{each.part}", f"{each.question} — {each.part}", each.part]
        known = [
            label for label in ([each.question] if not each.part else whole) if label in labels
        ]
        out[each.column] = labels[known[0]].pop(0)
    return out


@pytest.mark.parametrize(("layout", "by"), CASES)
def test_the_answers_come_back(layout, by):
    lang = "en" if by == "number" or layout in ("google", "qualtrics") else "zh"
    file = cx.simulate.export(DATA, layout, by=by, lang=lang, format="csv")
    sheet, frame, log = table_of(file.content)
    assert sheet.layout == layout
    assert len(frame) == len(file.answers)
    entry = log[log["rule"] == "layout"]
    assert entry["after"].tolist() == [layout]
    assert entry["kind"].tolist() == ["mended"]
    rows = DATA.iloc[[0] * (layout == "qualtrics") + list(range(len(DATA)))].reset_index(drop=True)
    asked = {name: q for q in questions_of(rows, lang) for name in q.parts}
    names = found_in(sheet, frame, file, by)
    for name, wanted in file.answers.items():
        got, question = frame[names[name]], asked[name]
        plain = (question.beside == "").to_numpy()
        words = question.options if by == "text" else {}
        told = [pd.NA if pd.isna(value) else words.get(value, value) for value in wanted]
        if got.dtype == "boolean" and question.kind == "single":
            got = got.map({True: words[1], False: words[2]})
        same = [
            (pd.isna(a) and pd.isna(b)) or (not pd.isna(a) and not pd.isna(b) and str(a) == str(b))
            for a, b, keep in zip(told, got, plain, strict=True)
            if keep
        ]
        assert all(same), name
        if question.kind == "multiple":
            assert sheet.kinds[names[name]] == "multiple"
            assert got.dtype == "boolean"
        if question.kind == "ranking":
            assert sheet.kinds[names[name]] == "rank"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_workbook_gives_the_same_as_a_csv(layout):
    csv_file = cx.simulate.export(DATA.head(12), layout)
    book = cx.simulate.export(DATA.head(12), layout, format="xlsx")
    _sheet, one, _log = table_of(csv_file.content)
    _sheet, two, _log = table_of(book.content)
    assert list(one) == list(two)
    pd.testing.assert_frame_equal(one, two, check_dtype=False)


def test_roles():
    wanted = {
        "wenjuanxing": {"id", "submitted", "duration"},
        "tencent": {"id", "started", "submitted", "duration"},
        "qualtrics": {"id", "started", "submitted", "duration", "finished", "status"},
        "limesurvey": {"id", "started", "submitted", "duration", "finished"},
        "surveymonkey": {"id", "started", "submitted", "duration"},
        "google": {"submitted"},
        "microsoft": {"id", "started", "submitted", "duration"},
    }
    for layout, roles in wanted.items():
        sheet, frame, _log = table_of(cx.simulate.export(DATA.head(20), layout, lang="en").content)
        assert set(sheet.roles) == roles
        for role, name in sheet.roles.items():
            if role in ("submitted", "started"):
                assert frame[name].dtype.kind == "M", (layout, name)
            if role == "duration":
                assert frame[name].between(20, 3000).all()


@pytest.mark.parametrize(
    ("given", "layout"),
    [("问卷星", "wenjuanxing"), ("wjx", "wenjuanxing"), (" WJX", "wenjuanxing"),
     ("Wenjuanxing", "wenjuanxing"), ("腾讯问卷", "tencent"), ("Google Forms", "google")],
)  # fmt: skip
def test_a_platform_goes_by_several_names(given, layout):
    file = cx.simulate.export(DATA.head(12), layout)
    assert cx.read(file.content, layout=given).layout == layout
    with pytest.raises(cx.SpecError, match="问卷"):
        cx.read(file.content, layout="问卷")


@pytest.mark.parametrize(("lang", "words"), [("zh", "问卷星"), ("en", "Wenjuanxing")])
def test_the_platform_is_named_in_the_language_in_use(lang, words):
    survey = cx.read(cx.simulate.export(DATA.head(12), "wenjuanxing").content)
    with cx.use(lang):
        for shown in (survey._repr_html_(), repr(survey), survey.explain()):
            assert words in shown
            assert "wenjuanxing" not in shown
        assert words in survey.shown().to_string()
    assert survey.log.loc[survey.log["rule"] == "layout", "after"].tolist() == ["wenjuanxing"]


def test_a_survey_of_wenjuanxing_reaches_its_scores():
    file = cx.simulate.export(WORLD, "wenjuanxing")
    survey = cx.read(file.content, "servqual")
    assert survey.layout == "wenjuanxing"
    items = cx.instruments.get("servqual").labels()
    for name in items:
        assert np.array_equal(
            survey.data[name].to_numpy(float, na_value=np.nan),
            WORLD[name].to_numpy(float),
            equal_nan=True,
        )
    assert survey.roles["duration"] == "所用时间"


def test_one_stray_name_makes_no_platform():
    for names in (
        ("序号", "来源", "满意度"),
        ("编号", "答题时长", "评分"),
        ("ID", "Start time", "Completion time"),
        ("Timestamp", "server", "load"),
        ("id", "seed", "x"),
        ("Status", "Progress", "Finished"),
        ("Start Date", "End Date", "Budget"),
    ):
        sheet, log = sheet_of(csv(names, ("1", "2", "3"), ("4", "5", "6")))
        assert sheet.layout == ""
        assert list(sheet.columns) == list(names)
        assert "layout" not in log.frame()["rule"].tolist()


def test_a_layout_is_forced_switched_off_or_refused():
    content = csv(("序号", "1、满意吗", "2、再来吗"), ("1", "5", "-3"), ("2", "4", "1"))
    assert sheet_of(content)[0].layout == ""
    sheet, _log = sheet_of(content, "wenjuanxing")
    assert (sheet.layout, list(sheet.columns)) == ("wenjuanxing", ["序号", "q1", "q2"])
    file = cx.simulate.export(DATA.head(10), "wenjuanxing").content
    sheet, log = sheet_of(file, "plain")
    assert sheet.layout == ""
    assert "1、您去的是哪家店？" in sheet.columns
    assert "layout" not in log.frame()["rule"].tolist()
    for lang, word in (("en", "marks"), ("zh", "特征")):
        with cx.use(lang):
            with pytest.raises(cx.SpecError, match=word) as caught:
                sheet_of(file, "qualtrics")
            assert "ImportId" in str(caught.value)
            with pytest.raises(cx.SpecError, match="surveymonkey") as caught:
                cx.read(file, layout="paper")
            assert "plain" in str(caught.value)


def wjx(*columns):
    """Return a table of Wenjuanxing with these columns behind its own."""
    meta = (
        ("序号", *"123456"),
        ("提交答卷时间", *["2026/3/2 9:05:48"] * 6),
        ("所用时间", *["182秒", "1分20秒"] * 3),
        ("来自IP", *["203.0.113.9(香港)"] * 6),
    )
    return csv(*zip(*meta, *columns, strict=True))


def test_a_matrix_however_its_rows_are_headed():
    for heads in (
        ("3、请评价以下方面—商品", "3、(物流)"),
        ("3、请评价以下方面—商品", "3、物流"),
        ("3、请评价以下方面—商品", "3、请评价以下方面—物流"),
        ("第3题(商品)", "第3题(物流)"),
    ):
        sheet, frame, _log = table_of(wjx((heads[0], *"123454"), (heads[1], *"543215")))
        assert frame["q3_1"].tolist() == [1, 2, 3, 4, 5, 4]
        assert sheet.labels["q3_2"].endswith("物流")
        assert sheet.groups["q3_1"] == sheet.groups["q3_2"] == "q3"


def test_a_ranking_of_the_best_three_only():
    sheet, frame, log = table_of(
        wjx(("4、排序", "甲→丙→乙", "丁→甲→乙", "(跳过)", "乙→甲→丙", "甲→乙→丁", "丙→丁→甲"))
    )
    assert frame["q4_甲"].tolist() == [1, 2, pd.NA, 2, 1, 3]
    assert frame["q4_丁"].tolist()[:2] == [pd.NA, 1]
    assert set(sheet.kinds.values()) == {"rank", "duration"}
    assert log.loc[log["rule"] == "skip_code", "rows"].tolist() == [1]
    parts = [
        ("4(甲)", "1", "2", "3", "1", "-3", "2"),
        ("4(乙)", "2", "1", "-2", "3", "-3", "1"),
        ("4(丙)", "3", "-2", "1", "2", "-3", "3"),
        ("4(丁)", "-2", "3", "2", "-2", "-3", "-2"),
    ]
    _sheet, frame, _log = table_of(wjx(*parts))
    assert frame["q4_乙"].tolist() == [2, 1, pd.NA, 3, pd.NA, 1]


def test_a_text_beside_an_option_stands_alone():
    sheet, frame, log = table_of(
        wjx(("1、渠道", "网上", "其他〖朋友〗", "门店", "其他〖电话〗", "网上", "门店"),
            ("2、原因", "外观┋价格", "其他〖好┋看〗", "(空)", "价格", "外观┋其他〖便宜〗", "外观"))
    )  # fmt: skip
    assert frame["q1"].tolist() == ["网上", "其他", "门店", "其他", "网上", "门店"]
    assert frame["q1_text"].dropna().tolist() == ["朋友", "电话"]
    assert frame["q2_其他"].tolist() == [False, True, pd.NA, False, True, False]
    assert frame["q2_text"].dropna().tolist() == ["好┋看", "便宜"]
    assert sheet.groups["q2_text"] == "q2"
    assert (log["rule"] == "option_text").sum() == 2


def test_indicators_of_a_skipped_question_are_missing_not_no():
    parts = [
        ("5(外观)", "1", "0", "-3", "-2", "0", "1"),
        ("5(价格)", "0", "1", "-3", "-2", "0", "1"),
    ]
    _sheet, frame, log = table_of(wjx(*parts))
    assert frame["q5_外观"].tolist() == [True, False, pd.NA, pd.NA, False, True]
    entry = log[log["rule"] == "skip_code"].iloc[0]
    assert (entry["rows"], entry["first"], entry["before"]) == (2, 4, "-2, -3")


def test_codes_are_codes_in_such_files_only():
    cells = ["5", "-3", "4", "-2", "3", "1"]
    _sheet, frame, log = table_of(wjx(("1、满意", *cells), ("2、价格", *"123451")))
    assert frame["q1"].tolist() == [5, pd.NA, 4, pd.NA, 3, 1]
    assert log.loc[log["rule"] == "skip_code", "rows"].tolist() == [2]
    rows = [(str(k), cell) for k, cell in enumerate(cells)]
    _sheet, frame, log = table_of(csv(("n", "满意"), *rows))
    assert frame["满意"].tolist() == [5, -3, 4, -2, 3, 1]
    assert "skip_code" not in log["rule"].tolist()


def test_surveymonkey_with_questions_that_repeat():
    rows = [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "How good?", None, "How good?",
         "Why?"],
        [None, None, None, None, "Goods", "Staff", "Response", "Open-Ended Response"],
        *[[k, 1, "01/15/2026 09:05:00 AM", "01/15/2026 09:15:00 PM", k % 5, 3, "fine", f"t{k}"]
          for k in range(1, 7)],
    ]  # fmt: skip
    sheet, frame, log = table_of(xlsx(rows))
    assert [name for name in frame if name[0] == "q"] == ["q1_1", "q1_2", "q2", "q3"]
    assert sheet.labels["q1_2"] == "How good? — Staff"
    assert frame["End Date"].iloc[0] == pd.Timestamp("2026-01-15 21:15:00")
    assert log.loc[log["rule"] == "header_rows", "rows"].tolist() == [2]


def test_qualtrics_without_the_third_row():
    rows = [
        ("StartDate", "ResponseId", "Duration (in seconds)", "Q1"),
        ("Start Date", "Response ID", "Duration (in seconds)", "How good?"),
        ("2026-01-15 09:05:00", "R_1", "60", "4"),
        ("2026-01-15 09:06:00", "R_2", "70", "5"),
    ]
    sheet, frame, _log = table_of(csv(*rows))
    assert frame["Q1"].tolist() == [4, 5]
    assert sheet.labels["Q1"] == "How good?"


def test_qualtrics_options_in_columns_and_texts_beside_them():
    rows = [("ResponseId", "Duration (in seconds)", "Q2_1", "Q2_4", "Q2_4_TEXT"),
            ("Response ID", "Duration (in seconds)", "Why? - Selected Choice - Price",
             "Why? - Selected Choice - Other", "Why? - Other - Text"),
            ("R_1", "60", "Price", "", ""), ("R_2", "70", "", "Other", "the view"),
            ("R_3", "80", "", "", "")]  # fmt: skip
    sheet, frame, _log = table_of(csv(*rows))
    assert frame["Q2_1"].tolist() == [True, False, pd.NA]
    assert frame["Q2_4"].tolist() == [False, True, pd.NA]
    assert frame["Q2_4_TEXT"].dropna().tolist() == ["the view"]
    assert set(sheet.groups.values()) == {"Q2"}
    assert sheet.labels["Q2_1"] == "Why? — Price"


def test_limesurvey_remarks_and_the_other_option():
    names = ("id", "submitdate", "lastpage", "G1Q1[SQ001]", "G1Q1[SQ002]", "G1Q1[SQ001comment]",
             "G1Q2", "G1Q2[other]")  # fmt: skip
    rows = [("1", "2026-01-15 09:05:00", "3", "Y", "", "cheap", "A1", ""),
            ("2", "", "1", "", "Y", "", "-oth-", "radio")]  # fmt: skip
    sheet, frame, log = table_of(csv(names, *rows))
    assert frame["G1Q1_SQ001"].tolist() == [True, False]
    assert frame["G1Q1_SQ001comment"].dropna().tolist() == ["cheap"]
    assert frame["G1Q2"].tolist() == ["A1", "other"]
    assert frame["G1Q2_other"].dropna().tolist() == ["radio"]
    assert log.loc[log["rule"] == "unfinished", "rows"].tolist() == [1]
    assert sheet.kinds["G1Q2_other"] == "text"


def test_a_duration_is_computed_from_start_and_end():
    names = ("ID", "Start time", "Completion time", "Email", "How was it?")
    ends = ["2026-01-15 09:06:10", "2026-01-15 09:04:00", "", "2026-01-15 09:05:31"]
    rows = [(str(k), "2026-01-15 09:05:00", end, "anonymous", "well") for k, end in enumerate(ends)]
    survey = cx.read(csv(names, *rows))
    assert survey.roles["duration"] == "duration"
    assert survey.data["duration"].tolist() == [70, pd.NA, pd.NA, 31]
    assert survey.items.set_index("column").loc["duration", "kind"] == "duration"
    entry = survey.log[survey.log["rule"] == "duration_computed"]
    assert entry[["rows", "before"]].to_numpy().tolist() == [[2, "Start time, Completion time"]]
    whole = [(*row[:2], "2026-01-15 09:06:00", *row[3:]) for row in rows]  # no seconds on the clock
    assert "duration" not in cx.read(csv(names, *whole)).roles


def test_limesurvey_heads_of_code_and_text():
    names = ("id. Response ID", "submitdate. Date submitted", "lastpage. Last page",
             "startlanguage. Start language", "startdate. Date started",
             "G1Q1[SQ001]. Rate us [Staff]", "G1Q1[SQ002]. Rate us [Price]",
             "interviewtime. Total time", "ipaddr. IP address")  # fmt: skip
    rows = [(str(k), f"2026-01-15 09:05:0{k}", "3", "en", "2026-01-15 09:01:00", str(k), "4",
             f"24{k}.5", "10.0.0.1") for k in range(1, 6)]  # fmt: skip
    survey = cx.read(csv(names, *rows))
    assert survey.layout == "limesurvey"
    assert dict(survey.roles) == {
        "id": "id", "started": "startdate", "submitted": "submitdate", "finished": "submitdate",
        "duration": "interviewtime"}  # fmt: skip
    assert survey.data["G1Q1_SQ001"].tolist() == [1, 2, 3, 4, 5]
    assert survey.data.attrs["labels"]["G1Q1_SQ001"] == "Rate us [Staff]"
    assert "10.0.0.1" not in survey.data.to_csv()


def test_forms_know_texts_that_respondents_wrote_themselves():
    options = ["Price;", "Price;Staff;", "Staff;", "Price;"] * 6
    cells = [*options, "Price;my own words;"]
    rows = [(str(k), "2026-01-15 09:05:00", "2026-01-15 09:06:00", "anonymous", cell)
            for k, cell in enumerate(cells)]  # fmt: skip
    _sheet, frame, _log = table_of(
        csv(("ID", "Start time", "Completion time", "Email", "What did you like?"), *rows)
    )
    assert [name for name in frame if name.startswith("q1")] == [
        "q1_Price", "q1_Staff", "q1_other", "q1_text"]  # fmt: skip
    assert frame["q1_text"].dropna().tolist() == ["my own words"]
    assert frame["q1_Price"].iloc[-1]


def test_sentences_with_commas_are_no_choices():
    words = ["Good, but dear", "Dear, and slow", "Fine", "Slow", "Good"] * 10
    rows = [(f"1/{k % 27 + 1}/2026 9:05:00", cell, "4") for k, cell in enumerate(words)]
    _sheet, frame, _log = table_of(csv(("Timestamp", "How was it?", "How much?"),
                                       *[(a, f'"{b}"', c) for a, b, c in rows]))  # fmt: skip
    assert frame["q1"].tolist() == words


def test_plain_tables_have_roles_too():
    rows = [(f"r{k}", "2026-03-02 10:00:00", "3分20秒", str(k % 5 + 1)) for k in range(12)]
    sheet, frame, log = table_of(csv(("编号", "提交时间", "答题时长（秒）", "满意度"), *rows))
    assert dict(sheet.roles) == {"id": "编号", "submitted": "提交时间", "duration": "答题时长(秒)"}
    assert frame["答题时长(秒)"].tolist() == [200] * 12
    survey = cx.read(csv(("编号", "提交时间", "答题时长（秒）", "满意度"), *rows))
    assert dict(survey.roles) == dict(sheet.roles)
    assert "duration" in log["rule"].tolist()
    for word in ("low", "1"):  # a shop's number, a class in words or by number
        rows = [(str(k % 3), "high" if k % 2 and word == "low" else word) for k in range(12)]
        sheet, _frame, _log = table_of(csv(("id", "status"), *rows))
        assert not sheet.roles


def test_a_header_in_two_rows_names_the_question_of_its_columns():
    book = xlsx([["门店", "满意度", None], [None, "价格", "服务"], ["A", 4, 3], ["B", 5, 2]],
                merged=["A1:A2", "B1:C1"])  # fmt: skip
    sheet, _log = sheet_of(book)
    assert dict(sheet.groups) == {"满意度_价格": "满意度", "满意度_服务": "满意度"}


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("182秒", 182), ("1分20秒", 80), ("1小时0分5秒", 3605), ("00:03:02", 182), ("3:02", 182),
     ("182", 182), ("-5", -5), ("-5秒", -5), (182.5, 182.5), ("2 h 5 min", 7500), ("45s", 45),
     ("", None), ("soon", None), ("2026-01-15", None), (True, None)],
)  # fmt: skip
def test_durations(cell, wanted):
    assert seconds(cell) == wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["1/15/2026 9:05:00", "2/3/2026 21:05:00"], ["2026-01-15 09:05", "2026-02-03 21:05"]),
        (["15/1/2026 9:05:00", "2/3/2026 21:05:00"], ["2026-01-15 09:05", "2026-03-02 21:05"]),
        (["2026/01/15 下午 9:05:00"], ["2026-01-15 21:05"]),
        (["01/15/2026 12:05:00 AM"], ["2026-01-15 00:05"]),
        (["2026-01-15T09:05:00Z", "2026-01-15T09:05:00Z"], ["2026-01-15 09:05"]),
        (["2026/01/15 9:05:00 AM GMT+8", "2026/01/15 9:05:00 AM GMT+9"],
         ["2026-01-15 01:05", "2026-01-15 00:05"]),
        (["31/31/2026 9:05:00"], ["31/31/2026 9:05:00"]),
    ],
)  # fmt: skip
def test_times(cells, wanted):
    column = in_time(Column.of(cells), "t", range(2, 99), Log())
    got = [cell if isinstance(cell, str) else f"{cell:%Y-%m-%d %H:%M}" for cell in column.cells]
    assert got == wanted


def test_the_order_of_rows_changes_no_name():
    file = cx.simulate.export(DATA, "wenjuanxing")
    head, *rows = file.content.split(b"\r\n")[:-1]
    turned = b"\r\n".join([head, *reversed(rows)]) + b"\r\n"
    one, two = table_of(file.content)[1], table_of(turned)[1]
    assert set(one) == set(two)
    for name in one:
        assert one[name].astype("str").tolist() == two[name].astype("str").tolist()[::-1]
