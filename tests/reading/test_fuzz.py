"""Two thousand damaged files: each gives a survey or a refusal in words, in bounded memory.

``CXLAB_FUZZ=20`` reads twenty times as many.
"""

import io
import os
import signal
import warnings

import pytest
from mutations import OLD, PACKED, TEXTS, binary, drawn

import cxlab as cx

MORE = int(os.environ.get("CXLAB_FUZZ", "1"))
SHARDS = 10
NET = "cannot be read as a table"  # the net under all others: nothing should fall into it
PATIENCE = 60  # seconds after which a file is said to hang
MOST = 1_000_000_000  # bytes


@pytest.fixture
def patience():
    """Break off a file that hangs, where the system has such a clock."""
    if not hasattr(signal, "SIGALRM"):
        yield lambda seconds: None
        return

    def hangs(*_):
        pytest.fail("a file hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    yield signal.alarm
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def memory():
    """Return the most memory that this process and any of its children had, in bytes."""
    resource = pytest.importorskip("resource", reason="Windows does not count")
    unit = 1024 if os.uname().sysname == "Linux" else 1
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return [resource.getrusage(each).ru_maxrss * unit for each in who]


def outcome(content, name):
    """Read a file; return what became of it: ``read``, ``refused``, or the error nobody foresaw."""
    file = io.BytesIO(content)
    file.name = name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            survey = cx.read(file)
        except cx.CxError as error:
            return f"unforeseen: {error.__cause__!r}" if NET in str(error) else "refused"
        shown = survey._repr_html_() and repr(survey) and survey.explain()
    whole = survey.n and len(survey.items) == survey.data.shape[1]
    return "read" if shown and whole else "half a survey"


def fuzzed(seeds, kinds, patience):
    """Return the outcomes of many files, and those that should not be, by seed."""
    own, others = memory()  # what other tests of this process had before
    outcomes = {}
    for seed in seeds:
        content, name = drawn(seed, kinds)
        patience(PATIENCE)
        try:
            outcomes[seed] = outcome(content, name)
        except Exception as error:
            outcomes[seed] = f"{type(error).__name__}: {error}"
    patience(0)
    now, children = memory()
    assert now - own < MOST
    assert children < MOST or children == others
    return set(outcomes.values()), {
        seed: said for seed, said in outcomes.items() if said not in ("read", "refused")
    }


def shard(number, count):
    return range(number * count * MORE, (number + 1) * count * MORE)


@pytest.mark.parametrize("number", range(SHARDS))
def test_damaged_texts(number, patience):
    kinds, wrong = fuzzed(shard(number, 170), TEXTS, patience)
    assert wrong == {}
    assert kinds == {"read", "refused"}


@pytest.mark.parametrize("number", range(SHARDS))
def test_damaged_workbooks(number, patience):
    kinds, wrong = fuzzed(shard(number, 20), PACKED | OLD, patience)
    assert wrong == {}
    assert "refused" in kinds


def test_damaged_files_of_statistics_packages(tmp_path, patience):
    seeds = binary(tmp_path)
    if not seeds:
        pytest.skip("neither pyreadstat nor polars is installed")
    kinds, wrong = fuzzed(shard(0, 100), seeds, patience)
    assert wrong == {}
    assert "refused" in kinds
