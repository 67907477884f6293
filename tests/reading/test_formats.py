"""SPSS, Stata, SAS and Parquet: types, labels, dates, missing codes, encodings; damage in words."""

import random
import re

import numpy as np
import pandas as pd
import pytest
from typed_files import FRAME, LABELS, parquet, spss, spss_gbk, written

import cxlab as cx

pytest.importorskip("pyreadstat")
pytest.importorskip("polars")

CHINESE = re.compile("[\u4e00-\u9fff]")
DATED = pd.DataFrame(
    {
        "n": [1.0, 2.0, np.nan],
        "day": pd.to_datetime(["2024-04-24", "1955-01-01", None]).astype("datetime64[us]"),
    }
)
PLAIN = pd.DataFrame({"q1": [1.0, np.nan, 3.0], "word": ["a", "b", ""]})
KINDS = {
    "sav": ("SPSS", {}),
    "por": ("SPSS", {}),
    "dta": ("Stata", {}),
    "xport": ("SAS", {}),
}


def table(content, **options):
    return cx.reading.table(content, **options)


def rules(read):
    return read.log["rule"].tolist()


def test_spss_tells_questions_answer_words_and_what_is_missing():
    read = table(spss())
    assert read.format == "SPSS"
    assert read.data["q1"].dtype == "Int64"
    assert read.data["q1"].tolist() == [1, 5, pd.NA, pd.NA]
    assert read.data["shop"].tolist() == FRAME["shop"].tolist()
    assert read.data.attrs["labels"] == LABELS
    assert read.data.attrs["words"] == {"q1": {1: "不满意", 5: "很满意"}}
    entry = read.log[read.log["rule"] == "missing_declared"]
    assert entry.iloc[0][["column", "rows", "first", "before"]].tolist() == ["q1", 1, 3, "99"]


def test_ranges_and_texts_may_be_declared_missing():
    frame = pd.DataFrame({"q1": [1.0, 97.0, 99.0, 4.0], "w": ["a", "zz", "b", "zz"]})
    content = written("sav", frame, missing_ranges={"q1": [{"lo": 97.0, "hi": 99.0}], "w": ["zz"]})
    read = table(content)
    assert read.data["q1"].tolist() == [1, pd.NA, pd.NA, 4]
    assert read.data["w"].isna().tolist() == [False, True, False, True]


@pytest.mark.parametrize("declared", [True, False])
def test_an_old_file_in_gbk_is_read(declared):
    read = table(spss_gbk(declared=declared))
    assert read.data["shop"].tolist() == FRAME["shop"].tolist()
    assert read.data.attrs["labels"] == LABELS
    assert read.data.attrs["words"] == {"q1": {1: "不满意", 5: "很满意"}}
    assert ("encoding_guess" in rules(read)) is not declared


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_told_by_the_content(kind):
    name, options = KINDS[kind]
    frame = PLAIN.rename(columns=str.upper) if kind == "por" else PLAIN
    read = table(written(kind, frame, **options), name="a.csv")
    assert read.format == name
    assert rules(read) == ["ending"]
    assert read.data.iloc[:, 0].tolist() == [1, pd.NA, 3]
    assert read.data.iloc[:, 1].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_every_version_of_stata_is_read(version):
    read = table(written("dta", PLAIN, version=version, column_labels={"q1": "quality"}))
    assert read.format == "Stata"
    assert read.data["q1"].tolist() == [1, pd.NA, 3]
    assert read.data.attrs["labels"] == {"q1": "quality"}


def test_a_packed_spss_file_is_read():
    content = spss(compress=True)
    assert content.startswith(b"$FL3")
    assert table(content, name="a.zsav").data["q1"].tolist() == [1, 5, pd.NA, pd.NA]


@pytest.mark.parametrize("kind", ["sav", "dta", "xport"])
def test_dates_are_dates(kind):
    read = table(written(kind, DATED))
    assert read.data["day"].dtype == "datetime64[us]"
    pd.testing.assert_series_equal(read.data["day"], DATED["day"])


@pytest.mark.parametrize(
    ("format", "count", "day"),
    [
        ("%td", 23_490.0, "2024-04-24"),
        ("%tdCCYY-NN-DD", 23_490.0, "2024-04-24"),
        ("%tc", 23_490 * 86_400e3 + 1_500, "2024-04-24T00:00:01.5"),
    ],
)
def test_stata_counts_days_or_thousandths(format, count, day):
    frame = pd.DataFrame({"d": [count, np.nan]})
    read = table(written("dta", frame, variable_format={"d": format}))
    assert read.data["d"].tolist() == [pd.Timestamp(day), pd.NaT]


def test_a_number_beyond_the_calendar_stays_a_number():
    frame = pd.DataFrame({"d": [1e18, 2.5]})
    read = table(written("sav", frame, variable_format={"d": "DATETIME20"}))
    assert read.data["d"].tolist() == [1e18, 2.5]


def test_parquet_keeps_its_types():
    frame = pd.DataFrame(
        {
            "满意度": pd.array([1, None, 5], "Int64"),
            "share": [0.5, np.nan, 1.0],
            "yes": pd.array([True, None, False], "boolean"),
            "day": pd.to_datetime(["2024-04-24", None, "2024-04-25"]),
            "word": pd.Categorical(["a", None, "b"]),
            "long": pd.array([1234567890123456789, 1234567890123456780, None], "Int64"),
            "list": [[1, 2], None, [3]],
        }
    )
    read = table(parquet(frame))
    assert read.format == "Parquet"
    assert read.data.dtypes.astype(str).to_dict() == {
        "满意度": "Int64",
        "share": "float64",
        "yes": "boolean",
        "day": "datetime64[us]",
        "word": "str",
        "long": "str",
        "list": "str",
    }
    assert read.data["long"].tolist()[:2] == ["1234567890123456789", "1234567890123456780"]
    assert rules(read) == ["identifier"]


def test_names_of_a_parquet_file_are_made_clean():
    frame = pd.DataFrame({"=cmd()": [1, 2], "<b>x</b>": [3, 4], "y" * 80: [5, 6]})
    read = table(parquet(frame))
    assert list(read.data) == ["cmd()", "x", "q3"]
    assert read.data.attrs["labels"] == {"q3": "y" * 80}


@pytest.mark.parametrize("content", [spss(), parquet(FRAME)], ids=["sav", "parquet"])
def test_the_limits_hold(content):
    for limit, word in ({"rows": 3}, "3 rows"), ({"columns": 1}, "2 columns"):
        with pytest.raises(cx.DataError, match=word):
            table(content, limits=cx.reading.Limits(**limit))


def test_personal_data_are_left_out():
    frame = FRAME.assign(mobile=["13800138000", "13900139000", "13700137000", ""])
    read = table(spss(frame))
    assert list(read.data) == ["q1", "shop"]
    assert "personal" in rules(read)


FILES = {
    "sav": spss(),
    "zsav": spss(compress=True),
    "dta": written("dta", PLAIN),
    "old dta": written("dta", PLAIN, version=10),
    "por": written("por", PLAIN.rename(columns=str.upper)),
    "parquet": parquet(FRAME),
    "sas7bdat": bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011") + bytes(900),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_breaks_off_is_refused_in_words(kind):
    content = FILES[kind]
    for lang in ("en", "zh"):
        with cx.use(lang), pytest.raises(cx.DataError) as caught:
            table(content[: len(content) * 3 // 4])
        assert bool(CHINESE.search(str(caught.value))) == (lang == "zh")
        assert "as a table" not in str(caught.value)  # the net under all others
        assert len(str(caught.value)) > 50


@pytest.mark.parametrize("kind", FILES)
def test_damage_gives_a_frame_or_an_error_in_words(kind):
    dice = random.Random(kind)
    for _round in range(3):
        content = bytearray(FILES[kind])
        for _flip in range(dice.choice((1, 8, 40))):
            content[dice.randrange(60, len(content))] ^= 1 << dice.randrange(8)
        try:
            found = f"{len(table(bytes(content)).data)} rows"
        except cx.CxError as error:
            found = str(error)
        assert found
        assert "as a table" not in found


@pytest.mark.parametrize("kind", ["sav", "parquet"])
def test_without_the_library_the_way_out_is_named(kind, monkeypatch):
    monkeypatch.setattr("cxlab.reading._libraries.find_spec", lambda name: None)
    with pytest.raises(cx.MissingExtra, match=r"cxlab\[survey\]"):
        table(FILES[kind])


@pytest.mark.parametrize("ending", ["sav", "dta", "parquet"])
def test_writing_without_the_library_names_the_way_out(ending, monkeypatch, tmp_path):
    survey = cx.read(b"a,b\n1,2\n3,4\n")
    monkeypatch.setattr("cxlab.reading._libraries.find_spec", lambda name: None)
    write = {"sav": survey.to_sav, "dta": survey.to_stata, "parquet": survey.to_parquet}
    with pytest.raises(cx.MissingExtra, match=r"cxlab\[survey\]"):
        write[ending](tmp_path / f"a.{ending}")


def test_values_without_words_have_none():
    assert table(spss(values={})).data.attrs["words"] == {}
