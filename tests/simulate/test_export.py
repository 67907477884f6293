"""Files as survey platforms hand them out: what they must have, and what is refused."""

import csv
import io

import pandas as pd
import pytest

import cxlab as cx

DATA = cx.simulate.meiyu(60, seed=11).data
PLATFORMS = ["wenjuanxing", "tencent", "qualtrics", "limesurvey", "surveymonkey", "google",
             "microsoft"]  # fmt: skip


def rows(file):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(file.content.decode(encoding))))
        except UnicodeDecodeError:
            continue
    raise AssertionError


@pytest.mark.parametrize("layout", PLATFORMS)
def test_a_file_holds_every_respondent_and_is_the_same_again(layout):
    file = cx.simulate.export(DATA, layout, seed=3)
    again = cx.simulate.export(DATA, layout, seed=3)
    assert file.content == again.content
    assert file.content != cx.simulate.export(DATA, layout, seed=4).content
    heads = {"qualtrics": 3, "surveymonkey": 2}.get(layout, 1)
    table = rows(file)
    assert len(table) - heads == len(file.answers)
    assert len(set(map(len, table))) == 1
    assert list(file.texts["column"]) == list(file.answers)


def test_the_answers_are_those_of_the_data():
    file = cx.simulate.export(DATA, "wenjuanxing", by="number")
    assert file.answers["x_price"].tolist() == DATA["x_price"].tolist()
    liked = DATA["x_price"] >= DATA["e_price"] + 1
    answered = file.answers["liked_price"].notna()
    assert file.answers["liked_price"][answered].tolist() == liked[answered].tolist()
    best = file.answers.filter(like="rank_").eq(1).idxmax(axis=1).str.removeprefix("rank_")
    weights = DATA.filter(like="w_").loc[:, [f"w_{kind}" for kind in cx.simulate._meiyu.TYPES]]
    assert best.tolist() == weights.idxmax(axis=1).str.removeprefix("w_").tolist()
    asked = file.answers["repurchased"].notna()
    assert asked.tolist() == (DATA["segment"] == "local").tolist()


def test_what_platforms_add():
    table = rows(cx.simulate.export(DATA, "wenjuanxing"))
    cells = {cell for row in table for cell in row}
    assert "(跳过)" in cells
    assert any("┋" in cell for cell in cells)
    assert any("→" in cell for cell in cells)
    assert any("〖打电话〗" in cell for cell in cells)
    table = rows(cx.simulate.export(DATA, "qualtrics", lang="en"))
    assert table[3][table[0].index("Status")] == "Survey Preview"
    assert table[2][0].startswith('{"ImportId"')
    whole = [row[table[0].index("Finished")] for row in table[3:]]
    assert {"True", "False"} == set(whole)


def test_any_other_frame_gives_one_question_to_a_column():
    data = pd.DataFrame({"a": [1, 2, None], "b": ["x", None, "z"]})
    data.attrs["labels"] = {"a": {"en": "How good?", "zh": "多好？"}}
    file = cx.simulate.export(data, "tencent")
    assert rows(file)[0][6:8] == ["1.多好？", "2.b"]
    assert file.answers["a"].tolist()[:2] == [1, 2]


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"layout": "paper"}, "wenjuanxing"),
        ({"layout": "google", "by": "number"}, "qualtrics"),
        ({"layout": "tencent", "by": "words"}, "number"),
        ({"layout": "tencent", "format": "sav"}, "xlsx"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_refused(options, match, lang):
    with cx.use(lang), pytest.raises(cx.SpecError, match=match):
        cx.simulate.export(DATA, **options)
    with cx.use(lang):
        assert "60" in repr(cx.simulate.export(DATA, "microsoft", format="xlsx"))
