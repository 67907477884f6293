"""What every test starts with: English, figures off screen, nothing left open."""

import os
import sys

import pytest

import cxlab as cx

os.environ["MPLBACKEND"] = "Agg"
os.environ.pop("CXLAB_LANG", None)


@pytest.fixture(autouse=True)
def _clean():
    with cx.use("en"):
        yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
