"""Groups too small to be shown cannot be worked out from totals beside those that are."""

import numpy as np
import pandas as pd
import pytest

from cxlab._stats.suppression import beside_margins, beside_totals

# Every row and column with a small cell can leave out two cells or more, and still the totals of
# several of them taken together give one small cell away.
CROSSED = [
    [29, 17, 14, 24, 17, 12, 26],
    [15, 9, 8, 10, 7, 15, 21],
    [19, 14, 15, 18, 13, 14, 24],
    [20, 17, 13, 25, 20, 11, 30],
]


def points(counts):
    """Return a row for every cell of a table."""
    rows = [(part, group, n) for part, line in enumerate(counts) for group, n in enumerate(line)]
    return pd.DataFrame(rows, columns=["part", "group", "n"])


def known(table, shown, least):
    """Return the small cells that follow from all totals of rows and columns and what is shown."""
    cells = np.eye(len(table))
    lines = [
        (table[margin] == name).to_numpy(float)
        for margin in ("part", "group")
        for name in table[margin].unique()
    ]
    told = np.array([*lines, *cells[np.array(shown)]])
    rank = np.linalg.matrix_rank(told)
    small = np.flatnonzero((table["n"] < least) & ~np.array(shown))
    return [place for place in small if np.linalg.matrix_rank([*told, cells[place]]) == rank]


def test_several_totals_together_give_no_small_cell_away():
    table = points(CROSSED)
    shown = beside_margins(table["n"], [table["part"], table["group"]], 10)
    assert table["n"][shown].min() >= 10
    assert known(table, shown, 10) == []
    assert sum(shown) > len(table) / 2


@pytest.mark.parametrize("seed", range(20))
def test_no_small_cell_of_any_table_is_given_away(seed):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(16 * np.outer(rng.uniform(0.6, 1.4, 4), rng.uniform(0.7, 1.3, 8)))
    table = points(counts)
    assert table.groupby("part")["n"].sum().min() >= 10  # so that all totals stand
    assert table.groupby("group")["n"].sum().min() >= 10
    shown = beside_margins(table["n"], [table["part"], table["group"]], 10)
    assert known(table, shown, 10) == []


def test_one_group_left_out_takes_another_with_it():
    assert beside_totals([40, 12, 7], [True, True, False], [range(3)], 10) == [True, False, False]
    assert beside_totals([40, 7], [True, False], [range(2)], 10) == [False, False]
