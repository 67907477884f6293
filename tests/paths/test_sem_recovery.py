"""Intervals of covariance models cover the truth of a world as often as they say."""

import numpy as np

import cxlab as cx
from cxlab._core.errors import CxWarning
from cxlab.paths import fit_sem

SEEDS, ROWS = 60, 400


def test_intervals_of_standardised_paths_cover_the_truth(satisfaction_model, recwarn):
    """Ten paths, 60 worlds. The share covered has a standard error of about .01; the mean error
    of a path one of about .01 too."""
    covered, away = [], []
    for seed in range(SEEDS):
        world = cx.simulate.ecsi(ROWS, seed=seed)
        rows = fit_sem(world.data, satisfaction_model).tidy().query("kind == 'path'")
        ends = rows["term"].str.split(" ~ ")
        truth = np.array([world.truth["paths"][f"{b} -> {a}"] for a, b in ends])
        covered.append((rows["beta_low"] <= truth) & (truth <= rows["beta_high"]))
        away.append(rows["beta"] - truth)
    assert 0.92 <= np.mean(covered) <= 0.98
    assert np.abs(np.mean(away, axis=0)).max() < 0.04
    assert not [each for each in recwarn if issubclass(each.category, CxWarning)]
