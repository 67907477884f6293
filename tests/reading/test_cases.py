"""What a survey kit must survive: every case of files and values is refused, mended or named.

Numbers: the list of cases. Whatever is mended or doubted stands in the log, with its first line.
"""

import re
from datetime import date, datetime

import pandas as pd
import pytest
from files import csv, lying, ods, packed, protected, xls, xlsx

import cxlab as cx

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANSWERS = (("门店", "满意度"), ("中环店", "4"), ("旺角店", "5"), ("沙田店", "3"))
TABLE = [["branch", "score"], ["A", 4], ["B", 5], ["C", 3]]
BOMB = xlsx(TABLE, parts={"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 60_000_000})
LIAR = lying(
    xlsx(TABLE, parts={"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 60_000_000}),
    "xl/worksheets/sheet1.xml",
    1_000,
)
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    b"</sheetData></worksheet>"
)
QUALTRICS = csv(
    ("Q1", "Q2"),
    ('"How satisfied, all in all?"', "Branch"),
    ('"{""ImportId"":""QID1""}"', '"{""ImportId"":""QID2""}"'),
    ("4", "A"),
    ("5", "B"),
)
LONG = "12、总体来说，您对本次到店购买家用电器的整个过程（咨询、挑选、付款、送货、安装等）有多满意"


def column(values, name="x"):
    """Return a CSV with row numbers and one column of values."""
    return csv(("row", name), *((f"r{place}", f'"{each}"') for place, each in enumerate(values)))


# name: (content, file name, words of the message that do not depend on the language)
ERRORS = {
    "06 mixed encodings": (csv(*ANSWERS) + csv(("太子店", "2"), encoding="gb18030"), "a.csv", "5"),
    "07 empty file": (b"\xef\xbb\xbf\r\n", "a.csv", ""),
    "08 header only": (csv(ANSWERS[0]), "a.csv", ""),
    "10 NUL bytes": (csv(*ANSWERS) + b"A\x00B,3\r\n", "a.csv", "5"),
    "12 quotes unclosed": (csv(*ANSWERS[:2], ('"旺角店', "5"), ("沙田店", "3")), "a.csv", "3"),
    "12 text behind a quote": (csv(*ANSWERS[:2], ('"旺角"店', "5")), "a.csv", "3"),
    "13 ragged rows": (csv(*ANSWERS, ("太子店", "2", "贵")), "a.csv", "5"),
    "13 short rows": (csv(*ANSWERS[:2], ("太子店",), *ANSWERS[2:]), "a.csv", "3"),
    "14 html saved as xls": (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", ".xlsx"),
    "15 password": (protected(), "a.xlsx", ""),
    "16 zip bomb": (BOMB, "a.xlsx", "60"),
    "16 zip bomb that lies": (LIAR, "a.xlsx", "50"),
    "16 a stray cell": (xlsx(TABLE, parts={"xl/worksheets/sheet1.xml": FAR}), "a.xlsx", ""),
    "18 over the limit": (b"a,b\r\n" + b"1,2\r\n" * 600_000, "a.csv", "megabytes="),
    "23 duplicate names": (csv(("q1", "q2", " q1"), ("1", "2", "3")), "a.csv", "q1"),
    "44 infinite": (column(["1", "inf", "3"]), "a.csv", "'x'"),
    "44 too large": (column(["1", "1e999", "3"]), "a.csv", "'x'"),
    "53 rounded by Excel": (xlsx([["id", "x"], [1234567890123456768, 1], [1234567890123456800, 2]]),
                            "a.xlsx", "'id'"),
    "53 rounded in a CSV": (column(["1.23457E+18", "1.23457E+18"], "order"), "a.csv", "'order'"),
    "56 day or month": (column(["3/4/2024", "5/6/2024"]), "a.csv", "3/4/2024"),
    "56 day and month": (column(["13/4/2024", "5/16/2024"]), "a.csv", "5/16/2024"),
    "unknown kind": (b"SQLite format 3\x00" + bytes(50), "a.db", "xlsx"),
    "damaged": (xlsx(TABLE)[:-40], "a.xlsx", ""),
    "personal data only": (csv(("手机",), ("13800138000",), ("13900139000",)), "a.csv",
                           "keep_personal"),
}  # fmt: skip

# name: (content, file name, rule of the log, column of the log, what the frame must hold)
NAMED = {
    "01 GBK": (csv(*ANSWERS, encoding="gbk"), "a.csv", "encoding", "", {"门店": "旺角店"}),
    "02 GB18030": (csv(*ANSWERS[:2], ("㐂䶮𠮷店", "5"), ANSWERS[3], encoding="gb18030"),
                   "a.csv", "encoding", "", {"门店": "㐂䶮𠮷店"}),
    "03 byte order mark": (csv(*ANSWERS, encoding="utf-8-sig"), "a.csv", "byte_order_mark", "",
                           {"门店": "旺角店"}),
    "04 UTF-16 from Excel": (csv(*ANSWERS, encoding="utf-16", delimiter="\t"), "a.txt", "encoding",
                             "", {"门店": "旺角店"}),
    "05 Big5": (csv(("分店", "滿意度"), ("中環總店", "4"), ("旺角購物廣場", "5"), encoding="big5"),
                "a.csv", "encoding_guess", "", {"分店": "旺角購物廣場"}),
    "09 one row": (csv(*ANSWERS[:2]), "a.csv", "one_row", "", {}),
    "11 semicolon": (csv(*ANSWERS, delimiter=";"), "a.csv", "delimiter", "", {"满意度": 5}),
    "11 tab": (csv(*ANSWERS, delimiter="\t"), "a.tsv", "delimiter", "", {"满意度": 5}),
    "17 macros": (xlsx(TABLE, parts={"xl/vbaProject.bin": b"x"}), "a.xlsm", "macros", "",
                  {"score": 5}),
    "17 links": (xlsx(TABLE, parts={"xl/externalLinks/externalLink1.xml": b"<x/>"}), "a.xlsx",
                 "links", "", {"score": 5}),
    "19 Qualtrics": (QUALTRICS, "a.csv", "header_rows", "", {"Q1": 5, "Q2": "B"}),
    "20 two header rows": (
        xlsx([["门店", "满意度", None], [None, "价格", "服务"], ["A", 4, 3], ["B", 5, 2]],
             merged=["A1:A2", "B1:C1"]),
        "a.xlsx", "header_rows", "", {"门店": "B", "满意度_价格": 5, "满意度_服务": 2}),
    "21 merged header": (
        xlsx([["门店", "满意度", None], ["A", 4, 3], ["B", 5, 2]], merged=["B1:C1"]),
        "a.xlsx", "merged_cells", "满意度", {"满意度": 5, "满意度_2": 2}),
    "22 title rows": (b"2024\xe5\xb9\xb4\xe8\xb0\x83\xe6\x9f\xa5\r\n\r\n" + csv(*ANSWERS), "a.csv",
                      "title_rows", "", {"满意度": 5}),
    "22 title in a workbook": (
        xlsx([["Survey", None, None], ["a", "b", "c"], [1, 2, 3], [4, 5, 6]], merged=["A1:C1"]),
        "a.xlsx", "title_rows", "", {"b": 5}),
    "24 blank name": (csv(("a", "", "c"), ("1", "2", "3"), ("4", "5", "6")), "a.csv", "name_blank",
                      "column_2", {"column_2": 5}),
    "25 spaces and brackets": (csv((" 满意度（1-5） ", "b"), ("4", "1"), ("5", "2")), "a.csv",
                               "name_spaces", "满意度(1-5)", {"满意度(1-5)": 5}),
    "26 formula as name": (csv(("=cmd()", "b"), ("4", "1"), ("5", "2")), "a.csv", "name_formula",
                           "cmd()", {"cmd()": 5}),
    "27 script in a name": (csv(("<script>x</script>", "b"), ("4", "1"), ("5", "2")), "a.csv",
                            "name_markup", "x", {"x": 5}),
    "29 question as name": (csv((LONG, "b"), ("4", "1"), ("5", "2")), "a.csv", "name_long", "q12",
                            {"q12": 5}),
    "30 hidden rows": (xlsx(TABLE, hidden=[3]), "a.xlsx", "hidden", "", {"score": 5}),
    "31 full-width digits": (column(["４", "５", "３"]), "a.csv", "full_width", "x", {"x": 5}),
    "33 labels and numbers": (column(["4", "very good", "3"]), "a.csv", "mixed", "x",
                              {"x": "very good"}),
    "40 decimal comma": (csv(("a", "b"), ("3,5", "1"), ("4,25", "2"), delimiter=";"), "a.csv",
                         "decimal_comma", "a", {"a": 4.25}),
    "41 thousands": (column(["1,200", "12,345", "950"]), "a.csv", "thousands", "x", {"x": 12_345}),
    "42 percent": (column(["12%", "12.5%", "９％"]), "a.csv", "percent", "x", {"x": 0.125}),
    "43 currency": (column(["¥99", "¥1,280.50", "￥15"]), "a.csv", "currency", "x", {"x": 1280.5}),
    "45 99 as missing": (column(["1", "99", "5", "4", "3"]), "a.csv", "missing_code", "x",
                         {"x": 99}),
    "46 skipped": (column(["1", "(跳过)", "5", "（空）"]), "a.csv", "skipped", "x", {"x": None}),
    "47 NA as a name": (column(["Li", "NA", "Wang"]), "a.csv", "missing_text", "x", {"x": "NA"}),
    "47 NA among numbers": (column(["1", "NA", "3"]), "a.csv", "missing_word", "x", {"x": None}),
    "48 only spaces": (column(["1", " \u3000", "3"]), "a.csv", "blank_text", "x", {"x": None}),
    "50 several choices": (column(["1,3", "2,4", "1"]), "a.csv", "choices", "x", {"x": "2,4"}),
    "52 leading zeros": (column(["0012", "0345", "1200"]), "a.csv", "identifier", "x",
                         {"x": "0345"}),
    "52 long numbers": (column(["1234567890123456789", "1234567890123456780"]), "a.csv",
                        "identifier", "x", {"x": "1234567890123456780"}),
    "54 error in a workbook": (xlsx([["a", "b"], [1, 1], ["#N/A", 2], [3, 3]]), "a.xlsx",
                               "error_cell", "a", {"a": None}),
    "54 error in a CSV": (column(["1", "#DIV/0!", "3"]), "a.csv", "error_cell", "x", {"x": None}),
    "55 Chinese dates": (column(["2024年4月23日", "2024年4月24日"]), "a.csv", "date", "x",
                         {"x": pd.Timestamp("2024-04-24")}),
    "56 the day cannot be a month": (column(["3/4/2024", "24/4/2024"]), "a.csv", "date", "x",
                                     {"x": pd.Timestamp("2024-04-24")}),
    "57 Excel's days": (xlsx([["提交日期", "b"], [45405, 1], [45406, 2]]), "a.xlsx", "excel_serial",
                        "提交日期", {"提交日期": pd.Timestamp("2024-04-24")}),
    "57 from 1904": (
        xlsx([["d", "b"], [date(2024, 4, 23), 1], [date(2024, 4, 24), 2]], base_1904=True),
        "a.xlsx", "base_1904", "", {"d": pd.Timestamp("2024-04-24")}),
    "63 total row": (csv(*ANSWERS, ("合计", "12")), "a.csv", "total_row", "", {"满意度": 5}),
    "another ending": (csv(*ANSWERS), "a.xls", "ending", "", {"满意度": 5}),
    "empty rows": (csv(*ANSWERS[:3], ("", ""), ANSWERS[3]), "a.csv", "blank_rows", "",
                   {"满意度": 5}),
    "trailing separators": (csv(*ANSWERS[:3], ("沙田店", "3", "")), "a.csv", "trailing_cells", "",
                            {"满意度": 5}),
    "further sheets": (xlsx(None, sheets={"a": TABLE, "b": TABLE}), "a.xlsx", "other_sheets", "",
                       {"score": 5}),
    "phones": (csv(("contact", "b"), ("13800138000", "1"), ("139 0013 9000", "2")), "a.csv",
               "personal", "contact", {"b": 2}),
    "phones in texts": (column(["ok", "call 13800138000 please", "fine"]), "a.csv",
                        "personal_inside", "x", {}),
}  # fmt: skip


def message(content, name, lang, **options):
    with cx.use(lang), pytest.raises(cx.CxError) as caught:
        cx.reading.table(content, name=name, **options)
    return str(caught.value)


@pytest.mark.parametrize("name", ERRORS)
def test_it_is_refused_in_words(name):
    content, file, named = ERRORS[name]
    limits = cx.reading.Limits(megabytes=2.5 if name[:2] in ("16", "18") else 25)
    english, chinese = (message(content, file, lang, limits=limits) for lang in ("en", "zh"))
    assert named in english
    assert named in chinese
    assert not CHINESE.search(english)
    assert CHINESE.search(chinese)
    assert "cannot be read as a table" not in english  # the net under all others
    assert english.count(".") >= 1
    assert len(english) > 60


@pytest.mark.parametrize("name", NAMED)
def test_it_is_read_and_named(name):
    content, file, rule, where, cells = NAMED[name]
    read = cx.reading.table(content, name=file)
    entries = read.log[read.log["rule"] == rule]
    assert len(entries) == 1, read.log
    assert entries["column"].item() == where
    for label, value in cells.items():
        found = read.data[label].iloc[1]
        assert pd.isna(found) if value is None else found == value


@pytest.mark.parametrize("name", NAMED)
def test_the_log_speaks_both_languages(name):
    content, file, rule, *_ = NAMED[name]
    read = cx.reading.table(content, name=file)
    place = read.log["rule"].tolist().index(rule)
    for lang in ("en", "zh"):
        with cx.use(lang):
            words = read.shown().iloc[place, :2].tolist()
            assert all(bool(CHINESE.search(word)) == (lang == "zh") for word in words)
            assert read.explain()


def test_28_names_that_no_formula_could_hold():
    names = ["class", "a-b", "y"]
    rows = [(str(k % 5), str(k % 7), str((3 * k) % 11)) for k in range(40)]
    read = cx.reading.table(csv(names, *rows))
    assert list(read.data) == names
    fit = cx.drivers.regress(read.data, "y", ["class", "a-b"])
    assert {"class", "a-b"} <= set(fit.tidy()["term"])


def test_38_and_39_answers_outside_their_scale():
    read = cx.reading.table(column(["9", "11", "10", "3", "7"], "nps"))
    with pytest.raises(cx.DataError, match="11"):
        cx.metrics.nps(read.data, "nps")
    read = cx.reading.table(column(["4", "3.5", "5"], "csat"))
    assert read.data["csat"].dtype == "float64"
    with pytest.warns(cx.CxWarning, match=r"3\.5"):
        cx.metrics.csat(read.data, "csat", scale=(1, 5))


@pytest.mark.parametrize("build", [xlsx, xls, ods])
def test_the_workbooks_hold_the_same(build):
    read = cx.reading.table(build(TABLE))
    assert read.data.to_dict("list") == {"branch": ["A", "B", "C"], "score": [4, 5, 3]}
    assert read.data["score"].dtype == "Int64"
    assert len(read.log) == 0


def test_dates_and_yes_and_no_of_a_workbook_keep_their_type():
    moment = datetime(2024, 4, 24, 9, 30)
    read = cx.reading.table(
        xlsx(
            [["d", "t", "b", "x"], [date(2024, 4, 24), moment, True, 1.5]] * 1
            + [[None, moment, False, 2]]
        )
    )
    assert read.data["d"].iloc[0] == pd.Timestamp("2024-04-24")
    assert read.data["t"].iloc[0] == pd.Timestamp(moment)
    assert read.data["b"].dtype == "boolean"
    assert read.data["x"].tolist() == [1.5, 2.0]


def test_an_archive_of_something_else_is_named():
    assert "zip" in message(packed({"a.txt": "x"}), "a.xlsx", "en")
    assert "Word" in message(packed({"word/document.xml": "x"}), "a.docx", "en")
