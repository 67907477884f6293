"""The four realms: scores, the map, and where an offer belongs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import place, realms

STEMS = {"entertainment": "n", "education": "d", "escapism": "x", "esthetics": "s"}


def visits(n=60, seed=8, **level):
    rng = np.random.default_rng(seed)
    columns = {
        f"realm_{stem}{item}": np.clip(rng.normal(level.get(name, 4), 1, n).round(), 1, 7)
        for name, stem in STEMS.items()
        for item in (1, 2, 3)
    }
    return pd.DataFrame(columns).assign(branch=rng.choice(["A", "B"], n))


def mean(data, name):
    return data.filter(regex=f"realm_{STEMS[name]}").mean(axis=1)


def test_scores_and_position_by_hand():
    data = visits(education=5)
    row = realms(data).tidy().set_index("term")["estimate"]
    n, d, x, s = (mean(data, name).mean() for name in STEMS)
    np.testing.assert_allclose(row[list(STEMS)], [n, d, x, s])
    assert row["richness"] == pytest.approx((n + d + x + s) / 4)
    assert row["participation"] == pytest.approx((d + x) / 2 - (n + s) / 2)
    assert row["connection"] == pytest.approx((x + s) / 2 - (n + d) / 2)


def test_the_position_has_a_paired_interval():
    data = visits()
    active = (mean(data, "education") + mean(data, "escapism")) / 2
    passive = (mean(data, "entertainment") + mean(data, "esthetics")) / 2
    row = realms(data).tidy().set_index("term").loc["participation"]
    assert row.std_error == pytest.approx((active - passive).sem())
    assert row.conf_low < row.estimate < row.conf_high


@pytest.mark.parametrize("strong", STEMS)
def test_a_strong_realm_pulls_the_visit_its_way(strong):
    result = realms(visits(**{strong: 6.5}))
    row = result.tidy().set_index("term")["estimate"]
    assert place(row["participation"], row["connection"]).realm == strong
    assert result.headline().startswith(f"Strongest realm: {result.label(strong)}")
    assert result.label(strong) in result.explain()


def test_groups_and_row_order():
    data = visits()
    result = realms(data, by="branch")
    only = realms(data[data["branch"] == "A"]).tidy()
    mine = result.tidy().query("group == 'A'").drop(columns="group").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, only)
    pd.testing.assert_frame_equal(result.tidy(), realms(data[::-1], by="branch").tidy())
    assert realms(pd.concat([data, data]), by="branch").n == 120


def test_a_bad_answer_is_refused():
    with pytest.raises(cx.DataError, match="'realm_n1' must lie in 1-7"):
        realms(visits().assign(realm_n1=9))
    with pytest.raises(cx.DataError, match="no column 'realm_d2'"):
        realms(visits().drop(columns="realm_d2"))


@pytest.mark.parametrize(
    ("participation", "connection", "realm"),
    [
        (-1, -1, "entertainment"),
        (1, -1, "education"),
        (1, 1, "escapism"),
        (-1, 1, "esthetics"),
    ],
)
def test_quarters(participation, connection, realm):
    result = place(participation, connection)
    assert result.realm == realm
    assert not result.tidy()["border"].any()


def test_borders():
    assert place(0, -1).realm == "entertainment/education"
    assert place(1, 0).realm == "education/escapism"
    assert place(0, 0).realm == "entertainment/education/escapism/esthetics"
    assert place(0, 0).tidy()["border"].item()
    assert "both realms" in place(0, 1).explain()


@settings(max_examples=25, deadline=None)
@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(0.01, 100))
def test_only_the_side_matters(participation, connection, scale):
    if abs(participation * scale) > 1e-300 and abs(connection * scale) > 1e-300:
        moved = place(participation * scale, connection * scale)
        assert moved.realm == place(participation, connection).realm


def test_several_offers():
    result = place({"class": 2, "temple": -1, "walk": 0}, {"class": -1, "temple": 2, "walk": 1})
    assert result.tidy()["realm"].tolist() == ["education", "esthetics", "escapism/esthetics"]
    with cx.use("zh"):
        assert "位于边界" in result.headline()


def test_mistakes_are_named():
    with pytest.raises(cx.SpecError, match="walk stands in one only"):
        place({"class": 2, "walk": 1}, {"class": -1})
    with pytest.raises(cx.SpecError, match="No offer was named"):
        place({}, {})
    with cx.use("zh"), pytest.raises(cx.SpecError, match="必须是一个有限的数"):
        place("active", 1)
