"""The voice of the customer: numbers of cx.metrics, groups kept private, own tables, faults."""

import re

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shown import HAN, LATIN, asked, blocks, csv, run, said, tables, words

import cxlab as cx
from cxlab.dashboards import voice
from cxlab.dashboards._setting import Choice

RESULTS = ("scorecard", "groups", "pairs", "over_time")
NAMES = re.compile(
    r"Excel|Word|Python|HTML|CSV|CSAT|English|PNG|SVG|SERVQUAL|Holm|cxlab\.simulate|meiyu|"
    r"phone|shop|satisfaction|local|visitor|differences?|trend|Wilson|sample_size|power"
)


@pytest.fixture(scope="module")
def meiyu():
    return cx.load("meiyu")


@pytest.fixture
def page():
    return voice(lang="en")


def own(n=240, seed=4):
    """Return a survey with names, dates and scales of its own; one shop has seven customers."""
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2025-11-03") + pd.to_timedelta(rng.integers(0, 200, n), unit="D")
    return pd.DataFrame(
        {
            "NPS": rng.integers(0, 11, n),
            "满意度": rng.integers(1, 6, n),
            "made_it_easy": rng.integers(1, 8, n),
            "门店": ["小店"] * 7 + list(rng.choice(["东店", "西店", "北店"], n - 7)),
            "日期": days.strftime("%Y-%m-%d"),
        }
    )


def same(page, expected):
    for name, frame in expected.items():
        assert_frame_equal(page.answers[name].tidy(), frame)


def frames(page):
    return tables(page.answers, RESULTS)


def ran(page, **names):
    return tables(run(page, **names), RESULTS)


@pytest.mark.parametrize("metric", ["nps", "csat", "ces"])
def test_the_numbers_are_those_of_the_metrics(page, meiyu, metric):
    with pytest.warns(cx.CxWarning, match="between the whole numbers"):
        results = {
            "nps": cx.metrics.nps(meiyu, "recommend", by="channel"),
            "csat": cx.metrics.csat(meiyu, "satisfaction", by="channel"),
            "ces": cx.metrics.ces(meiyu, "cost_effort", easy=(1, 3), by="channel"),
        }
    options = {"csat": {"top": 2}, "ces": {"easy": (1, 3)}}.get(metric)
    item = {"nps": "recommend", "csat": "satisfaction", "ces": "cost_effort"}[metric]
    page.update(metric=metric, by="channel")
    same(
        page,
        {
            "groups": results[metric].tidy(),
            "pairs": results[metric].differences().tidy(),
        },
    )
    whole = getattr(cx.metrics, metric)
    if metric != "csat":
        whole = whole(meiyu, item, by="month", **(options or {})).tidy()
        assert page.answers["over_time"].tidy()["estimate"].tolist() == whole["estimate"].tolist()
    shown = blocks(page)["groups"].views
    visible = [each.layout.display != "none" for each in shown]
    assert visible == ([True, False] if metric == "nps" else [False, True])
    drawn = shown[visible.index(True)].rows
    assert [row["estimate"] for row in drawn] == results[metric].tidy()["estimate"].tolist()


def test_the_tiles_hold_interval_and_n(page, meiyu):
    score = cx.metrics.nps(meiyu, "recommend").tidy().iloc[0]
    tile = blocks(page)["scorecard"].views[0].rows[0]
    assert tile["text"] == f"{score['estimate']:.1f}".replace("-", "−")
    low, high = (f"{score[end]:.1f}".replace("-", "−") for end in ("conf_low", "conf_high"))
    assert tile["note"] == f"{low} to {high} · n = 2,000"
    assert [row["label"] for row in blocks(page)["scorecard"].views[0].rows][1:] == [
        "CSAT",
        "CES (easy)",
    ]


def test_a_weak_number_says_so(page):
    assert "between the whole numbers" in blocks(page)["scorecard"]._line.options["warning"]
    page.update(metric="csat")
    assert "between the whole numbers" in blocks(page)["groups"]._line.options["warning"]


def test_lines_by_group_leave_out_points_of_few(page):
    page.update(by="channel", lines="by")
    trend = blocks(page)["over_time"].views[0]
    table = page.answers["over_time"].tidy()
    assert table["n"].min() >= 10
    assert {row["label"] for row in trend.rows} == {"phone", "shop", "web"}
    assert len(trend.rows) == len(table)
    assert [stop["at"] for stop in trend.options["periods"]] == list(range(1, 25))
    assert "fewer than 10 answered: phone" in blocks(page)["over_time"]._line.options["warning"]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"metric": "csat", "top": 3, "by": "segment"},
        {"metric": "ces", "easy": "high", "lines": "by"},
        {"metric": "ces", "easy": "mean", "period": "tenure_months"},
        {"csat": "", "by": "churned"},
    ],
)
def test_the_program_gives_the_same_numbers(page, values):
    page.update(**values)
    expected = frames(page)
    assert len(expected) == 4
    found = ran(page)
    for name, frame in expected.items():
        assert_frame_equal(found[name], frame)


def test_every_option_of_every_setting_is_shown(page):
    for setting in list(page.settings):
        assert isinstance(setting, Choice)
        options = list(setting.options)
        for value in options if len(options) < 15 else [*options[:4], *options[-4:]]:
            page.update(**{setting.name: value})
            for name in RESULTS:
                finding, error = said(page, name)
                assert finding or error
                assert "not foreseen" not in error
        page.update(**{setting.name: setting.start})


def test_a_question_that_was_not_asked_is_said_and_not_made_up(page):
    page.update(ces="", metric="ces")
    for name in ("groups", "over_time"):
        assert said(page, name)[1].startswith("No question is named")
    assert said(page, "scorecard")[0].endswith(
        "No question is chosen for CES, so there is no number."
    )
    assert [row["term"] for row in blocks(page)["scorecard"].views[0].rows] == ["nps", "csat"]
    assert list(ran(page)) == ["scorecard"]
    page.update(nps="", csat="")
    assert said(page, "scorecard")[1].startswith("No metric is named")


def test_the_address_makes_the_same_page(page, monkeypatch):
    page.update(metric="ces", by="channel", easy="mean", lines="by", csat="")
    again = asked(monkeypatch, voice, page._tie.options["query"])
    assert again.chosen == page.chosen
    same(again, frames(page))


@pytest.mark.parametrize("query", ["by=x_price", "period=branch", "metric=npz", "top=9"])
def test_a_wrong_address_is_answered_in_words(monkeypatch, query):
    page = asked(monkeypatch, voice, f"lang=en&{query}")
    name, value = query.split("=")
    assert f"The address asks for {name}='{value}'" in page._line.options["error"]
    assert len(frames(page)) == 4


def test_the_language_changes_words_and_no_number(page):
    page.update(by="channel", metric="csat")
    before, rows = frames(page), blocks(page)["groups"].views[1].rows
    page.speak("zh")
    same(page, before)
    numbers = [[row[key] for key in ("estimate", "conf_low")] for row in rows]
    assert [
        [row[key] for key in ("estimate", "conf_low")]
        for row in blocks(page)["groups"].views[1].rows
    ] == numbers
    assert page._tie.options["title"] == "客户之声"


def test_no_english_in_chinese_and_no_chinese_in_english(page, meiyu):
    bare = voice(meiyu.drop(columns=["comment_zh", "comment_en"]), lang="zh")
    for values in ({}, {"metric": "ces", "lines": "by"}, {"ces": ""}):
        bare.update(**values)
        foreign = [text for text in words(bare) if LATIN.search(NAMES.sub("", text))]
        sources = [text for text in foreign if "Journal" not in text and "（" not in text]
        assert not [text for text in sources if not HAN.search(text)]
    assert not [text for text in words(voice(meiyu, lang="en")) if HAN.search(text)]


def test_a_table_of_ones_own(page):
    table = own()
    page.upload(csv(table), "own.csv")
    assert page._line.options["error"] == ""
    chosen = {name: page.chosen[name] for name in ("nps", "csat", "ces", "by", "period")}
    assert chosen == {
        "nps": "NPS",
        "csat": "满意度",
        "ces": "made_it_easy",
        "by": "门店",
        "period": "日期",
    }
    assert page.chosen["csat_scale"] == "1-5"
    assert page.chosen["ces_scale"] == "1-7"
    assert page.chosen["easy"] == "high"
    card = page.answers["scorecard"].tidy().set_index("term")
    assert card.loc["csat", "estimate"] == (table["满意度"] >= 4).mean()
    assert card.loc["ces", "estimate"] == (table["made_it_easy"] >= 5).mean()
    assert set(page.answers["groups"].tidy()["group"]) == {"东店", "西店"}  # 小店 = total - others
    assert "北店" in blocks(page)["groups"]._line.options["warning"]
    assert "小店" in blocks(page)["groups"]._line.options["warning"]
    assert "小店" not in str(blocks(page)["pairs"].views[0].rows)
    months = page.answers["over_time"].tidy()["period"].astype(str)
    assert months.tolist()[0] == "2025-11"
    page.update(every="quarter")
    assert page.answers["over_time"].tidy()["period"].astype(str).tolist()[:2] == [
        "2025Q4",
        "2026Q1",
    ]


def test_without_dates_no_period_is_chosen(page):
    page.upload(csv(own().drop(columns="日期")), "own.csv")
    assert page._line.options["error"] == ""
    assert page.chosen["period"] == ""
    offered = next(each for each in page.settings if each.name == "period").options
    assert next(iter(offered)) == ""
    assert "scorecard" in page.answers
    assert "over_time" not in page.answers


def test_the_program_of_an_own_table(page, tmp_path, monkeypatch):
    page.upload(csv(own()), "own.csv")
    page.update(metric="csat", csat_scale="1-7", lines="by", every="quarter")
    (tmp_path / "own.csv").write_bytes(csv(own()))
    monkeypatch.chdir(tmp_path)
    found = ran(page)
    for name, frame in frames(page).items():
        assert_frame_equal(found[name], frame)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"NPS,shop\n", "row"),
        (b"shop,remark\na,good\nb,bad\n", "no column of answers in numbers"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(page, content, words):
    before = frames(page)
    page.upload(content, "own.csv")
    assert words in page._line.options["error"]
    same(page, before)


@pytest.mark.parametrize(
    ("change", "section", "words"),
    [
        ({"NPS": 55}, "scorecard", "must lie in 0-10"),
        ({"门店": "one"}, "pairs", "two groups"),
        ({"日期": "2025-11-03"}, "over_time", "three periods"),
    ],
)
def test_what_a_table_lacks_is_said_where_it_matters(change, section, words):
    given = own().assign(**change)
    page = voice(given, nps="NPS", by="门店", lang="en")
    assert words in "".join(said(page, section))


def test_a_table_of_missing_answers():
    given = own().assign(**{"NPS": np.nan, "满意度": np.nan})
    page = voice(given, nps="NPS", csat="满意度", lang="en")
    assert "no answer left" in said(page, "scorecard")[1]


@pytest.mark.parametrize(
    "name", ['a"b', "x'y", "line\nbreak", "=1+1", "<img src=x onerror=1>", "metric"]
)
def test_hostile_names_are_names(name):
    given = own().rename(columns={"门店": name, "NPS": f"nps {name}"})
    given[name] = given[name].replace({"东店": "<script>alert(1)</script>"})
    page = voice(given, by=name, lang="en")
    assert page.chosen["nps"] == f"nps {name}"
    found = ran(page, data=given)
    for key, frame in frames(page).items():
        assert_frame_equal(found[key], frame)
    tables = "".join(page.answers[name]._repr_html_() for name in RESULTS)
    assert "<script>alert" not in tables
    assert "<img src" not in tables


def test_columns_that_are_no_groups_may_be_given(meiyu):
    page = voice(by="month", period="tenure_months", lang="en")
    assert len(page.answers["groups"].tidy()) == 24
    with pytest.raises(cx.DataError, match="no column 'shop'"):
        voice(meiyu, by="shop")
    with pytest.raises(cx.DataError, match="no column 'nps'"):
        voice(nps="nps")


def test_the_report_holds_every_section(page):
    html = page.document().html()
    html = html.decode() if isinstance(html, bytes) else html
    for heading in ("Where we stand", "Group by group", "Which groups differ?", "Is it changing?"):
        assert heading in html
    assert page._figure(page.plan.sections[3], "png").startswith(b"\x89PNG")


def test_the_example_table_can_be_opened(page):
    page.upload(page._file("csv").encode(), "example.csv")
    assert page._line.options["error"] == ""
    assert page.chosen["nps"] == "recommend"
    assert page.answers["scorecard"].n == 200
