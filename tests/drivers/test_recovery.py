"""Known truth: the driver regression must find what the simulator put in."""

import numpy as np
import pytest

import cxlab as cx


@pytest.mark.slow
def test_intervals_cover_the_truth_on_200_seeds():
    truth = dict(cx.simulate.meiyu(10).truth["satisfaction"])
    truth.pop("noise_sd")
    effects = np.array(list(truth.values()))
    covered = []
    for seed in range(200):
        data = cx.simulate.meiyu(400, seed=seed).data
        rows = cx.drivers.regress(data, "satisfaction", list(truth)).tidy().set_index("term")
        rows = rows.loc[list(truth)]
        covered.append(rows["conf_low"].le(effects) & rows["conf_high"].ge(effects))
    assert 0.92 <= np.mean(covered) <= 0.98


def test_leaving_expectations_out_biases_the_drivers():
    world = cx.simulate.meiyu(20_000, seed=11)
    drivers = [name for name in world.truth["satisfaction"] if name.startswith("x_")]
    naive = cx.drivers.regress(world.data, "satisfaction", drivers).tidy().set_index("term")
    row = naive.loc["x_convenience"]
    assert row["conf_high"] < world.truth["satisfaction"]["x_convenience"]
