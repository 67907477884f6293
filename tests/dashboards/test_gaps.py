"""SERVQUAL gaps: numbers of cx.instruments, weights that move, own tables, faults."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shown import HAN, LATIN, agree, asked, blocks, csv, run, said, tables, words

import cxlab as cx
from cxlab.dashboards import gaps
from cxlab.instruments import get, reliability, score

RESULTS = ("scores", "weighted", "groups", "items", "reliability")
NAMES = re.compile(
    r"Excel|Word|Python|HTML|CSV|SERVQUAL|English|PNG|SVG|Nunnally|Peter|Churchill|Brown|phone|"
    r"shop|omega|alpha|performance|items|reliability|local|visitor|cxlab\.simulate|meiyu"
)


@pytest.fixture(scope="module")
def meiyu():
    return cx.load("meiyu")


@pytest.fixture
def page():
    return gaps(lang="en")


def own(n=90, seed=6, *, points=True):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(1, 8, (n, 44)), columns=get("servqual").columns())
    if points:
        given = rng.multinomial(100, [0.1, 0.3, 0.2, 0.2, 0.2], n)
        data = data.join(pd.DataFrame(given, columns=get("servqual").weights.columns))
    return data.assign(门店=["小店"] * 6 + ["东店", "西店"] * ((n - 6) // 2))


def frames(page):
    return tables(page.answers, RESULTS)


def ran(page, **names):
    return tables(run(page, **names), RESULTS)


def test_the_numbers_are_those_of_the_instrument(page, meiyu):
    scores = score(meiyu, "servqual")
    points = {"tangibles": 11, "reliability": 32, "responsiveness": 22, "assurance": 19}
    agree(
        frames(page),
        {
            "scores": scores.tidy(),
            "weighted": scores.reweight(points | {"empathy": 16}).tidy(),
            "groups": score(meiyu, "servqual", weights="equal", by="branch").tidy(),
            "items": score(meiyu, "servqual", level="item").tidy(),
            "reliability": reliability(meiyu, "servqual").tidy(),
        },
    )


def test_the_views_show_what_the_results_hold(page):
    tiles, dumbbell = blocks(page)["scores"].views
    table = page.answers["scores"].tidy().set_index("term")
    written = [f"{table.loc[term, 'estimate']:.2f}".replace("-", "−") for term in
               ("overall", "overall_weighted")]  # fmt: skip
    assert [row["text"] for row in tiles.rows][:2] == written
    assert tiles.rows[2]["label"] == "Largest gap: Responsiveness"
    shown = {row["term"]: (row["start"], row["end"]) for row in dumbbell.rows}
    for term, (start, end) in shown.items():
        assert (start, end) == tuple(table.loc[term, ["expectation", "perception"]])
    ends = [value for pair in shown.values() for value in pair]
    assert dumbbell.options["low"] <= min(ends) < max(ends) <= dumbbell.options["high"]
    items = [row["estimate"] for row in blocks(page)["items"].views[0].rows]
    assert len(items) == 22
    assert items == sorted(items)
    groups = [row["group"] for row in blocks(page)["groups"].views[0].rows]
    assert len(groups) == 20
    assert len([1 for one, two in pairwise(groups) if one != two]) == 4
    alphas = blocks(page)["reliability"].views[0]
    assert [row["group"] for row in alphas.rows][::5] == ["perception", "expectation", "gap"]
    assert alphas.options["zero"] == 0.7
    assert "keeps a reliability of" in said(page, "reliability")[0]


def test_weights_move_the_weighted_gap_alone(page):
    before = frames(page)
    for name, control in page._controls.items():
        if name.startswith("w."):
            control.value = 50.0 if name == "w.tangibles" else 0.0
    after = frames(page)
    for name in ("scores", "groups", "items", "reliability"):
        assert_frame_equal(after[name], before[name])
    row = after["weighted"].set_index("term")
    assert row.loc["overall_weighted", "estimate"] == pytest.approx(
        row.loc["tangibles", "weighted"]
    )
    assert "Tangibles weighs most" in said(page, "weighted")[0]
    page._controls["w.tangibles"].value = 0.0
    assert "not all zero" in said(page, "weighted")[1]
    assert "weighted" not in ran(page)


@pytest.mark.parametrize(
    "values", [{}, {"by": "channel", "w.empathy": 77.0}, {"weights": "equal", "by": "churned"}]
)
def test_the_program_gives_the_same_numbers(page, values):
    page.update(**values)
    agree(ran(page), frames(page))


def test_every_option_is_shown(page):
    for setting in [each for each in page.settings if hasattr(each, "options")]:
        for value in setting.options:
            page.update(**{setting.name: value})
            assert len(frames(page)) == 5
            assert not any(said(page, name)[1] for name in RESULTS)


def test_the_address_makes_the_same_page(page, monkeypatch):
    page.update(**{"by": "segment", "weights": "equal", "w.empathy": 5.0})
    again = asked(monkeypatch, gaps, page._tie.options["query"])
    assert again.chosen["w.empathy"] == 5
    agree(frames(again), frames(page))
    wrong = asked(monkeypatch, gaps, "lang=en&w.empathy=200&by=zzz")
    assert "number from 0 to 100" in wrong._line.options["error"]
    assert "by='zzz'" in wrong._line.options["error"]
    assert len(frames(wrong)) == 5


def test_the_language_changes_words_and_no_number(page):
    before = frames(page)
    page.speak("zh")
    agree(frames(page), before)
    assert page._tie.options["title"] == "服务差距（SERVQUAL）"
    foreign = [text for text in words(page) if LATIN.search(NAMES.sub("", text))]
    assert not [text for text in foreign if not HAN.search(text) and "(19" not in text]


def test_no_chinese_in_english():
    data = own().assign(门店=lambda d: d["门店"].map({"小店": "s", "东店": "e", "西店": "w"}))
    page = gaps(data.rename(columns={"门店": "shop"}), lang="en")
    assert not [text for text in words(page) if HAN.search(text)]


def test_a_table_of_ones_own(page, tmp_path, monkeypatch):
    page.upload(csv(own()), "own.csv")
    assert page._line.options["error"] == ""
    points = own()[list(get("servqual").weights.columns)].mean().round().tolist()
    assert [page.chosen[f"w.{each.name}"] for each in get("servqual").dimensions] == points
    assert set(page.answers["groups"].tidy()["group"]) == {"西店"}  # 小店 = total - others
    assert "东店" in blocks(page)["groups"]._line.options["warning"]
    assert "小店" in blocks(page)["groups"]._line.options["warning"]
    (tmp_path / "own.csv").write_bytes(csv(own()))
    monkeypatch.chdir(tmp_path)
    agree(ran(page), frames(page))


def test_without_points_all_dimensions_begin_alike(page):
    page.upload(csv(own(points=False)), "own.csv")
    assert "weights" not in page.chosen
    assert {page.chosen[f"w.{each.name}"] for each in get("servqual").dimensions} == {20}
    assert len(blocks(page)["scores"].views[0].rows) == 2
    table = page.answers["weighted"].tidy().set_index("term")["estimate"]
    assert table["overall_weighted"] == pytest.approx(table["overall"])


def test_points_that_are_missing_are_said_and_can_be_left_aside(page):
    table = own().astype({"sq_w_empathy": float})
    table.loc[3, "sq_w_empathy"] = np.nan
    page.upload(csv(table), "own.csv")
    assert "importance points" in said(page, "scores")[1]
    assert said(page, "items")[0]
    page.update(weights="equal")
    assert said(page, "scores")[0]
    assert said(page, "weighted")[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.drop(columns=["sq_p03", "sq_p19"]), "sq_p03, sq_p19"),
        (lambda d: d.drop(columns=["sq_e22"]), "are missing: sq_e22"),
        (
            lambda d: d.drop(columns=[c for c in d if c.startswith("sq_e")]),
            "no answers on: expectation",
        ),
        (lambda d: d[["门店"]], "No column of the file is an item"),
        (lambda d: d.assign(sq_p07=9), "scales of different length"),
        (lambda d: d.assign(sq_p07="blue"), "blue"),
        (
            lambda d: d.assign(**dict.fromkeys(["sq_p01", "sq_p02", "sq_p03", "sq_p04"])),
            "no answer",
        ),
        (lambda d: d.head(0), "row"),
    ],
)
def test_a_table_that_cannot_be_used_says_why_and_changes_nothing(page, change, words):
    before = frames(page)
    page.upload(csv(change(own())), "own.csv")
    assert words in page._line.options["error"]
    agree(frames(page), before)


def test_data_of_a_researcher():
    data = own().rename(columns={"门店": "<b>shop</b>"})
    page = gaps(data, by="<b>shop</b>", lang="en")
    agree(ran(page, data=data), frames(page))
    assert "<b>shop" not in "".join(page.answers[name]._repr_html_() for name in RESULTS)
    with pytest.raises(cx.DataError, match="no column"):
        gaps(data, by="shop")
    with pytest.raises(cx.DataError, match="on: perception, expectation"):
        gaps(data[["<b>shop</b>"]])


def test_the_example_table_shows_the_columns(page):
    table = page.plan.example()
    assert set(get("servqual").columns()) <= set(table.columns)
    page.upload(page._file("csv").encode(), "example.csv")
    assert page._line.options["error"] == ""
    assert page.answers["scores"].n == 200


def test_the_figures_can_be_had(page):
    for section in page.plan.sections:
        assert page._figure(section, "svg").lstrip().startswith((b"<?xml", b"<svg"))
