"""Planning: answers for a margin, and power by simulation."""

import numpy as np
import pytest
from scipy import stats

from cxlab._stats.net_score import net_interval
from cxlab.metrics import power, sample_size


@pytest.mark.parametrize(
    ("margin", "metric", "assumed", "n"),
    [
        (0.05, "share", None, 385),  # 1.96² / 4 / 0.05²
        (0.03, "share", None, 1068),
        (0.05, "share", 0.2, 246),
        (10, "nps", None, 385),
        (5, "nps", (0.6, 0.25, 0.15), 842),  # 1.96² * 0.5475 / 0.05²
    ],
)
def test_the_textbook_formula(margin, metric, assumed, n):
    found = sample_size(margin, metric=metric, assumed=assumed, interval="wald")
    assert found.needed == n


def test_the_interval_it_plans_for_keeps_the_margin():
    shares = (0.4, 0.35, 0.25)
    n = sample_size(5, assumed=shares).needed
    for size, kept in ((n, True), (n - 1, False)):
        low, high = net_interval(shares[0], shares[2], size, 0.95)
        assert ((high - low) / 2 <= 0.05) == kept


def test_the_worst_case_is_the_worst():
    table = sample_size(5, assumed=(0.4, 0.35, 0.25)).tidy()
    assert (table["n_worst"] > table["n_needed"]).all()
    assert table["n_needed"].is_monotonic_decreasing
    alone, compared = (sample_size(5, compare=way).needed for way in (False, True))
    assert compared == pytest.approx(2 * alone, rel=0.01)


def test_a_mapping_names_the_shares():
    by_name = {"detractors": 0.25, "promoters": 0.4, "passives": 0.35}
    assert (
        sample_size(5, assumed=by_name).needed == sample_size(5, assumed=(0.4, 0.35, 0.25)).needed
    )


def test_power_agrees_with_the_normal_approximation():
    base, shift, n = np.array([0.4, 0.3, 0.3]), 0.10, 600
    other = base + np.array([shift / 2, 0, -shift / 2])
    spread = sum(part[0] + part[2] - (part[0] - part[2]) ** 2 for part in (base, other))
    known = stats.norm.cdf(shift / np.sqrt(spread / n) - 1.96)
    found = power(10, n, assumed=tuple(base), draws=20_000, seed=3)
    assert found.power == pytest.approx(known, abs=0.02)
    row = found.tidy().query("n_group == 600").iloc[0]
    assert row["conf_low"] < found.power < row["conf_high"]
    assert row["std_error"] == pytest.approx(np.sqrt(found.power * (1 - found.power) / 20_000))


def test_power_of_a_share_agrees_with_the_normal_approximation():
    known = stats.norm.cdf(0.05 / np.sqrt((0.2 * 0.8 + 0.25 * 0.75) / 800) - 1.96)
    found = power(0.05, 800, metric="share", assumed=0.2, draws=20_000, seed=3)
    assert found.power == pytest.approx(known, abs=0.02)


def test_without_a_difference_power_is_the_level():
    found = power(0, 200, assumed=(0.4, 0.3, 0.3), draws=20_000, seed=5)
    assert found.power == pytest.approx(0.05, abs=0.01)


def test_power_grows_and_a_seed_repeats_it():
    sizes = [100, 400, 1600]
    one, two = (power(10, sizes, assumed=(0.4, 0.3, 0.3), seed=1).tidy() for _ in range(2))
    assert one.equals(two)
    assert one["estimate"].is_monotonic_increasing
    assert list(one["n_group"]) == sizes


def test_power_says_where_it_is_enough():
    weak = power(5, 100, assumed=(0.4, 0.3, 0.3), seed=1)
    assert "None of the sizes" in weak.explain()
    assert "overstated" in weak.explain()
    strong = power(30, 400, assumed=(0.4, 0.3, 0.3), seed=1)
    assert "80% is reached" in strong.explain()
