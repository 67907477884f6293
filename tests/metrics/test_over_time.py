"""Metrics over periods, periods out of dates, metrics side by side, groups too small to show."""

import warnings

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import cxlab as cx
from cxlab.metrics import ces, churn_rate, csat, nps, over_time, periods, scorecard


@pytest.fixture
def survey():
    """Return two shops over six months; the south improves, one month of it has four answers."""
    rng = np.random.default_rng(8)
    month = np.repeat(np.arange(1, 7), 120)
    shop = np.tile(["north", "south"], 360)
    mean = np.where(shop == "south", 4 + month * 0.7, 7)
    said = np.clip(np.round(rng.normal(mean, 1.5)), 0, 10)
    frame = pd.DataFrame({"said": said, "month": month, "shop": shop})
    few = frame[(frame["month"] == 2) & (frame["shop"] == "south")].index[4:]
    frame.attrs["labels"] = {"month": {"en": "month", "zh": "月份"}}
    return frame.drop(index=few)


@pytest.mark.parametrize(
    ("metric", "options"),
    [
        ("nps", {}),
        ("csat", {"scale": (0, 10), "top": 3}),
        ("ces", {"scale": (0, 10), "easy": (7, 10)}),
        ("ces", {"scale": (0, 10)}),
    ],
)
def test_every_group_gets_what_the_metric_says_of_it_alone(survey, metric, options):
    verb = {"nps": nps, "csat": csat, "ces": ces}[metric]
    result = over_time(survey, "said", "month", metric=metric, by="shop", options=options)
    for shop, part in result.tidy().groupby("group"):
        alone = verb(survey[survey["shop"] == shop], "said", by="month", **options).tidy()
        found = part.drop(columns="group").rename(columns={"period": "group"})
        assert_frame_equal(found.reset_index(drop=True), alone)


def test_the_trend_is_that_of_the_metric(survey):
    result = over_time(survey, "said", "month")
    alone = nps(survey, "said", by="month").trend()
    assert result.explain() == alone.explain()
    assert result.headline() == alone.headline()
    assert_frame_equal(result.trends(), alone.tidy().iloc[[1]].reset_index(drop=True))


def test_trends_of_groups_are_adjusted_and_said(survey):
    result = over_time(survey, "said", "month", by="shop")
    table = result.trends().set_index("group")
    assert table.loc["south", "p_holm"] < 0.01 < table.loc["north", "p_holm"]
    assert table["p_holm"].min() == pytest.approx(2 * table["p_value"].min())
    assert result.headline() == "NPS over 6 periods: 1 of 2 groups show a trend"
    assert "south +" in result.explain()
    assert "north" not in result.explain()


def test_points_with_few_answers_are_left_out_and_named(survey):
    with pytest.warns(cx.CxWarning, match=r"fewer than 10 answered: south · 2\."):
        result = over_time(survey, "said", "month", by="shop", least=10)
    table = result.tidy()
    assert len(table) == 11
    assert table["n"].min() >= 10
    assert any("south · 2" in note for note in result.notes())
    assert result.n == len(survey) - 4


@pytest.mark.parametrize("by", [None, "shop"])
def test_answers_left_out_are_counted_with_groups_too(survey, by):
    rows = pd.Series(range(len(survey)), index=survey.index)
    data = survey.assign(
        said=survey["said"].mask(rows < 7),
        month=survey["month"].astype("Int64").mask(rows.between(5, 9)),  # two of them said nothing
        shop=survey["shop"].mask(rows == 20),
    )
    result = over_time(data, "said", "month", by=by)
    lost = {"said": 7, "month": 3} | ({"shop": 1} if by else {})
    assert result.dropped == lost
    assert result.n + result.n_dropped == len(data)


def test_months_without_an_answer_stay_a_gap_in_the_picture(survey):
    ax = over_time(survey[survey["month"] != 3], "said", "month", by="shop").plot()
    line = next(line for line in ax.lines if line.get_label() == "north")
    assert np.isnan(np.asarray(line.get_ydata(), float)).sum() == 1


def test_two_periods_are_no_trend(survey):
    result = over_time(survey[survey["month"] < 3], "said", "month", by="shop")
    assert "too few for a trend" in result.headline()
    assert "three periods" in result.explain()
    assert not len(result.trends())


def test_weights_and_counts_go_with_the_options(survey):
    data = survey.assign(weight=np.linspace(0.5, 2, len(survey)))
    found = over_time(data, "said", "month", by="shop", options={"weights": "weight"}).tidy()
    north = nps(data[data["shop"] == "north"], "said", by="month", weights="weight").tidy()
    assert found[found["group"] == "north"]["n_eff"].tolist() == north["n_eff"].tolist()


def test_a_warning_is_said_once_and_not_for_every_group(survey):
    halves = survey.assign(said=survey["said"].clip(upper=9) + 0.5)
    with pytest.warns(cx.CxWarning) as said:
        over_time(
            halves,
            "said",
            "month",
            metric="csat",
            by="shop",
            options={"scale": (0, 10), "conf": 0.9},
        )
    assert len(said) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"metric": "npz"}, "Choose one of: nps, csat, ces"),
        ({"period": "shop"}, "must hold periods in order"),
        ({"period": "mnth"}, "no column 'mnth'"),
        ({"item": None}, "No question is named"),
        ({"options": {"tp": 2}, "metric": "csat"}, r"csat\(\) takes no option 'tp'"),
        ({"options": {"by": "shop"}}, "takes no option 'by'"),
        ({"least": 0}, "least"),
        ({"least": 1000}, "No group has 1000 answers"),
    ],
)
def test_a_wrong_request_is_answered_in_words(survey, change, words):
    given = {"item": "said", "period": "month"} | change
    with pytest.raises(cx.CxError, match=words):
        over_time(survey, **given)


def test_nothing_of_the_callers_frame_changes(survey):
    before, labels = survey.copy(), dict(survey.attrs["labels"])
    over_time(survey, "said", "month", by="shop")
    periods(survey.assign(day="2024-02-03"), "day")
    assert_frame_equal(survey, before)
    assert survey.attrs["labels"] == labels


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-01-31", "2024-02-01", None],
        ["2024-01", "2024-02", None],
        pd.to_datetime(["2024-01-31T23:59:59", "2024-02-01T00:00:00", None]),
        pd.to_datetime(["2024-01-31T23:59:59+08:00", "2024-02-01T00:00:00+08:00", None]),
        ["2024-01-31T23:59:59-05:00", "2024-02-01T00:00:00.5+08:00", None],
        ["2024-01-31 23:59 -0500", "2024-02-01T00:00:00Z", None],
        pd.PeriodIndex(["2024-01", "2024-02", None], freq="M"),
    ],
)
def test_dates_of_every_kind_become_months(dates):
    out = periods(pd.DataFrame({"day": dates}), "day")
    assert out["period"].astype("string").tolist()[:2] == ["2024-01", "2024-02"]
    assert pd.isna(out["period"].iloc[2])


@pytest.mark.parametrize(
    ("every", "text"), [("month", "2024-05"), ("quarter", "2024Q2"), ("year", "2024")]
)
def test_periods_have_a_length(every, text):
    data = pd.DataFrame({"day": ["2024-05-17"]})
    assert str(periods(data, "day", every=every, name="t")["t"].iloc[0]) == text


def test_a_trend_follows_calendar_months_across_the_year(survey):
    days = pd.Timestamp("2023-10-15") + pd.to_timedelta(30.5 * survey["month"], unit="D")
    dated = periods(survey.assign(day=days), "day")
    found = over_time(dated, "said", "period")
    assert found.trends()["estimate"].item() == pytest.approx(
        over_time(survey, "said", "month").trends()["estimate"].item()
    )
    assert found.shown().iloc[:, 1].tolist()[:3] == ["2023-11", "2023-12", "2024-01"]
    assert found.plot().get_xticklabels()[0].get_text() == "2023-11"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["soon", "later"], "2 of 2 values are none"),
        ([20240131, 20240201], "must hold dates"),
        (["2024-13-01", "2024-01-01"], "1 of 2 values are none"),
        ([True, False], "must hold dates"),
    ],
)
def test_what_is_no_date_is_refused(values, words):
    with pytest.raises(cx.DataError, match=words):
        periods(pd.DataFrame({"day": values}), "day")


def test_the_name_of_the_periods_must_be_free():
    data = pd.DataFrame({"day": ["2024-01-01"], "period": [1]})
    with pytest.raises(cx.DataError, match="already"):
        periods(data, "day")
    with pytest.raises(cx.SpecError, match="every"):
        periods(data, "day", every="week", name="t")


def test_large_groups_leave_out_the_small_ones_and_say_so(survey):
    few = survey[survey["month"] == 2]
    with pytest.warns(cx.CxWarning, match=r"fewer than 10 answered: south\."):
        result = nps(few, "said", by="shop").large_groups(10)
    assert result.tidy()["group"].tolist() == ["north"]
    assert result.n == 60
    with pytest.raises(cx.SpecError, match="two groups"):
        result.differences()


def test_a_small_group_cannot_be_worked_out_from_the_total():
    shops = np.repeat(["a", "b", "c", "d"], [40, 12, 30, 7])
    data = pd.DataFrame({"said": np.arange(89) % 11, "shop": shops})
    with pytest.warns(cx.CxWarning) as said:
        shown = nps(data, "said", by="shop").large_groups(10, total_shown=True)
    assert [str(each.message).rpartition(": ")[2] for each in said] == ["d.", "b."]
    assert shown.tidy()["group"].tolist() == ["a", "c"]
    two = data[data["shop"].isin(["a", "d"])]
    with pytest.raises(cx.DataError, match="Beside the total"):
        nps(two, "said", by="shop").large_groups(10, total_shown=True)
    whole = nps(data[data["shop"] != "d"], "said", by="shop")
    assert whole.large_groups(10, total_shown=True).tidy().equals(whole.tidy())


def test_points_of_groups_cannot_be_worked_out_from_either_total():
    rng = np.random.default_rng(3)
    shops = rng.choice(["a", "b", "c", "d"], 400, p=[0.4, 0.3, 0.25, 0.05])
    data = pd.DataFrame({"said": rng.integers(0, 11, 400), "shop": shops})
    data["month"] = rng.integers(1, 7, 400)
    with warnings.catch_warnings(action="ignore", category=cx.CxWarning):
        points = over_time(data, "said", "month", by="shop", least=10, total_shown=True).tidy()
    every = data.groupby(["shop", "month"]).size().rename("n").reset_index()
    keys = set(zip(points["group"], points["period"], strict=True))
    gone = every[[key not in keys for key in zip(every["shop"], every["month"], strict=True)]]
    assert (gone["n"] < 10).any()
    for line in ("shop", "month"):
        sums = gone.groupby(line)["n"].agg(["sum", "size"])
        whole = gone[line].map(every.groupby(line).size()) == gone[line].map(sums["size"])
        open_ones = sums.loc[gone.loc[~whole, line].unique()]
        assert ((open_ones["sum"] >= 10) & (open_ones["size"] > 1)).all()


def test_groups_that_are_missing_or_not_named(survey):
    number = survey["shop"].map({"north": 1, "south": 2}).astype("Int64")
    data = survey.assign(shop=number.mask(survey.index % 9 == 0))
    table = over_time(data, "said", "month", by="shop").tidy()
    assert table["n"].sum() == data["shop"].notna().sum()
    with pytest.raises(cx.SpecError, match="No period is named"):
        over_time(survey, "said", None)


def test_large_groups_count_answers_not_rows():
    data = pd.DataFrame({"said": [9] * 12 + [3] * 4 + [None] * 20, "shop": ["a"] * 12 + ["b"] * 24})
    with pytest.warns(cx.CxWarning, match="answered: b"):
        assert nps(data, "said", by="shop").large_groups(10).tidy()["group"].tolist() == ["a"]
    whole = nps(data, "said")
    assert whole.large_groups(100) is whole
    with pytest.raises(cx.DataError, match="No group has 50"):
        nps(data, "said", by="shop").large_groups(50)


def test_a_scorecard_holds_each_metric_in_its_unit(survey):
    results = (
        nps(survey, "said"),
        csat(survey, "said", scale=(0, 10)),
        ces(survey, "said", scale=(0, 10)),
    )
    card = scorecard(*results)
    for name in ("estimate", "conf_low", "conf_high", "n"):
        assert card.tidy()[name].tolist() == [each.tidy()[name].item() for each in results]
    assert card.written()["text"].tolist() == [
        each.amount(each.tidy()["estimate"].item()) for each in results
    ]
    drawn = card.drawn()[["conf_low", "estimate", "conf_high"]]
    assert drawn.to_numpy().min() >= 0
    assert drawn.to_numpy().max() <= 1
    assert drawn["estimate"].iloc[0] == pytest.approx(
        (results[0].tidy()["estimate"][0] + 100) / 200
    )
    with cx.use("zh"):
        assert "个回答" in card.explain()


def test_a_scorecard_refuses_what_it_cannot_hold(survey):
    one = nps(survey, "said")
    for given, words in (
        ((), "No metric is named"),
        ((one, one), "stands twice"),
        ((nps(survey, "said", by="shop"),), "has 2 groups"),
        ((survey,), "holds results of cx.metrics"),
        ((one, csat(survey, "said", scale=(0, 10), conf=0.9)), r"confidence: 0\.9, 0\.95"),
    ):
        with pytest.raises(cx.SpecError, match=words):
            scorecard(*given)
    gone = churn_rate(survey.assign(gone=[0, 1] * 332), "gone")
    assert scorecard(one, gone).tidy()["term"].tolist() == ["nps", "churn"]


def test_answers_that_are_alike_in_each_period_have_no_trend():
    data = pd.DataFrame({"said": [1, 1, 2, 2, 3, 3, 4, 4]})
    result = over_time(data, "said", "said", metric="ces", options={"scale": (1, 7)})
    assert result.lines == (None,)
    assert "too few for a trend" in result.headline()
    with pytest.raises(cx.ModelError, match="no spread"):
        ces(data, "said", scale=(1, 7), by="said").trend()
