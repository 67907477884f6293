"""Where the nodes of a layered diagram stand: causes left, no arrow through a third node."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]

MOST = 20_000  # arrangements that are all looked at; beyond, layers settle one after another
MOST_ORDERS = 720  # of the nodes of one layer
TURNS = 6  # times they settle
WIDE = 1.6  # distance of two layers, in distances of two rows
NEAR = 0.55  # an arrow that passes a node so closely runs through it
THROUGH, CROSSED = 10.0, 1.0  # what an arrow through a node costs, and two that cross


def places(
    layers: Sequence[Sequence[str]], arrows: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Return x and y of every node between 0 and 1, layer by layer from left to right.

    Rows are chosen so that arrows pass beside the nodes they skip, cross rarely and stay short.

    Parameters
    ----------
    layers
        Names, causes before effects.
    arrows
        Cause and effect of each arrow.

    Examples
    --------
    >>> places([["a"], ["b"], ["c"]], [("a", "b"), ("b", "c"), ("a", "c")])
    {'a': (0.0, 1.0), 'b': (0.5, 0.0), 'c': (1.0, 1.0)}
    """
    names = [name for layer in layers for name in layer]
    pairs = [(names.index(one), names.index(other)) for one, other in arrows]
    depth = np.repeat(np.arange(len(layers), dtype=float), [len(layer) for layer in layers])
    rows = max(5, 2 * max(map(len, layers)) - 1)
    options = [_orders(len(layer), rows) for layer in layers]
    if np.prod([float(len(each)) for each in options]) <= MOST:
        whole = np.stack([np.concatenate(picks) for picks in itertools.product(*options)])
    else:
        whole = _settled(options, depth, pairs)
    y = whole[_cost(depth, whole, pairs).argmin()]
    return {
        name: (float(across), float(down))
        for name, across, down in zip(names, _unit(depth), _unit(y), strict=True)
    }


def _unit(values: Array) -> Array:
    """Stretch values over 0 to 1; all alike stand in the middle."""
    span = float(np.ptp(values))
    return (values - values.min()) / span if span else np.full(len(values), 0.5)


def _orders(size: int, rows: int) -> list[Array]:
    """Return the ways in which the nodes of a layer can stand in the rows, the middle first."""
    steps = np.arange(rows) - (rows - 1) / 2
    if size == 1:
        return [np.array([step]) for step in sorted(steps, key=lambda step: (abs(step), step))]
    even = np.linspace(steps[0], steps[-1], size) if size > 2 else np.array([-1.0, 1.0])
    orders = itertools.islice(itertools.permutations(range(size)), MOST_ORDERS)
    return [even[list(order)] for order in orders]


def _settled(options: Sequence[Sequence[Array]], depth: Array, pairs: Pairs) -> Array:
    """Return one arrangement: each layer in turn takes its best place beside the others."""
    now = [each[0] for each in options]
    for _turn in range(TURNS):
        for layer, each in enumerate(options):
            tried = np.stack(
                [np.concatenate([*now[:layer], pick, *now[layer + 1 :]]) for pick in each]
            )
            now[layer] = each[int(_cost(depth, tried, pairs).argmin())]
    return np.concatenate(now)[None]


def _cost(depth: Array, y: Array, pairs: Pairs) -> Array:
    """Return the cost of arrangements, shape (n,), from their rows, shape (n, nodes)."""
    x = WIDE * depth
    out = 0.02 * np.ptp(y, axis=1) + 0.01 * np.abs(y).sum(axis=1)
    for i, j in pairs:
        run, rise = x[j] - x[i], y[:, j] - y[:, i]
        long = np.hypot(run, rise)
        out += 0.02 * long
        for k in range(len(x)):
            if k not in (i, j) and min(x[i], x[j]) <= x[k] <= max(x[i], x[j]):
                away = np.abs(run * (y[:, k] - y[:, i]) - rise * (x[k] - x[i])) / long
                out += THROUGH * (away < NEAR)
    for (i, j), (k, m) in itertools.combinations(pairs, 2):
        if len({i, j, k, m}) == 4:
            out += CROSSED * _crossed(x, y, (i, j), (k, m))
    return out


def _crossed(x: Array, y: Array, one: tuple[int, int], other: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell in which arrangements two arrows cross."""

    def side(i: int, j: int, k: int) -> Array:
        return (x[j] - x[i]) * (y[:, k] - y[:, i]) - (y[:, j] - y[:, i]) * (x[k] - x[i])

    (i, j), (k, m) = one, other
    return np.asarray((side(i, j, k) * side(i, j, m) < 0) & (side(k, m, i) * side(k, m, j) < 0))
