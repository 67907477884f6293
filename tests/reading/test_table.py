"""The reader as a whole: sources, limits, types, personal data, what a reader of the log sees."""

import dataclasses
import io
import random
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from files import csv, ods, xls, xlsx
from hypothesis import given
from hypothesis import strategies as st

import cxlab as cx
from cxlab._core.i18n import _
from cxlab.reading import Limits
from cxlab.reading._log import KINDS, RULES

PLAIN = csv(("branch", "score"), ("A", "4"), ("B", ""), ("C", "3"))


def refused(content, match, **options):
    with pytest.raises(cx.CxError, match=match):
        cx.reading.table(content, **options)


def rules(content, **options):
    return cx.reading.table(content, **options).log["rule"].tolist()


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "answers.csv"
    place.write_bytes(PLAIN)
    return place


def test_every_source_gives_the_same(path):
    wanted = cx.reading.table(PLAIN).data
    for source in (path, str(path), bytearray(PLAIN), memoryview(PLAIN), io.BytesIO(PLAIN),
                   io.StringIO(PLAIN.decode())):  # fmt: skip
        pd.testing.assert_frame_equal(cx.reading.table(source).data, wanted)
    with path.open("rb") as file:
        pd.testing.assert_frame_equal(cx.reading.table(file).data, wanted)
        assert not file.closed


def test_only_the_ending_of_a_name_counts(path):
    for name in ("../../../etc/passwd.csv", "C:\\answers.csv", "a" * 300 + ".csv", "\x00.csv"):
        assert cx.reading.table(PLAIN, name=name).n == 3
    refused(PLAIN, "mp3", name="answers.mp3")


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"limits": {"rows": 5}}, r"cx\.reading\.Limits"),
        ({"limits": 25}, r"cx\.reading\.Limits"),
        ({"sheet": True}, "sheet"),
        ({"name": 3}, "name"),
        ({"keep_personal": "yes"}, "keep_personal"),
    ],
)
def test_wrong_options(options, match):
    refused(PLAIN, match, **options)


def test_wrong_sources(tmp_path):
    refused(tmp_path / "absent.csv", "absent")
    refused(tmp_path, "no file")
    refused(pd.DataFrame(), "DataFrame")
    refused(None, "NoneType")
    closed = io.BytesIO(PLAIN)
    closed.close()
    refused(closed, "ValueError")


@pytest.mark.parametrize(
    ("name", "value"),
    [("megabytes", 0), ("megabytes", "25"), ("rows", 0), ("columns", 2.5), ("cell", True)],
)
def test_wrong_limits(name, value):
    with pytest.raises(cx.SpecError, match=name):
        Limits(**{name: value})


def test_limits_hold_and_can_be_raised():
    many = csv(("a", "b"), *[("1", "2")] * 300)
    refused(many, r"299 rows.*Limits\(rows=", limits=Limits(rows=299))
    refused(many, r"Limits\(rows=", limits=Limits(rows=150))
    assert cx.reading.table(many, limits=Limits(rows=300)).n == 300
    wide = csv([f"q{k}" for k in range(50)], ["1"] * 50)
    refused(wide, r"50 columns.*Limits\(columns=", limits=Limits(columns=49))
    assert cx.reading.table(wide, limits=Limits(columns=50)).data.shape == (1, 50)
    book = xlsx([[f"q{k}" for k in range(50)], [1] * 50, [2] * 50])
    refused(book, r"Limits\(columns=", limits=Limits(columns=49))
    refused(many, r"0\.001 MB.*Limits\(megabytes=", limits=Limits(megabytes=0.001))


@pytest.mark.parametrize("size", [40_000, 200_000, 5_000_000])
def test_a_long_cell_is_refused_by_line_and_can_be_let_in(size):
    for content in (
        csv(("a", "b"), ("1", "2"), ("x" * size, "1")),
        xlsx([["a", "b"], [1, 2], ["x" * size, 1]]),
    ):
        refused(content, r"line 3 .*32,767.*Limits\(cell=")
        read = cx.reading.table(content, limits=Limits(cell=size))
        assert len(read.data["a"].iloc[1]) == size
    refused(csv(("a", "b" * size), ("1", "2")), "line 1 ")


def test_sheets_are_chosen_by_name_or_number():
    book = xlsx(None, sheets={"first": [["a"], [1], [2]], "second": [["b"], [3], [4]]})
    assert list(cx.reading.table(book).data) == ["a"]
    assert list(cx.reading.table(book, sheet="second").data) == ["b"]
    assert list(cx.reading.table(book, sheet=1).data) == ["b"]
    for sheet in ("third", 2, -1):
        refused(book, "first, second", sheet=sheet)


def test_types():
    data = cx.reading.table(
        csv(
            ("n", "x", "t", "d", "b", "empty"),
            ("1", "1.5", "good", "2024-04-24", "TRUE", ""),
            ("", "2", "", "", "FALSE", ""),
        )
    ).data
    assert [str(kind) for kind in data.dtypes] == [
        "Int64", "float64", "str", "datetime64[us]", "boolean", "float64"]  # fmt: skip
    assert data.iloc[1].isna().tolist() == [True, False, True, True, False, True]


def test_the_log_gives_the_line_of_the_file_as_excel_numbers_it():
    content = 'a,b\r\n"two\r\nlines",4\r\nx,５\r\n'.encode()
    entry = cx.reading.table(content).log.iloc[0]
    assert (entry["rule"], entry["column"], entry["rows"]) == ("full_width", "b", 1)
    assert entry["first"] == 3  # the break inside a cell begins no row
    assert (entry["before"], entry["after"]) == ("５", "5")


def test_a_clean_file_leaves_an_empty_log():
    read = cx.reading.table(PLAIN)
    assert len(read.log) == 0
    assert read.doubts == 0
    assert "Nothing had to be mended" in read.explain()
    assert read.n == len(read.data) == 3


def test_a_table_is_frozen_and_its_page_escaped():
    content = csv(("a<b", "t"), ("1", "<script>x</script>"), ("1,000", "=cmd()"))
    content = b't,a<b\r\n<script>x</script>,"1,000"\r\ny,5\r\n'
    read = cx.reading.table(content)
    page = read._repr_html_()
    assert "<script" not in page
    assert "a&lt;b" in page
    with pytest.raises(dataclasses.FrozenInstanceError):
        read.data = None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_has_words(lang):
    with cx.use(lang):
        words = [_(rule.words) for rule in RULES.values()]
        assert len(set(words)) == len(words)
        assert {rule.kind for rule in RULES.values()} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "cells", "dropped"),
    [
        ("contact", ["13800138000", "+86 139-0013-9000"], True),
        ("账号", ["110101199003071233", "440106198812240010"], True),
        ("reply to", ["li@example.com", "wang.wu@mail.example.cn"], True),
        ("来自IP", ["10.1.2.3(广东-深圳)", "192.168.0.1(北京)"], True),
        ("联系电话", ["2345 6789", "2345-0000"], True),
        ("phone", ["4", "5"], False),
        ("手机满意度", ["7", "6"], False),
        ("IP评分", ["3.5", "4.0"], False),
        ("order", ["20240424001", "20240424002"], False),
    ],
)
def test_personal_data_are_left_out(name, cells, dropped):
    content = csv(("n", name), *zip("123", cells, strict=False))
    read = cx.reading.table(content)
    assert (name not in read.data) == dropped
    assert not any(cell in read._repr_html_() for cell in cells if dropped)
    assert name in cx.reading.table(content, keep_personal=True).data


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(codec):
    content = csv(("branch", "说明"), ("A", "很好"), ("B", "还行"), encoding=codec)
    assert cx.reading.table(content).data["说明"].tolist() == ["很好", "还行"]


def test_western_letters_are_a_guess():
    content = csv(("Filiale", "Grund"), ("Köln", "zu spät"), ("Münster", "nett"), encoding="cp1252")
    read = cx.reading.table(content)
    assert read.data["Filiale"].tolist() == ["Köln", "Münster"]
    assert read.log["rule"].tolist() == ["encoding_guess"]


def test_a_cut_file_says_so():
    whole = csv(("门店", "n"), ("中环", "1"), ("旺角", "2"))
    refused(whole[: whole.rfind("角".encode()) + 2], "missing")


def test_short_chinese_files_are_told_from_big5():
    for word in ("中环", "满意", "门店价格", "服务很好", "一般", "联通"):
        content = f"a,b\n1,{word}\n"
        assert cx.reading.table(content.encode("gbk")).encoding == "GB18030", word


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1,234", "2,500"], [1234, 2500]),
        (["1.234,50", "2,5"], [1234.5, 2.5]),
        (["−5", "＋３"], [-5, 3]),
        (["12元", "8.5元"], [12, 8.5]),
        (["1e3", "2.5e-1"], [1000, 0.25]),
    ],
)
def test_numbers_as_people_type_them(cells, numbers):
    content = csv(("t", "x"), *zip("ab", cells, strict=True), delimiter=";")
    assert cx.reading.table(content).data["x"].tolist() == numbers


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.234", "2.500", "1.000,5"], [1234, 2500, 1000.5]),
        (["950", "1.234", "1.234.567"], [950, 1234, 1_234_567]),
        (["€ 1.234", "€ 99", "-2.000 €"], [1234, 99, -2000]),
        (["0.234", "1.234", "2"], [0.234, 1.234, 2]),  # a point before decimals all the same
        (["1.5", "1.234", "2"], [1.5, 1.234, 2]),
    ],
)
def test_where_the_comma_divides_decimals_points_divide_thousands(cells, numbers):
    content = csv(("t", "x"), *zip(("3,5", "4,25", "1,0"), cells, strict=True), delimiter=";")
    read = cx.reading.table(content)
    assert read.data["x"].tolist() == numbers
    grouped = [
        cell for cell in cells if numbers[cells.index(cell)] in (1234, 2500, 1_234_567, -2000)
    ]
    thousands = read.log[(read.log["rule"] == "thousands") & (read.log["column"] == "x")]
    assert thousands["rows"].sum() == len(grouped)


def test_what_is_no_number_stays_text():
    for cells in (
        ["10²", "3"],
        ["5%", "7"],
        ["¥5", "$7"],
        ["1234-5", "77-8"],
        ["1┋3", "2"],
        ["3/4", "1/2"],
    ):
        content = csv(("t", "x"), *zip("ab", cells, strict=True))
        assert cx.reading.table(content).data["x"].tolist() == cells


def test_labels_keep_the_long_question():
    question = "How satisfied are you with the service of our shop in the last twelve months?"
    read = cx.reading.table(csv((question, "b"), ("1", "2"), ("3", "4")))
    assert list(read.data) == ["q1", "b"]
    assert read.data.attrs["labels"] == {"q1": question}


def test_a_separator_may_be_declared():
    assert cx.reading.table(b"sep=;\r\na;b\r\n1;2\r\n3;4\r\n").data["b"].tolist() == [2, 4]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Cf")), max_size=8
)


@given(
    cells=st.lists(st.tuples(CELLS, st.integers(-(10**9), 10**9)), min_size=2, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_pandas_writes_comes_back(cells, delimiter, encoding):
    frame = pd.DataFrame(cells, columns=["text", "number"])
    frame["text"] = "§" + frame["text"] + "§"
    content = frame.to_csv(sep=delimiter, index=False).encode(encoding)
    read = cx.reading.table(content).data
    assert read["text"].tolist() == frame["text"].tolist()
    assert read["number"].tolist() == frame["number"].tolist()


@given(values=st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=20))
def test_numbers_survive_to_the_last_digit(values):
    frame = pd.DataFrame({"row": [f"r{k}" for k in range(len(values))], "x": values})
    read = cx.reading.table(frame.to_csv(index=False).encode()).data
    assert np.array_equal(read["x"].to_numpy(float), np.array(values, float))


SURVEY = [["门店", "日期", "满意", "意见"]] + [
    [("中环", "旺角")[k % 2], f"2024-01-{k + 10}", k % 7, f"第{k}位顾客说，还行"] for k in range(15)
]
TEXTS = [[f'"{cell}"' for cell in row] for row in SURVEY]
SEEDS = (
    csv(*TEXTS),
    csv(*TEXTS, encoding="gb18030", delimiter=";"),
    csv(*TEXTS, encoding="utf-16", delimiter="\t"),
    xlsx(SURVEY, merged=["A1:B1"]),
    ods(SURVEY),
    xls(SURVEY),
)


def mutated(content, draw):
    """Cut, flip, insert, re-encode, or change separators."""
    raw, size = bytearray(content), len(content)
    place = draw.randrange(size)
    way = draw.choice(["cut", "flip", "insert", "swap", "recode", "separator"])
    if way == "cut":
        del raw[place:]
    elif way == "flip":
        for _step in range(draw.choice([1, 1, 30])):
            raw[draw.randrange(size)] ^= 1 << draw.randrange(8)
    elif way == "insert":
        raw[place:place] = draw.randbytes(draw.randrange(1, 30))
    elif way == "swap":
        raw = raw[place:] + raw[:place]
    elif way == "recode":
        raw = bytearray(raw.decode("gb18030", "replace").encode("utf-16-le", "replace"))
    else:
        raw = raw.replace(b",", draw.choice([b";", b"\t", b"|", b'"', b"\n"]), place)
    return bytes(raw)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused(seed):
    draw = random.Random(seed)
    content = mutated(SEEDS[seed % len(SEEDS)], draw)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            read = cx.reading.table(content, name=draw.choice(["a.csv", "a.xlsx", "a.xls", None]))
        except cx.CxError as error:
            foreseen = "cannot be read as a table" not in str(error)  # the net under all others
        else:
            foreseen = read.n > 0 and bool(read._repr_html_()) and bool(read.explain())
    assert foreseen


def test_the_chapter_loads_no_library_that_only_some_files_need():
    code = "import sys, cxlab as cx; cx.reading; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {"python_calamine", "openpyxl", "pyreadstat"}
    assert not loaded & {"matplotlib", "seaborn", "scipy.stats", "scipy.optimize"}
