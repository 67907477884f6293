"""PLS in stages: interactions against seminr, constructs of a higher order against rows."""

import json
from pathlib import Path

import numpy as np
import pytest

from cxlab._stats import bootstrap, pls, pls_stages
from cxlab._stats.moments import Moments

IMAGE, SATISFACTION, LOYALTY = (
    [f"{name}{k}" for k in range(1, last + 1)]
    for name, last in (("IMAG", 5), ("CUSA", 3), ("CUSL", 3))
)


@pytest.fixture(scope="module")
def reference():
    path = Path(__file__).parents[1] / "reference" / "pls_mobi.json"
    return json.loads(path.read_text(encoding="utf-8"))["moderation"]


@pytest.fixture(scope="module")
def rows(items):
    return items[[*IMAGE, *SATISFACTION, *LOYALTY]].to_numpy(float)


def arrows(k, *pairs):
    out = np.zeros((k, k), bool)
    for source, target in pairs:
        out[source, target] = True
    return out


def moderated():
    first = pls.Design((5, 3, 3), np.zeros(3, bool), arrows(3, (0, 2), (1, 2)))
    second = pls.Design((5, 3, 1, 3), np.zeros(4, bool), arrows(4, (0, 3), (1, 3), (2, 3)))
    return [
        pls_stages.Stage(first, np.arange(11), products=((1, 0),)),
        pls_stages.Stage(second, np.array([*range(8), 11, 8, 9, 10])),
    ]


def higher():
    first = pls.Design((5, 3, 3), np.zeros(3, bool), arrows(3, (0, 2), (1, 2)))
    second = pls.Design((2, 3), np.zeros(2, bool), arrows(2, (0, 1)))
    return [
        pls_stages.Stage(first, np.arange(11), scores=(0, 1)),
        pls_stages.Stage(second, np.array([11, 12, 8, 9, 10])),
    ]


def test_an_interaction_agrees_with_seminr(rows, reference):
    m = Moments.of(rows)
    last = pls_stages.run(m.mean[None], m.cov[None], moderated(), rows=rows)[-1]
    known = reference["path_coef"]
    assert last.fit.paths[0, 3, 0] == pytest.approx(known["Image"]["Loyalty"], rel=1e-9)
    assert last.fit.paths[1, 3, 0] == pytest.approx(known["Satisfaction"]["Loyalty"], rel=1e-9)
    slope = last.fit.paths[2, 3, 0] / last.spread[8, 0]
    assert slope == pytest.approx(known["Satisfaction*Image"]["Loyalty"], rel=1e-9)
    r2 = pls.explained(last.fit)[3, 0]
    assert r2 == pytest.approx(reference["paths"]["R^2"]["Loyalty"], rel=1e-9)


def test_a_construct_of_constructs_is_what_its_scores_give(rows):
    m = Moments.of(rows)
    first, last = pls_stages.run(m.mean[None], m.cov[None], higher())
    z = (rows - m.mean) / np.sqrt(np.diag(m.cov))
    scores = np.stack(
        [z[:, :5] @ first.fit.weights[:5, 0], z[:, 5:8] @ first.fit.weights[5:8, 0]], 1
    )
    plain = pls.fit(Moments.of(np.hstack([scores, rows[:, 8:]])).corr, higher()[1].design)
    np.testing.assert_allclose(last.fit.paths, plain.paths, atol=1e-10)
    np.testing.assert_allclose(last.fit.weights, plain.weights, atol=1e-10)


@pytest.mark.parametrize("stages", [moderated(), higher()])
def test_resamples_are_what_their_rows_give(stages, rows):
    rng = np.random.default_rng(3)
    counts = bootstrap.counts(len(rows), 4, rng)
    means = counts @ rows / len(rows)
    covs = np.stack([np.cov(rows.T, fweights=each.astype(int)) for each in counts])
    together = pls_stages.run(means, covs, stages, rows=rows, counts=counts)[-1]
    for place, each in enumerate(counts):
        drawn = np.repeat(rows, each.astype(int), axis=0)
        m = Moments.of(drawn)
        alone = pls_stages.run(m.mean[None], m.cov[None], stages, rows=drawn)[-1]
        np.testing.assert_allclose(
            together.fit.paths[..., place], alone.fit.paths[..., 0], atol=1e-9
        )
        np.testing.assert_allclose(together.spread[:, place], alone.spread[:, 0], atol=1e-9)


def test_products_ask_for_the_rows(rows):
    m = Moments.of(rows)
    with pytest.raises(ValueError, match="rows"):
        pls_stages.run(m.mean[None], m.cov[None], moderated())
