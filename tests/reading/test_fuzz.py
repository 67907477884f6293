"""Two thousand damaged files: each gives a survey or a refusal in words, in bounded memory.

``CXLAB_FUZZ=20`` reads twenty times as many.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import fuzzing
import pytest
from mutations import OLD, PACKED, TEXTS, binary

MORE = int(os.environ.get("CXLAB_FUZZ", "1"))
SHARDS = 10
MOST = 1_000_000_000  # bytes


@pytest.fixture(scope="module")
def reader():
    """Return a process that does nothing but read these files."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        yield process


def memory(reader):
    """Return the most memory that the process and any of its children had so far."""
    pytest.importorskip("resource", reason="Windows does not count")
    return reader.submit(fuzzing.memory).result()


def fuzzed(reader, seeds, kinds):
    """Return the outcomes of many files, and those that should not be, by seed."""
    before, _others = memory(reader)
    outcomes = reader.submit(fuzzing.outcomes, seeds, kinds).result()
    own, children = memory(reader)
    assert own - before < MOST  # it begins with what the process that started it has
    assert children < MOST
    return set(outcomes.values()), {
        seed: said for seed, said in outcomes.items() if said not in ("read", "refused")
    }


def shard(number, count):
    return range(number * count * MORE, (number + 1) * count * MORE)


@pytest.mark.parametrize("number", range(SHARDS))
def test_damaged_texts(number, reader):
    kinds, wrong = fuzzed(reader, shard(number, 170), TEXTS)
    assert wrong == {}
    assert kinds == {"read", "refused"}


@pytest.mark.parametrize("number", range(SHARDS))
def test_damaged_workbooks(number, reader):
    kinds, wrong = fuzzed(reader, shard(number, 20), PACKED | OLD)
    assert wrong == {}
    assert "refused" in kinds
    assert memory(reader)[1]  # workbooks are read in children, and these are counted


def test_damaged_files_of_statistics_packages(tmp_path, reader):
    seeds = binary(tmp_path)
    if not seeds:
        pytest.skip("neither pyreadstat nor polars is installed")
    kinds, wrong = fuzzed(reader, shard(0, 100), seeds)
    assert wrong == {}
    assert "refused" in kinds


def test_a_child_that_takes_too_much_is_noticed(reader):
    before = memory(reader)[1]
    reader.submit(fuzzing.outgrow, before + 50_000_000).result()
    assert memory(reader)[1] > before + 50_000_000
