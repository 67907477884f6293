"""Written and read again: the same frame, whatever reading can yield, in every format."""

import string
import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_writing import WRITE
from typed_files import survey

import cxlab as cx
from cxlab.reading._files import sheet_reader, typed_reader

SIGNS = st.characters(codec="utf-8", exclude_characters="\x00")
ODD = ["=1+1", "'=x", "-3.5", "007", "1,3", "12%", "2024-01-02", "TRUE", "NA", "#N/A", "(跳过)"]
ODD += [
    "_x000D_",
    'say "hi"',
    "a\r\nb",
    "a\nb",
    "满意；不满意",
    "5-非常满意",
    "1┋3",
    "\u202eab",
    "a;b;c",
]
TEXTS = st.one_of(st.sampled_from(ODD), st.text(SIGNS, max_size=12)).map(str.strip)
NAMES = st.one_of(
    st.sampled_from(["满意度(1-5)", "a b", "a-b", "q1 | x", "using", "_", "中" * 30, "-5", "1"]),
    st.text(string.ascii_letters + "满意度门店_ .?()（）", min_size=1, max_size=40),
).map(lambda name: " ".join(name.split()) or "x")
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9998, 12, 31)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
NUMBERS = st.floats(-1e300, 1e300, allow_nan=False)
WHOLE = st.integers(-(2**53), 2**53)


def gaps(cells):
    return st.one_of(st.none(), cells)


def column(cells, dtype, n):
    return st.lists(gaps(cells), min_size=n, max_size=n).map(
        lambda values: pd.Series(values, dtype=object).astype(dtype)
    )


def category(n):
    kinds = st.tuples(
        st.lists(TEXTS.filter(bool), min_size=1, max_size=4, unique=True), st.booleans()
    )
    return kinds.flatmap(
        lambda kind: st.lists(st.integers(-1, len(kind[0]) - 1), min_size=n, max_size=n).map(
            lambda codes: pd.Series(
                pd.Categorical.from_codes(codes, pd.Index(kind[0], dtype="str"), ordered=kind[1])
            )
        )
    )


@st.composite
def frames(draw):
    n = draw(st.integers(1, 6))
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique_by=str.lower))
    kinds = [
        column(TEXTS.map(lambda text: text or None), "str", n),
        column(WHOLE, "Int64", n),
        column(NUMBERS, "float64", n),
        column(st.booleans(), "boolean", n),
        column(MOMENTS, "datetime64[us]", n),
        category(n),
    ]
    data = pd.DataFrame({name: draw(st.one_of(kinds)) for name in names})
    data.attrs["labels"] = {name: draw(TEXTS) for name in names[:2]}
    return data


def again(data, ending, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = WRITE[ending](survey(data), Path(folder) / f"a{ending}")
        return cx.reading.table(path, keep_personal=True, **options)


@pytest.fixture
def at_once(monkeypatch):
    """Let our own files, which do no harm, be read without a process for each."""
    readers = {"sheet_reader.py": sheet_reader.read, "typed_reader.py": typed_reader.read}

    def read(reader, content, options, limits):
        room = {"rows": limits.rows, "columns": limits.columns}
        return readers[reader](content, {**room, **options})

    for module in ("workbook", "statistical", "parquet"):
        monkeypatch.setattr(f"cxlab.reading._files.{module}.apart", read)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("ending", WRITE)
def test_the_same_frame_comes_back(ending):
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(frames())
    def check(data):
        read = again(data, ending)
        pd.testing.assert_frame_equal(read.data, data, check_exact=True)
        assert "own" in read.log["rule"].tolist()

    check()


def test_questions_and_answer_words_come_back():
    data = pd.DataFrame({"q 1": pd.array([1, 5], "Int64"), "id": ["001", "002"]})
    data.attrs["labels"] = {"q 1": "您满意吗？"}
    data.attrs["words"] = {"q 1": {1: "不满意", 5: "很满意"}}
    for ending in WRITE:
        attrs = again(data, ending).data.attrs
        assert attrs["labels"] == data.attrs["labels"], ending
        assert attrs["words"] == data.attrs["words"], ending


def test_a_csv_without_its_codebook_is_read_like_any_other(tmp_path):
    data = pd.DataFrame({"q1": pd.array([1, None, 5], "Int64"), "id": ["1", "2", "3"]})
    path = WRITE[".csv"](survey(data), tmp_path / "a.csv")
    assert cx.reading.table(path).data["id"].dtype == "str"
    assert cx.reading.table(path.read_bytes()).data["id"].dtype == "Int64"
    for broken in ("", "{}", "[1]", '[{"cxlab": 1}]', "[" * 10_000):
        (tmp_path / "a.codebook.json").write_text(broken, encoding="utf-8")
        assert cx.reading.table(path).data["id"].dtype == "Int64"


def test_a_file_that_was_changed_since_is_looked_at_anew(tmp_path):
    data = pd.DataFrame({"q1": pd.array([1, 2, 5], "Int64"), "id": ["1", "2", "3"]})
    path = WRITE[".csv"](survey(data), tmp_path / "a.csv")
    path.write_text(path.read_text("utf-8-sig").replace("5,3", "five,3\n4,4"), "utf-8-sig")
    read = cx.reading.table(path).data
    assert read["q1"].tolist() == ["1", "2", "five", "4"]
    assert read["id"].tolist() == ["1", "2", "3", "4"]
    path.write_text("other,id\n1,2\n3,4\n", "utf-8")
    assert list(cx.reading.table(path).data) == ["other", "id"]


@pytest.mark.parametrize("ending", [".xlsx", ".sav"])
def test_a_survey_keeps_its_items(tmp_path, ending):
    rows = [f"{k:03d},{k % 5 + 1},{(k * 3) % 5 + 1},2024-04-{k % 28 + 1:02d}" for k in range(40)]
    first = cx.read(
        "编号,您对服务满意吗,您对价格满意吗,日期\n{}\n".format("\n".join(rows)).encode("gbk")
    )
    path = {".xlsx": first.to_excel, ".sav": first.to_sav}[ending](tmp_path / f"a{ending}")
    second = cx.read(path)
    pd.testing.assert_frame_equal(second.data, first.data)
    names = ["column", "kind", "scale_low", "scale_high"]
    pd.testing.assert_frame_equal(second.items[names], first.items[names])
