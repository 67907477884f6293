"""Blocks cover everything once, and a bar shows only when it takes long."""

from functools import partial

import pytest
from tqdm import auto

from cxlab._core import progress


@pytest.mark.parametrize(("total", "size"), [(0, 5), (1, 5), (5, 5), (6, 5), (23, 7)])
def test_blocks_cover_the_range_once(total, size):
    blocks = list(progress.blocks(total, size, "resamples"))
    assert [i for block in blocks for i in range(total)[block]] == list(range(total))
    assert all(block.stop - block.start <= size for block in blocks)


def test_a_bar_waits(capsys):
    list(progress.blocks(30, 10, "resamples"))
    assert "resamples" not in capsys.readouterr().err


def test_a_bar_counts(capsys, impatient):
    list(progress.blocks(30, 10, "resamples"))
    assert "resamples" in capsys.readouterr().err


def test_a_count_shows_how_far_the_work_is(capsys, impatient):
    with progress.counted(100, 10, "bytes") as at:
        at(40)
        at(250)
    assert "bytes" in capsys.readouterr().err
    with progress.counted(10, 10, "little work") as at:
        at(5)
    assert capsys.readouterr().err == ""


def test_bars_that_are_switched_off_stop_nothing(impatient, monkeypatch):
    monkeypatch.setattr(auto, "tqdm", partial(auto.tqdm, disable=True))
    assert list(progress.blocks(30, 10, "resamples"))
    assert next(steps := progress.waiting(5, "the other process")) == 0
    assert next(steps) > 0


def test_waiting_ends_in_time(capsys, impatient, monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    steps = list(progress.waiting(5, "the other process"))
    assert steps[0] == 0
    assert 0 < len(steps) < 7
    assert "the other process" in capsys.readouterr().err
