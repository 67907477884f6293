"""A chain of five language schools: what its learners answer at the end of a term."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab import instruments
from cxlab._core.labels import Attached
from cxlab._core.resources import read_yaml
from cxlab._core.validate import generator, share, whole
from cxlab.simulate._careless import careless as plant
from cxlab.simulate._meiyu import TYPES, World

Array = NDArray[np.float64]

SEED = 1912
KINDS = ("straight", "speed", "random", "copy")  # of carelessness, each as frequent
MOST = 100_000
EXPERIENCE = (7.4, 6.6, 5.4, 6.2, 5.2, 7.0)
EXPECTATION = (7.2, 6.8, 5.0, 6.6, 7.3, 6.8)
IMPORTANCE = (8.6, 6.9, 4.6, 6.8, 8.0, 5.6)
EFFECT = (0.30, 0.14, 0.05, 0.12, 0.34, 0.06)  # of one point of experience on satisfaction
RELATIVE = 0.5  # an expectation weighs half as much as the experience, with the sign turned
NOISE = 0.8
BRANCHES = {"east": 0.26, "river": 0.22, "park": 0.20, "old_town": 0.18, "station": 0.14}
LEVEL = {"east": 0.0, "river": 0.5, "park": -0.2, "old_town": 0.2, "station": -0.9}
CHANNELS = {"desk": 0.42, "phone": 0.17, "app": 0.41}
REASONS = {"teachers": 0.62, "price": 0.21, "near": 0.34, "friends": 0.45, "exam": 0.28}
HOURS = 0.18  # chance that suitable hours are a reason; twice that in the mini program
CUTS = (-2.4, -1.2, -0.1, 1.4)  # of overall satisfaction in five words
ADVICE = (-5.2, -4.5, -3.9, -3.3, -2.7, -2.1, -1.4, -0.5, 0.6, 1.8)  # of the answer 0-10
STAY = (-2.6, -1.6, -0.6, 1.1)
SPEAKS_UP = 0.09  # of those with a negative experience tell the school
SOOTHED = 1.1  # what being heard gives back, in points of satisfaction

TRUTH: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "satisfaction": {f"x_{kind}": effect for kind, effect in zip(TYPES, EFFECT, strict=True)}
        | {f"e_{kind}": -RELATIVE * effect for kind, effect in zip(TYPES, EFFECT, strict=True)}
        | {"noise_sd": NOISE},
        "recommend": {"satisfaction": 1.0},
        "stay": {"satisfaction": 0.8, "negative": -0.9},
        "churned": {"satisfaction": -0.8, "negative": 0.9},
        "complained": {"chance, once negative": SPEAKS_UP},
        "experience_mean": {f"x_{k}": m for k, m in zip(TYPES, EXPERIENCE, strict=True)},
        "expectation_mean": {f"e_{k}": m for k, m in zip(TYPES, EXPECTATION, strict=True)},
        "branch": dict(LEVEL),
    }
)


def company(n: int = 400, *, careless: float = 0.08, seed: int = SEED) -> World:
    """Generate the survey of a chain of language schools, some of it answered carelessly.

    It stands in for your own file until you have one; nobody in it is real.

    Parameters
    ----------
    n
        Number of learners who answer.
    careless
        Share of them who answer carelessly, in four equal kinds.
    seed
        Seed of the random numbers.

    Returns
    -------
    World
        ``data``: ``phone branch channel why_…`` (reasons, 0/1), experience ``x_``, expectation
        ``e_`` and importance ``w_`` of the six types (0-10), ``satisfaction`` (1-5), ``recommend``
        (0-10), ``stay`` (1-5), ``negative``, ``complained`` (0/1; missing where nothing was
        negative), ``spend`` (CNY), ``duration`` (seconds), and ``churned`` (0/1), which the
        school's register knows but no survey. ``attrs`` hold the questions (``labels``, and the
        ``stems`` of blocks by prefix) and the ``words`` of the answers. ``truth``: the effects by
        outcome, and ``careless``, the rows of each kind that :func:`careless` planted.

    Raises
    ------
    SpecError
        ``n`` is not a whole number from 1 to 100,000, or ``careless`` is not a share.

    Examples
    --------
    >>> world = company(200, seed=7)
    >>> world.data.shape[0], world.truth["satisfaction"]["x_convenience"]
    (200, 0.34)
    """
    n, part = whole(n, "n", most=MOST), share(careless, "careless") / len(KINDS)
    rng = generator(seed)
    data = _who(n, rng)
    types = _types(data, rng)
    centred = sum(
        effect * (types[f"x_{kind}"] - x) - RELATIVE * effect * (types[f"e_{kind}"] - e)
        for kind, effect, x, e in zip(TYPES, EFFECT, EXPERIENCE, EXPECTATION, strict=True)
    )
    feel = centred + NOISE * rng.standard_normal(n)
    told = data | types | _outcomes(feel, rng)
    last = {name: told.pop(name) for name in ("spend", "phone", "churned")}
    blocks = {prefix: [f"{prefix}{kind}" for kind in TYPES] for prefix in ("x_", "e_", "w_")}
    blocks["recommend"] = ["recommend"]
    planted = plant(pd.DataFrame(told | last), blocks, share=part, kinds=KINDS, seed=seed)
    frame = planted.data.assign(duration=planted.data["seconds"].round().astype(int))
    frame = frame.drop(columns=["respondent", "seconds"])
    frame.attrs["labels"] = Attached(labels())
    frame.attrs["words"] = Attached(words())
    frame.attrs["stems"] = Attached(_questions()["stems"])
    return World(frame, MappingProxyType({**TRUTH, "careless": planted.truth["rows"]}))


def labels() -> dict[str, Mapping[str, str]]:
    """Return the questions by column, in both languages."""
    told = _questions()
    return {**told["columns"], **told["reasons"], **instruments.get("experience_types").labels()}


def words() -> dict[str, Mapping[Any, Mapping[str, str]]]:
    """Return the words of the answers by column and code, in both languages."""
    return _questions()["words"]


@cache
def _questions() -> Mapping[str, Any]:
    return read_yaml(Path(__file__).with_name("company.yaml"))


def _pick(rng: np.random.Generator, n: int, chances: Mapping[str, float]) -> NDArray[np.object_]:
    return rng.choice(np.array(list(chances), dtype=object), n, p=list(chances.values()))


def _who(n: int, rng: np.random.Generator) -> dict[str, Any]:
    channel = _pick(rng, n, CHANNELS)
    hours = HOURS * np.where(channel == "app", 2, 1)
    reasons = {
        **{f"why_{name}": (rng.random(n) < chance).astype(int) for name, chance in REASONS.items()},
        "why_hours": (rng.random(n) < hours).astype(int),
    }
    numbers = 14_300_000_000 + rng.permutation(10_000_000)[:n]  # a range that is not given out
    return {
        "phone": numbers.astype(str),
        "branch": _pick(rng, n, BRANCHES),
        "channel": channel,
        **reasons,
    }


def _types(who: Mapping[str, Any], rng: np.random.Generator) -> dict[str, NDArray[np.int64]]:
    """Draw experience, expectation and importance of each type; a halo runs through all."""
    n = len(who["branch"])
    halo = 0.6 * rng.standard_normal(n)
    shift = np.array([LEVEL[name] for name in who["branch"]])
    out: dict[str, NDArray[np.int64]] = {}
    for prefix, means, pull in (
        ("x_", EXPERIENCE, halo),
        ("e_", EXPECTATION, 0.3 * halo),
        ("w_", IMPORTANCE, 0 * halo),
    ):
        for kind, mean in zip(TYPES, means, strict=True):
            level = mean + pull + 1.4 * rng.standard_normal(n)
            if prefix == "x_" and kind in ("service", "convenience"):
                level = level + shift
            out[prefix + kind] = np.clip(np.rint(level), 0, 10).astype(np.int64)
    return out


def _outcomes(feel: Array, rng: np.random.Generator) -> dict[str, Any]:
    n = len(feel)
    negative = rng.random(n) < 1 / (1 + np.exp(1.15 + 1.0 * feel))
    heard = negative & (rng.random(n) < SPEAKS_UP)
    after = feel + SOOTHED * heard
    told, again = TRUTH["recommend"], TRUTH["stay"]
    stays = again["satisfaction"] * after + again["negative"] * negative
    intent = np.searchsorted(STAY, stays + 0.8 * rng.logistic(size=n))
    complained = pd.Series(np.where(negative, heard, np.nan)).astype("Int64")
    return {
        "satisfaction": 1 + np.searchsorted(CUTS, after),
        "recommend": np.searchsorted(ADVICE, told["satisfaction"] * after + rng.logistic(size=n)),
        "negative": negative.astype(int),
        "complained": complained,
        "stay": 1 + intent,
        "spend": 100 * np.rint(np.exp(rng.normal(3.9, 0.45, n))).astype(int),
        "churned": (rng.logistic(size=n) < -1.5 - stays).astype(int),
    }
