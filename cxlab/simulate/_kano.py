"""Kano interviews with customers of Meiyu Electronics: what each thinks of nine attributes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.validate import generator, whole
from cxlab.simulate._meiyu import World, meiyu

SEED = 1984
CUSTOMERS = 2000  # of the data set meiyu, from whom the interviewed are drawn
KINDS = ("attractive", "one_dimensional", "must_be", "indifferent", "reverse", "questionable")
SILENT = 0.01  # of the answers are missing

# Chance of each kind, in the order of KINDS, and mean importance on 1-9.
ATTRIBUTES: Mapping[str, tuple[tuple[float, ...], float]] = MappingProxyType(
    {
        "works": ((0.05, 0.20, 0.60, 0.12, 0.01, 0.02), 8.1),  # product
        "repair": ((0.10, 0.48, 0.26, 0.13, 0.01, 0.02), 7.3),  # service
        "escort": ((0.10, 0.04, 0.02, 0.38, 0.44, 0.02), 2.9),  # service
        "adviser": ((0.46, 0.14, 0.06, 0.30, 0.02, 0.02), 4.8),  # relationship
        "price_tag": ((0.04, 0.28, 0.52, 0.13, 0.01, 0.02), 7.6),  # price
        "price_match": ((0.24, 0.42, 0.14, 0.17, 0.01, 0.02), 6.5),  # price
        "queue": ((0.12, 0.40, 0.30, 0.15, 0.01, 0.02), 6.9),  # convenience
        "celebrity": ((0.16, 0.03, 0.02, 0.66, 0.11, 0.02), 2.3),  # brand image
    }
)
PAYMENT: Mapping[str, tuple[tuple[float, ...], float]] = MappingProxyType(
    {  # convenience; the one attribute on which locals and visitors differ
        "local": ((0.14, 0.08, 0.10, 0.64, 0.02, 0.02), 3.4),
        "visitor": ((0.08, 0.26, 0.50, 0.13, 0.01, 0.02), 7.7),
    }
)
NAMES = (*list(ATTRIBUTES)[:7], "payment", "celebrity")
# Which pairs of answers (1 like ... 5 dislike) a person of each kind gives, and how often.
PAIRS: Mapping[str, Mapping[tuple[int, int], float]] = MappingProxyType(
    {
        "attractive": {(1, 2): 0.05, (1, 3): 0.6, (1, 4): 0.35},
        "one_dimensional": {(1, 5): 1.0},
        "must_be": {(2, 5): 0.75, (3, 5): 0.17, (4, 5): 0.08},
        "indifferent": {
            (2, 2): 0.04,
            (2, 3): 0.06,
            (2, 4): 0.14,
            (3, 2): 0.03,
            (3, 3): 0.5,
            (3, 4): 0.14,
            (4, 2): 0.01,
            (4, 3): 0.04,
            (4, 4): 0.04,
        },
        "reverse": {
            (2, 1): 0.06,
            (3, 1): 0.2,
            (4, 1): 0.3,
            (5, 1): 0.16,
            (5, 2): 0.08,
            (5, 3): 0.14,
            (5, 4): 0.06,
        },
        "questionable": {(1, 1): 0.6, (5, 5): 0.4},
    }
)


def kano(n: int = 400, *, seed: int = SEED) -> World:
    """Generate Kano interviews with customers of Meiyu Electronics.

    Each customer is drawn from the data set ``meiyu`` (same number, same segment), holds one kind
    of view of each attribute, and answers the two questions accordingly.

    Parameters
    ----------
    n
        Number of customers asked, at most 2,000.
    seed
        Seed of the random numbers; the default is the data set that comes with the kit.

    Returns
    -------
    World
        ``data``: customer_id, segment, and for each attribute ``f_`` (how would you feel with it?),
        ``d_`` (and without?), 1 like to 5 dislike, and ``w_`` (importance, 1-9). ``truth``: the
        chance of each kind by attribute, for ``payment`` by segment, and the mean importance.

    Raises
    ------
    SpecError
        ``n`` is not a whole number from 1 to 2,000.

    Examples
    --------
    >>> world = kano(200, seed=7)
    >>> world.data.shape, world.truth["works"]["must_be"]
    ((200, 29), 0.6)
    """
    n = whole(n, "n", most=CUSTOMERS)
    rng = generator(seed)
    people = meiyu(CUSTOMERS).data[["customer_id", "segment"]]
    who = people.iloc[np.sort(rng.permutation(CUSTOMERS)[:n])].reset_index(drop=True)
    visitor = (who["segment"] == "visitor").to_numpy()
    columns: dict[str, dict[str, Any]] = {"f": {}, "d": {}, "w": {}}
    for name in NAMES:
        chances, mean = _drawn_from(name, visitor)
        kind = (rng.random(n)[:, None] > np.cumsum(chances, axis=1)[:, :-1]).sum(axis=1)
        answers = _answers(kind, rng)
        for place, letter in enumerate("fd"):
            silent = rng.random(n) < SILENT
            column = pd.Series(answers[:, place], dtype="Int64")
            columns[letter][f"{letter}_{name}"] = column.mask(pd.Series(silent))
        columns["w"][f"w_{name}"] = 1 + rng.binomial(8, (mean - 1) / 8)
    blocks = columns["f"] | columns["d"] | columns["w"]
    return World(pd.concat([who, pd.DataFrame(blocks)], axis=1), truth())


def truth() -> Mapping[str, Mapping[str, float]]:
    """Return the chance of each kind by attribute, and the mean importance of each."""
    kinds = {name: ATTRIBUTES[name][0] for name in NAMES if name in ATTRIBUTES}
    means = {f"w_{name}": ATTRIBUTES[name][1] for name in kinds}
    for segment, (chances, mean) in PAYMENT.items():
        kinds[f"payment, segment = {segment}"] = chances
        means[f"w_payment, segment = {segment}"] = mean
    chance = {name: dict(zip(KINDS, values, strict=True)) for name, values in kinds.items()}
    return MappingProxyType(chance | {"importance": means})


def _drawn_from(name: str, visitor: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return each person's chances of the kinds, shape (n, 6), and mean importance."""
    local, other = (
        (PAYMENT["local"], PAYMENT["visitor"]) if name == "payment" else (ATTRIBUTES[name],) * 2
    )
    chances = np.where(visitor[:, None], other[0], local[0])
    return chances, np.where(visitor, other[1], local[1])


def _answers(kind: NDArray[Any], rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw the two answers of every person from what their kind of view gives."""
    draw = rng.random(len(kind))
    out = np.empty((len(kind), 2), dtype=np.int64)
    for place, name in enumerate(KINDS):
        pairs = np.array(list(PAIRS[name]))
        edges = np.cumsum(list(PAIRS[name].values()))
        here = kind == place
        out[here] = pairs[np.searchsorted(edges[:-1], draw[here], side="right")]
    return out
