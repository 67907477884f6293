"""Blocks cover everything once, and a bar shows only when it takes long."""

import pytest

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
