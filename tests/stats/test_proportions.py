"""Shares and net scores against R's numbers, and their coverage by exact enumeration."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from scipy.special import gammaln

from cxlab._stats.intervals import holm
from cxlab._stats.net_score import net_difference, net_interval, net_score
from cxlab._stats.proportions import (
    contrast,
    equal_shares,
    share_difference,
    share_interval,
)
from cxlab._stats.trend import line

REFERENCE = Path(__file__).parents[1] / "reference"
NETS = json.loads((REFERENCE / "metrics_nps.json").read_text(encoding="utf-8"))
SHARES = json.loads((REFERENCE / "metrics_shares.json").read_text(encoding="utf-8"))
ITERATED = {"tango": 3e-8, "miettinen_nurminen": 1e-7}  # R stops its iteration there; see below
STEP = 20
GRID = np.array([(i, j) for i in range(1, STEP) for j in range(1, STEP - i)]) / STEP


def outcomes(n):
    """Return all numbers of answers up and down, shape (k, 2)."""
    return np.array([(up, down) for up in range(n + 1) for down in range(n + 1 - up)])


def chances(n):
    """Return the probability of every outcome under every pair of true shares of the grid."""
    up, down = outcomes(n).T
    ways = gammaln(n + 1) - gammaln(up + 1) - gammaln(down + 1) - gammaln(n - up - down + 1)
    rest = 1 - GRID.sum(axis=1)
    logs = [
        np.outer(np.log(share), count)
        for share, count in ((GRID[:, 0], up), (GRID[:, 1], down), (rest, n - up - down))
    ]
    return np.exp(ways + sum(logs))


@pytest.mark.parametrize("method", ["wald", "adjusted_wald", "tango"])
def test_nets_agree_with_r(method):
    for row in NETS["rows"]:
        n = row["n"]
        found = net_interval(row["promoters"] / n, row["detractors"] / n, n, 0.95, method)
        tolerance = ITERATED.get(method, 1e-10)
        np.testing.assert_allclose(found, np.clip(row[method], -1, 1), rtol=0, atol=tolerance)


@pytest.mark.parametrize("method", ["wald", "wilson", "clopper_pearson", "jeffreys"])
def test_shares_agree_with_r(method):
    for row in SHARES["one"]:
        found = share_interval(row["x"] / row["n"], row["n"], 0.95, method)
        np.testing.assert_allclose(found, np.clip(row[method], 0, 1), rtol=0, atol=1e-10)


@pytest.mark.parametrize("method", ["wald", "newcombe", "miettinen_nurminen"])
def test_differences_of_shares_agree_with_r(method):
    for row in SHARES["two"]:
        one, two = (row["x1"] / row["n1"], row["n1"]), (row["x2"] / row["n2"], row["n2"])
        found = share_difference(one, two, 0.95, method)
        np.testing.assert_allclose(found, row[method], rtol=0, atol=ITERATED.get(method, 1e-10))


def test_a_contrast_of_two_shares_is_that_of_agresti_and_caffo():
    for row in SHARES["two"]:
        n = np.array([row["n1"], row["n2"]], float)
        low, high, *_ = contrast(np.array([row["x1"], row["x2"]]) / n, n, [1, -1], 0.95)
        np.testing.assert_allclose([low, high], row["agresti_caffo"], rtol=0, atol=1e-10)


def test_the_test_of_two_shares_agrees_with_r():
    for row in SHARES["two"]:
        z, p = equal_shares(row["x1"] / row["n1"], row["n1"], row["x2"] / row["n2"], row["n2"])
        assert z**2 == pytest.approx(row["chisq"], rel=1e-10)
        assert p == pytest.approx(row["p"], rel=1e-10)


def test_a_difference_of_nets_agrees_with_r():
    row = NETS["two_sample"]
    sizes = [sum(row["x"]), sum(row["y"])]
    sides = [
        (part[0] / n, part[2] / n, n) for part, n in zip((row["x"], row["y"]), sizes, strict=True)
    ]
    low, high, z, p = net_difference(*sides, 0.95, "wald")
    np.testing.assert_allclose([low, high, p], [*row["ci"], row["p"]], rtol=1e-10)
    assert z == pytest.approx(row["delta"] / row["se"], rel=1e-10)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_tango_solves_the_score_equation(up, neither, down):
    n = up + neither + down
    if not n:
        return
    shares = up / n, down / n
    for end in net_interval(*shares, n, 0.95, "tango"):
        if abs(end) < 1 - 1e-9:
            assert abs(net_score(*shares, n, end)) == pytest.approx(stats.norm.ppf(0.975), rel=1e-7)


@pytest.mark.parametrize(("x", "n", "y", "m"), [(56, 70, 48, 80), (9, 10, 3, 10), (3, 40, 9, 25)])
def test_miettinen_and_nurminen_solve_the_score_equation(x, n, y, m):
    """The likeliest shares that differ by the end are found by search, not by the cubic."""
    for end in share_difference((x / n, n), (y / m, m), 0.95, "miettinen_nurminen"):
        span = max(0, -end) + 1e-12, min(1, 1 - end) - 1e-12
        best = optimize.minimize_scalar(
            lambda q, gap=end: -stats.binom.logpmf(x, n, q + gap) - stats.binom.logpmf(y, m, q),
            bounds=span,
            method="bounded",
            options={"xatol": 1e-12},
        ).x
        one = best + end
        variance = (one * (1 - one) / n + best * (1 - best) / m) * (n + m) / (n + m - 1)
        assert abs(x / n - y / m - end) / np.sqrt(variance) == pytest.approx(1.959964, rel=1e-6)


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))
def test_intervals_of_shares_hold_the_estimate_and_turn_around(x, more, y, other):
    one, two = (x / (x + more), x + more), (y / (y + other), y + other)
    for method in ("newcombe", "miettinen_nurminen", "wald"):
        low, high = share_difference(one, two, 0.95, method)
        back = share_difference(two, one, 0.95, method)
        assert -1 <= low <= one[0] - two[0] + 1e-12
        assert one[0] - two[0] - 1e-12 <= high <= 1
        np.testing.assert_allclose([low, high], [-back[1], -back[0]], atol=1e-9)
    for method in ("wilson", "clopper_pearson", "jeffreys", "wald"):
        low, high = share_interval(*one, 0.95, method)
        assert 0 <= low <= one[0] <= high <= 1


@pytest.mark.parametrize("n", [10, 20, 50])
@pytest.mark.parametrize("method", ["wald", "adjusted_wald", "tango"])
def test_coverage_of_nets_is_the_known_one(n, method):
    """Every outcome of n answers, weighed by its chance, for 171 pairs of true shares."""
    up, down = outcomes(n).T / n
    low, high = net_interval(up, down, n, 0.95, method)
    true = (GRID[:, 0] - GRID[:, 1])[:, None]
    covered = (chances(n) * ((low <= true + 1e-12) & (true - 1e-12 <= high))).sum(axis=1)
    known = NETS["coverage"][str(n)][method]
    found = {"mean": covered.mean(), "min": covered.min(), "share_below_90": (covered < 0.9).mean()}
    assert found == pytest.approx(known, rel=1e-10)


def test_the_usual_interval_of_a_net_covers_and_wald_does_not():
    for n, known in NETS["coverage"].items():
        assert known["adjusted_wald"]["mean"] >= 0.95
        assert known["adjusted_wald"]["min"] > 0.93
        assert known["wald"]["mean"] < 0.94, n


def difference_coverage(n, method):
    """Return the coverage of the difference of two nets of n answers for all pairs of truths."""
    up, down = outcomes(n).T / n
    sides = (up[:, None], down[:, None], n), (up[None], down[None], n)
    low, high = net_difference(*sides, 0.95, method)[:2]
    chance, net = chances(n), GRID[:, 0] - GRID[:, 1]
    truth = np.round(net[:, None] - net[None], 6)
    out = np.empty(truth.shape)
    for gap in np.unique(truth):
        held = chance @ ((low <= gap + 1e-9) & (gap - 1e-9 <= high)) @ chance.T
        out[truth == gap] = held[truth == gap]
    return out, truth == 0


@pytest.mark.parametrize(("n", "least"), [(10, 0.92), (20, 0.938)])
def test_coverage_of_differences_of_nets(n, least):
    """All pairs of outcomes for 171 x 171 pairs of true shares."""
    adjusted, none = difference_coverage(n, "adjusted_wald")
    wald, _ = difference_coverage(n, "wald")
    assert adjusted.mean() == pytest.approx(0.95, abs=0.002)
    assert adjusted.min() > least
    assert adjusted[none].min() > 0.94  # where there is none, the test errs in at most 6%
    assert wald.mean() < 0.935
    assert wald.min() < 0.86


@pytest.mark.parametrize("n", [10, 20, 50])
def test_coverage_of_shares(n):
    """Brown, Cai & DasGupta (2001): Wilson near 95% on average, Clopper-Pearson never below."""
    x, true = np.arange(n + 1), np.linspace(0.005, 0.995, 199)
    chance = stats.binom.pmf(x, n, true[:, None])
    found = {}
    for method in ("wilson", "clopper_pearson", "jeffreys", "wald"):
        low, high = share_interval(x / n, n, 0.95, method)
        held = (low <= true[:, None]) & (true[:, None] <= high)
        found[method] = (chance * held).sum(axis=1)
    assert found["clopper_pearson"].min() >= 0.95
    assert found["wilson"].mean() == pytest.approx(0.952, abs=0.006)
    assert found["jeffreys"].mean() == pytest.approx(0.95, abs=0.012)
    assert found["wilson"].min() > 0.83
    assert found["wald"].mean() < found["jeffreys"].mean() - 0.01


@pytest.mark.parametrize("size", [(10, 10), (15, 40)])
def test_coverage_of_a_difference_of_gaps(size):
    """Price and Bonett's interval in 20,000 draws: kept, and generous near 0 and 1."""
    rng = np.random.default_rng(4)
    n = np.array([*size, *size])
    for true in ([0.8, 0.3, 0.6, 0.2], [0.5, 0.5, 0.5, 0.5], [0.9, 0.1, 0.9, 0.1]):
        draws = rng.binomial(n, true, size=(20_000, 4)) / n
        low, high, *_ = contrast(draws, np.broadcast_to(n, draws.shape), [1, -1, -1, 1], 0.95)
        gap = np.dot(true, [1, -1, -1, 1])
        assert 0.935 < ((low <= gap) & (gap <= high)).mean() < 0.99


def test_holm_steps_down():
    """Holm (1979): 0.01 * 3, max(0.02 * 2, 0.03), max(0.04, 0.04)."""
    np.testing.assert_allclose(holm([0.04, 0.01, 0.02]), [0.04, 0.03, 0.04])
    np.testing.assert_allclose(holm([0.5, 0.9]), [1.0, 1.0])


def test_a_line_is_that_of_all_answers_and_its_interval_covers():
    rng = np.random.default_rng(8)
    x, n = np.arange(12.0), np.tile([40.0, 25.0, 60.0], 4)
    held = []
    for _ in range(2000):
        hits = rng.binomial(n.astype(int), 0.3 + 0.02 * x)
        near = (hits + 2) / (n + 4)
        found = line(x, hits / n, near * (1 - near) / n, n)
        held.append(abs(found.slope - 0.02) <= 1.96 * found.std_error)
    assert 0.94 < np.mean(held) < 0.985
    answers = np.repeat(x, n.astype(int))
    said = np.concatenate([np.arange(size) < hit for hit, size in zip(hits, n, strict=True)])
    slope, start = np.polyfit(answers, said, 1)
    assert (found.slope, found.intercept) == pytest.approx((slope, start))


@pytest.mark.parametrize(("periods", "most"), [(24, 0.065), (6, 0.07), (4, 0.09)])
@pytest.mark.parametrize("drift", [0.0, 0.1])
def test_without_a_trend_a_line_is_flat(periods, most, drift):
    """2,000 worlds of 80 answers a period; also where the periods differ for other reasons."""
    rng = np.random.default_rng(periods)
    x, n, wrong = np.arange(float(periods)), np.full(periods, 80.0), 0
    for _ in range(2000):
        hits = rng.binomial(80, np.clip(rng.normal(0.5, drift, periods), 0, 1))
        near = (hits + 2) / (n + 4)
        found = line(x, hits / n, near * (1 - near) / n, n)
        low, high = found.interval(0.95)
        assert (found.p_value < 0.05) == (low > 0 or high < 0)
        wrong += found.p_value < 0.05
    assert wrong / 2000 < most


def test_a_line_widens_where_periods_jump():
    x, y = np.arange(8.0), np.array([0.2, 0.5] * 4)
    quiet = line(x, np.full(8, 0.35), np.full(8, 1e-4), np.full(8, 100.0))
    jumpy = line(x, y, np.full(8, 1e-4), np.full(8, 100.0))
    assert quiet.std_error < jumpy.std_error / 5
    assert jumpy.p_scatter < 1e-6
