"""Customers of a generated provider, as the European satisfaction index would ask them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from cxlab._core.labels import Attached
from cxlab._core.validate import generator, whole
from cxlab.simulate._meiyu import World

SEED = 1996
LOW, HIGH = 1, 10
MEAN, SD = 6.8, 1.6  # of every answer before it is rounded

CONSTRUCTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "image": {"en": "image", "zh": "形象"},
        "expectation": {"en": "expectation", "zh": "期望"},
        "quality": {"en": "quality", "zh": "质量"},
        "value": {"en": "value", "zh": "价值"},
        "satisfaction": {"en": "satisfaction", "zh": "满意"},
        "loyalty": {"en": "loyalty", "zh": "忠诚"},
    }
)
LOADINGS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "image": (0.80, 0.75, 0.70, 0.65),
        "expectation": (0.75, 0.70, 0.65),
        "quality": (0.85, 0.80, 0.75, 0.70),
        "value": (0.85, 0.80),
        "satisfaction": (0.85, 0.80, 0.75),
        "loyalty": (0.80, 0.75, 0.70),
    }
)
PATHS: Mapping[str, float] = MappingProxyType(
    {  # of standardised constructs, causes before effects
        "image -> expectation": 0.60,
        "expectation -> quality": 0.65,
        "expectation -> value": 0.10,
        "quality -> value": 0.55,
        "image -> satisfaction": 0.20,
        "expectation -> satisfaction": 0.00,
        "quality -> satisfaction": 0.45,
        "value -> satisfaction": 0.25,
        "image -> loyalty": 0.15,
        "satisfaction -> loyalty": 0.60,
    }
)


def ecsi(n: int = 600, *, seed: int = SEED) -> World:
    """Generate answers that follow a path model of satisfaction and loyalty.

    The six constructs are common factors: each answer is its construct plus an error of its own,
    rounded to 1-10. Expectation has no direct effect on satisfaction.

    Parameters
    ----------
    n
        Number of customers.
    seed
        Seed of the random numbers.

    Returns
    -------
    World
        ``data`` with items ``image_1`` … ``loyalty_3``; ``truth``: the standardised ``paths``, the
        ``loadings`` before rounding, and ``r2`` of the constructs.

    Raises
    ------
    SpecError
        ``n`` is not a whole number of at least 1.

    Examples
    --------
    >>> world = ecsi(300, seed=7)
    >>> world.data.shape, world.truth["paths"]["satisfaction -> loyalty"]
    ((300, 19), 0.6)
    """
    n, rng = whole(n, "n"), generator(seed)
    names = list(CONSTRUCTS)
    effects, r2 = _structure(names)
    scores = np.zeros((n, len(names)))
    for place, name in enumerate(names):
        noise = rng.standard_normal(n) * np.sqrt(1 - r2[name])
        scores[:, place] = scores @ effects[place] + noise
    columns: dict[str, np.ndarray] = {}
    for place, name in enumerate(names):
        for number, loading in enumerate(LOADINGS[name], start=1):
            error = rng.standard_normal(n) * np.sqrt(1 - loading**2)
            answer = MEAN + SD * (loading * scores[:, place] + error)
            columns[f"{name}_{number}"] = np.clip(np.rint(answer), LOW, HIGH).astype(np.int64)
    data = pd.DataFrame(columns)
    data.attrs["labels"] = Attached(
        {name: dict(words) for name, words in CONSTRUCTS.items()}
        | {
            column: {
                lang: words + " " * (lang == "en") + column.rsplit("_", 1)[1]
                for lang, words in label.items()
            }
            for name, label in CONSTRUCTS.items()
            for column in columns
            if column.startswith(f"{name}_")
        }
    )
    data.attrs["scales"] = Attached(dict.fromkeys(columns, (LOW, HIGH)))
    loadings = {
        f"{name}_{number}": value
        for name, values in LOADINGS.items()
        for number, value in enumerate(values, start=1)
    }
    return World(data, MappingProxyType({"paths": dict(PATHS), "loadings": loadings, "r2": r2}))


def _structure(names: list[str]) -> tuple[np.ndarray, dict[str, float]]:
    """Return the effects, shape (k, k), target by source, and R² of constructs of variance one."""
    effects = np.zeros((len(names), len(names)))
    for arrow, value in PATHS.items():
        source, target = (names.index(end) for end in arrow.split(" -> "))
        effects[target, source] = value
    corr, r2 = np.eye(len(names)), {}
    for place, name in enumerate(names):
        corr[place, :place] = corr[:place, place] = effects[place] @ corr[:, :place]
        r2[name] = float(effects[place, :place] @ corr[:place, place])
    return effects, r2
