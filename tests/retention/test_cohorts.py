"""Cohort tables by hand, from dates, numbers and purchases; what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats import cohorts as stats
from cxlab.retention import cohorts


@pytest.fixture
def crm():
    """Return customers of 2025 with the day they joined and the day they left."""
    rng = np.random.default_rng(3)
    joined = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 365, 800), unit="D")
    left = joined + pd.to_timedelta(30 * rng.geometric(0.15, 800), unit="D")
    return pd.DataFrame({"joined": joined, "left": pd.Series(left).where(left < "2026-01-01")})


def cell(result, term, age):
    rows = result.tidy()
    return rows[(rows["term"] == term) & (rows["age"] == age)].iloc[0]


def test_a_table_by_hand():
    data = pd.DataFrame({"joined": [1, 1, 1, 2, 2], "left": [2, None, 3, None, 3]})
    result = cohorts(data, "joined", end="left")
    np.testing.assert_allclose(result.wide(), [[1, 2 / 3, 1 / 3], [1, 0.5, np.nan]])
    row = cell(result, "all", 1)
    assert (row["n"], row["retained"]) == (5, 3)


def test_shares_have_wilsons_interval(crm):
    row = cell(cohorts(crm, "joined", end="left"), "2025-03", 2)
    n, p, z = row["n"], row["estimate"], 1.959963985
    middle, whole = (p + z**2 / (2 * n)) / (1 + z**2 / n), 1 + z**2 / n
    reach = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / whole
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((middle - reach, middle + reach))


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=1, max_size=30))
def test_who_stays_is_counted_customer_by_customer(rows):
    data = pd.DataFrame(rows, columns=["start", "stay"])
    data["end"] = (data["start"] + data["stay"]).where(data["start"] + data["stay"] <= 6)
    with np.errstate(all="ignore"):
        result = cohorts(data, "start", end="end", until=6) if data["start"].min() < 6 else None
    if result is None:
        return
    for row in result.tidy().query("term != 'all'").to_dict("records"):
        mine = data[data["start"] == int(row["term"])]
        there = ~(mine["end"] <= mine["start"] + row["age"])
        assert (row["n"], row["retained"]) == (len(mine), there.sum())


def test_dates_and_numbers_agree(crm):
    months = crm.apply(lambda day: day.dt.year * 12 + day.dt.month)
    dated, counted = (
        cohorts(data, "joined", end="left").tidy().drop(columns="term") for data in (crm, months)
    )
    pd.testing.assert_frame_equal(dated, counted)


def test_every_cohort_reaches_its_own_age(crm):
    wide = cohorts(crm, "joined", end="left", until="2025-12-31").wide()
    assert wide.shape == (12, 12)
    assert list(wide.notna().sum(axis=1)) == list(range(12, 0, -1))
    assert (wide.diff(axis=1).iloc[:, 1:].fillna(-1) <= 0).all(axis=None)


def test_a_period_that_is_not_over_is_left_out(crm):
    result = cohorts(crm, "joined", end="left", until="2025-12-30")
    assert result.wide().shape == (11, 11)
    assert result.n_dropped == (crm["joined"] >= "2025-12-01").sum()
    assert "after 2025-11, the last period that is over" in " ".join(result.notes())
    assert cohorts(crm, "joined", end="left", until="2025-12-31").n_dropped == 0


def test_ends_after_the_last_period_are_stays(crm):
    early = crm.assign(left=crm["left"].where(crm["left"] < "2025-07-01"))
    pd.testing.assert_frame_equal(
        cohorts(crm, "joined", end="left", until="2025-06-30").tidy(),
        cohorts(early, "joined", end="left", until="2025-06-30").tidy(),
    )


@pytest.mark.parametrize(("period", "first"), [("week", "2024-12-30"), ("quarter", "2025-Q1")])
def test_periods(crm, period, first):
    result = cohorts(crm, "joined", end="left", period=period)
    assert result.tidy()["term"].iloc[0] == first


def test_purchases():
    days = pd.to_datetime(
        ["2025-01-03", "2025-01-20", "2025-03-05", "2025-01-09", "2025-02-01", "2025-02-14"]
    )
    data = pd.DataFrame({"who": ["a", "a", "a", "b", "b", "c"], "day": days})
    result = cohorts(data, "day", customer="who")
    np.testing.assert_allclose(result.wide(), [[1, 0.5, 0.5], [1, 0, np.nan]])
    assert result.n == 3
    assert "Not active in a period does not mean gone" in result.explain()
    assert "active" in result.explain()


def test_a_trend_as_r_finds_it():
    """Smokers among patients, prop.trend.test of R: chi-square 8.2249, p 0.004132."""
    z, p = stats.trend(np.array([83.0, 90, 129, 70]), np.array([86.0, 93, 136, 82]))
    assert z**2 == pytest.approx(8.2249, abs=5e-5)
    assert p == pytest.approx(0.004132, abs=5e-7)


def test_newer_cohorts_that_lose_more_are_seen():
    rng = np.random.default_rng(1)
    start = rng.integers(0, 12, 3000)
    life = rng.geometric(0.05 + 0.02 * start)
    data = pd.DataFrame({"start": start, "end": np.where(start + life < 12, start + life, np.nan)})
    result = cohorts(data, "start", end="end", until=11)
    assert "Newer cohorts keep fewer" in result.explain()
    with cx.use("zh"):
        assert "越新的同期群留得越少" in result.explain()


def test_small_cohorts_are_grey(crm):
    result = cohorts(crm.head(40), "joined", end="left")
    assert "are grey" in result.explain()
    assert "grey: fewer than 10" in result.plot().get_xlabel()


def test_long_tables_show_no_numbers(crm):
    ax = cohorts(crm, "joined", end="left", period="week").plot()
    assert not ax.texts
    assert len(ax.get_yticks()) <= 40


def test_missing_starts_are_left_out(crm):
    crm.loc[:4, "joined"] = pd.NaT
    result = cohorts(crm, "joined", end="left")
    assert (result.n, result.n_dropped) == (795, 5)


def test_nobody_left(crm):
    result = cohorts(crm.assign(left=pd.NaT), "joined", end="left")
    assert (result.tidy()["estimate"] == 1).all()
    assert "100%" in result.headline()
    result.plot()


def test_one_period_says_nothing(crm):
    with pytest.warns(cx.CxWarning, match="in its first period only"):
        cohorts(crm.assign(left=pd.NaT), "joined", end="left", period="year").plot()


def test_ends_before_starts(crm):
    crm.loc[7, "left"] = pd.Timestamp("2024-01-01")
    with pytest.raises(cx.DataError, match=r"1 of 800 customers left .'left'. before they started"):
        cohorts(crm, "joined", end="left")
    with cx.use("zh"), pytest.raises(cx.DataError, match=r"800位客户中有1位的流失时间.*第7行"):
        cohorts(crm, "joined", end="left")


def test_text_and_decimals(crm):
    text = crm.assign(joined=crm["joined"].astype(str))
    with pytest.raises(cx.DataError, match=r"'joined' holds text .*pd.to_datetime"):
        cohorts(text, "joined", end="left")
    with pytest.raises(cx.DataError, match=r"1 of 2 are not whole .first: 1.5, row 0"):
        cohorts(pd.DataFrame({"a": [1.5, 2], "b": [3, 4]}), "a", end="b")
    with pytest.raises(cx.DataError, match="must be of one kind"):
        cohorts(crm.assign(left=3), "joined", end="left")


def test_wrong_options(crm):
    with pytest.raises(cx.SpecError, match=r"Give either end=.*or customer="):
        cohorts(crm, "joined")
    with pytest.raises(cx.SpecError, match=r"Give either end=.*or customer="):
        cohorts(crm, "joined", end="left", customer="left")
    with pytest.raises(cx.SpecError, match="period = 'day' is not known"):
        cohorts(crm, "joined", end="left", period="day")
    with pytest.raises(cx.SpecError, match="until must be a date such as '2025-12-31', not 12"):
        cohorts(crm, "joined", end="left", until=12)
    with pytest.raises(cx.DataError, match="Nobody started in 'joined' before the last period"):
        cohorts(crm, "joined", end="left", until="2020-01-31")
    with pytest.raises(cx.SpecError, match=r"there are 1,001 periods; a table of more than 600"):
        cohorts(pd.DataFrame({"a": [0, 1000], "b": [1, 1001]}), "a", end="b", until=1000)
    with pytest.raises(cx.DataError, match=r"no column 'join'. Did you mean 'joined'"):
        cohorts(crm, "join", end="left")
    with pytest.raises(cx.DataError, match="No row is complete"):
        cohorts(crm.assign(joined=pd.NaT), "joined", end="left")
