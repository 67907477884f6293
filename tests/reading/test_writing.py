"""What is written: safe from formulas, explained, legal to SPSS and Stata, never half a file."""

import csv
import re
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typed_files import survey

import cxlab as cx
from cxlab.reading._packages import SPSS, STATA
from cxlab.reading._writing.csv import write_csv
from cxlab.reading._writing.excel import write_excel
from cxlab.reading._writing.parquet import write_parquet
from cxlab.reading._writing.statistical import write_sav, write_stata

pytest.importorskip("pyreadstat")
pytest.importorskip("polars")

WRITE = {
    ".csv": write_csv,
    ".xlsx": write_excel,
    ".parquet": write_parquet,
    ".sav": write_sav,
    ".dta": write_stata,
}
HARMFUL = ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x", " =1", "'=1", "#N/A"]
DATA = pd.DataFrame(
    {
        "=q(1)": pd.Series(HARMFUL, dtype="str"),
        "n": np.arange(len(HARMFUL)) - 5.5,
        "-5": pd.array([-5, None] + [1] * (len(HARMFUL) - 2), "Int64"),
    }
)


def sheets(path):
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [[own.value for own in row] for row in sheet.iter_rows()] for sheet in book
    }


def test_a_csv_has_no_cell_that_a_spreadsheet_would_run(tmp_path):
    path = write_csv(survey(DATA), tmp_path / "a.csv")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[0] == ["'=q(1)", "n", "-5"]
    assert all(row[0].startswith(("'", "#")) for row in rows[1:])
    assert [float(row[1]) for row in rows[1:]] == DATA["n"].tolist()
    assert [row[2] for row in rows[1:3]] == ["-5", ""]


def test_a_workbook_has_no_formula_and_no_error(tmp_path):
    path = write_excel(survey(DATA), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            assert not {own.data_type for own in row} & {"f", "e"}
    first = book.worksheets[0]
    assert [own.value for own in first[1]] == ["'=q(1)", "n", "-5"]
    assert [own.value for own in first["A"]][1:] == [*(f"'{text}" for text in HARMFUL[:-1]), "#N/A"]
    assert [own.data_type for own in first["B"]][1:] == ["n"] * len(HARMFUL)


@pytest.mark.parametrize(("lang", "names"), [("en", ["Answers", "Log"]), ("zh", ["答卷", "日志"])])
def test_a_workbook_explains_itself_in_the_language_in_use(tmp_path, lang, names):
    with cx.use(lang):
        path = write_excel(survey(DATA), tmp_path / "a.xlsx")
        words = survey(DATA).shown().iloc[:, 0].tolist()
    found = sheets(path)
    assert [name for name in found if not name.startswith("_")] == names
    assert openpyxl.load_workbook(path)["_cxlab"].sheet_state == "hidden"
    assert found[names[1]][1][0] == words[0]
    assert "'=cmd()" in found[names[1]][1]


def test_codebook_log_and_quality_are_in_words(tmp_path):
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.integers(1, 8, (60, 22)), columns=[f"sq_p{i:02}" for i in range(1, 23)])
    data.iloc[4] = 4
    data.insert(0, "respondent_id", range(501, 561))
    with cx.use("zh"):
        read = cx.read(data.to_csv(index=False).encode(), "servqual")
        found = sheets(read.to_excel(tmp_path / "a.xlsx"))
        assert list(found) == ["答卷", "编码簿", "日志", "作答质量", "质量规则", "_cxlab"]
        book = pd.DataFrame(found["编码簿"][1:], columns=found["编码簿"][0])
        assert book["类别"].tolist()[:2] == ["受访者编号", "量表题"]
        assert book["维度"].tolist()[1] == "有形性"
        assert book["识别依据"].tolist()[1] == "列名"
        assert {type(row[3]) for row in found["日志"][1:]} <= {int, type(None)}
        heads, *rows = found["作答质量"]
        assert heads[:4] == [
            "respondent_id", "在“答卷”表中的行号", "所读文件的第几行", "连续相同答案（straight）"
        ]  # fmt: skip
        assert rows[4][:4] == [505, 6, 6, True]
        assert found["答卷"][6 - 1][0] == 505
        assert found["质量规则"][1:] == read.quality.shown().to_numpy().tolist()
        left = sheets(read.without("straight").to_excel(tmp_path / "b.xlsx"))["作答质量"]
        assert left[5][:2] == [None, None]  # no longer among the answers
        assert left[6][:2] == [506, 6]


def test_spss_gets_questions_answer_words_and_legal_names(tmp_path):
    import pyreadstat

    data = pd.DataFrame(
        {
            "满意度(1-5)": pd.array([1, 5], "Int64"),
            "satisfied?": pd.array([True, None], "boolean"),
            "ALL": [0.25, 1.5],
            "day": pd.to_datetime(["2024-04-24", None]),
        }
    )
    data.attrs["labels"] = {"满意度(1-5)": {"en": "How satisfied?", "zh": "满意吗？"}}
    data.attrs["words"] = {"满意度(1-5)": {1: {"en": "bad", "zh": "差"}, 5: "good"}}
    with cx.use("zh"):
        write_sav(survey(data), tmp_path / "a.sav")
    frame, about = pyreadstat.read_sav(tmp_path / "a.sav", dates_as_pandas_datetime=True)
    assert about.column_names == ["满意度_1_5", "satisfied", "ALL_", "day"]
    assert about.column_labels[:3] == ["满意度(1-5) | 满意吗？", "satisfied?", "ALL"]
    assert about.variable_value_labels["满意度_1_5"] == {1.0: "差", 5.0: "good"}
    assert about.variable_value_labels["satisfied"] == {0.0: "否", 1.0: "是"}
    assert about.original_variable_types["ALL_"] == "F16.2"
    assert frame["day"].tolist()[0] == pd.Timestamp("2024-04-24")


def test_stata_has_shorter_names(tmp_path):
    import pyreadstat

    data = pd.DataFrame({"int": [True, False], "x" * 40: [True, False], "x" * 40 + "y": [1, 2]})
    write_stata(survey(data), tmp_path / "a.dta")
    _frame, about = pyreadstat.read_dta(tmp_path / "a.dta")
    assert about.column_names == ["int_", "x" * 28, "x" * 26 + "_2"]
    assert about.column_labels == ["int", "x" * 40, "x" * 40 + "y"]


@pytest.mark.parametrize("package", [SPSS, STATA])
def test_names_are_legal_and_each_another_one(package):
    wanted = [
        "a b",
        "a-b",
        "A.B",
        "",
        "1",
        "满" * 30,
        "满" * 31,
        "using",
        "to",
        "_x",
        "😀",
        "é²",
        "a_",
    ]
    names = package.names(wanted)
    assert len({name.lower() for name in names}) == len(wanted)
    assert all(re.fullmatch(r"[^\W\d][^\W]*", name) for name in names)
    assert all(package.size(name) <= package.most for name in names)
    for name, wish in zip(names, wanted, strict=True):
        if wish:
            assert package.original(name, package.told(name, wish, "How | was it?"))[0] == wish


@pytest.mark.parametrize("ending", WRITE)
def test_the_path_is_checked_and_returned(tmp_path, ending):
    write, whole = WRITE[ending], survey(DATA)
    path = tmp_path / f"答卷{ending}"
    path.write_bytes(b"an older file")
    assert write(whole, str(path)) == path
    assert path.read_bytes() != b"an older file"
    for wrong in (tmp_path / "a.doc", 5, tmp_path / "none" / f"a{ending}"):
        with pytest.raises(cx.SpecError):
            write(whole, wrong)
    kept = {path.name, "答卷.codebook.json"} if ending == ".csv" else {path.name}
    assert {each.name for each in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    ("ending", "data", "words"),
    [
        (".xlsx", {"x": ["a" * 32_768, "b"]}, "32,767"),
        (".xlsx", {"x": ["=" * 32_767, "b"]}, "32,767"),
        (".sav", {"x": ["满" * 11_000, "b"]}, "32,767"),
        (".dta", {"x": [1e308, 0.5]}, "larger"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_and_nothing_is_written(tmp_path, ending, data, words):
    for lang in ("en", "zh"):
        with cx.use(lang), pytest.raises(cx.SpecError, match="'x'") as caught:
            WRITE[ending](survey(pd.DataFrame(data)), tmp_path / f"a{ending}")
        assert lang == "zh" or words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_data_without_columns_or_with_two_of_a_name_are_refused(tmp_path):
    for data in (pd.DataFrame(), pd.DataFrame([[1, 2]], columns=["a", "a"])):
        with pytest.raises(cx.SpecError, match="columns"):
            write_parquet(survey(data), tmp_path / "a.parquet")


def test_the_survey_is_not_changed(tmp_path):
    whole = survey(DATA.copy())
    for ending, write in WRITE.items():
        write(whole, tmp_path / f"a{ending}")
    pd.testing.assert_frame_equal(whole.data, DATA)


def test_every_part_of_the_workbook_is_well_formed(tmp_path):
    import xml.etree.ElementTree as tree

    data = pd.DataFrame({"x": ["a\x01b", "a\ufffeb", "_x0041_", "]]>", "<&>"]})
    path = write_excel(survey(data), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            tree.fromstring(archive.read(name))
