"""What R was asked about the drivers."""

import json
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[1] / "reference"


@pytest.fixture(scope="session")
def ordinal(items, scores):
    return scores.assign(y=items["CUSA1"].clip(lower=5) - 4)


@pytest.fixture(scope="session")
def shares():
    path = REFERENCE / "importance_swiss_mobi.json"
    return json.loads(path.read_text(encoding="utf-8"))
