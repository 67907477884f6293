"""What every test starts with: English, figures off screen, nothing left open."""

import os
import sys

import pytest
from hypothesis import settings

import cxlab as cx

settings.register_profile("cxlab", deadline=None, derandomize=True)  # slow machines, same cases
settings.load_profile("cxlab")

os.environ["MPLBACKEND"] = "Agg"
os.environ.pop("CXLAB_LANG", None)


@pytest.fixture(autouse=True)
def _clean():
    with cx.use("en"):
        yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
