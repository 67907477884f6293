"""The five methods of a comparison, and what claims say about their estimates."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import N_
from cxlab._stats.measures import shares

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

NAMES = {
    "correlation": N_("correlation r"),
    "beta": N_("coefficient β"),
    "lmg": N_("LMG"),
    "johnson": N_("Johnson"),
    "ordinal": N_("ordinal logit"),
}
SHORT = {
    "correlation": "r",
    "beta": "β",
    "lmg": "LMG",
    "johnson": "Johnson",
    "ordinal": N_("logit"),
}
METHODS = tuple(NAMES)
SIGNED = np.array([True, True, False, False, True])


def support(method: str) -> str:
    """Return the column that holds a method's support."""
    return f"support_{method}"


def settle(
    terms: list[str], estimate: Array, draws: Array, noise: tuple[float, Array], conf: float
) -> pd.DataFrame:
    """Return one row per claim.

    Parameters
    ----------
    estimate, draws
        The five measures, shapes (5, p) and (draws, 5, p).
    noise
        What a driver of pure noise gets of R² on average, in the data and in every resample.
    """
    order = np.argsort(-shares(estimate, SIGNED).mean(axis=0), kind="stable")
    at_all = np.full((1, 1, 1), noise[0])
    truths = _claims(estimate[None], estimate, at_all, order)
    found = _claims(draws, estimate, noise[1][:, None, None], order)
    rows = []
    for (kind, i, j, truth), (*_same, held) in zip(truths, found, strict=True):
        asked = SIGNED if kind in ("up", "down") else np.ones(len(METHODS), bool)
        backing = held.mean(axis=0)
        holds = truth[0] & (backing >= conf) & asked
        rows.append(
            {
                "term": _term(kind, terms[i], terms[j]),
                "group": kind,
                "driver": terms[i],
                "rival": terms[j] if kind == "outranks" else None,
                "status": "survives"
                if holds.sum() == asked.sum()
                else "disputed"
                if holds.any()
                else "falls",
                "holds": int(holds.sum()),
                "asked": int(asked.sum()),
                "support": float(backing[asked].min()),
                **{
                    support(name): float(backing[place]) if asked[place] else np.nan
                    for place, name in enumerate(METHODS)
                },
            }
        )
    return pd.DataFrame(rows)


def _claims(
    values: Array, estimate: Array, noise: Array, order: NDArray[np.intp]
) -> Iterator[tuple[str, int, int, Flags]]:
    """Yield every claim: its kind, the drivers it names, and whether it is true, (draws, 5)."""
    size = shares(values, SIGNED)
    first, *_rest = (int(place) for place in order)
    yield "first", first, first, size[..., first] >= size.max(axis=-1)
    for i, j in itertools.pairwise(order):
        yield "outranks", int(i), int(j), size[..., i] > size[..., j]
    same = np.sign(values) == np.sign(estimate)
    matters = np.where(SIGNED[:, None], same, values > noise)
    for i in order:
        yield "matters", int(i), int(i), matters[..., i]
    for i in order:
        way = np.sign(estimate[SIGNED, i]).sum()  # three signs: one side has the majority
        kind = "up" if way > 0 else "down"
        yield kind, int(i), int(i), np.sign(values[..., i]) == np.sign(way)


def _term(kind: str, first: str, second: str) -> str:
    words = {
        "first": f"{first} is first",
        "outranks": f"{first} > {second}",
        "matters": f"{first} matters",
        "up": f"{first} raises",
        "down": f"{first} lowers",
    }
    return words[kind]
