"""Meiyu Electronics: two thousand customers of four shops in one street, over two years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import _
from cxlab._core.resources import read_yaml
from cxlab._core.validate import generator, whole

Array = NDArray[np.float64]

SEED = 2005
MOST = 1_000_000  # customers: about a gigabyte
TYPES = ("product", "service", "relationship", "price", "convenience", "brand")
# Means that the case gives, and (marked *) the ones it leaves out and this world assumes.
EXPERIENCE = (6.0, 6.0, 4.0, 7.0, 5.0, 7.0)
EXPECTATION = (7.0, 5.5, 3.5, 7.0, 7.0, 7.0)  # * service, relationship
IMPORTANCE = (7.5, 6.0, 3.5, 7.5, 9.0, 6.5)  # * all but convenience
EFFECT = (0.20, 0.18, 0.06, 0.15, 0.35, 0.12)  # of one point of experience on satisfaction
RELATIVE = 0.5  # an expectation weighs half as much as the experience, with the sign turned
NOISE = 0.9
CARRIED = ("product", "price", "convenience")  # what perceived value passes on to satisfaction
TO_VALUE, FROM_VALUE = 0.25, 0.4  # from a point of experience to value, from value to satisfaction

SERVQUAL = {  # items, mean perception, mean expectation, mean importance points
    "tangibles": (4, 5.3, 5.6, 11),
    "reliability": (5, 4.9, 6.0, 32),
    "responsiveness": (4, 4.5, 5.9, 22),
    "assurance": (4, 5.1, 5.8, 19),
    "empathy": (5, 4.8, 5.3, 16),
}
CUTS = (-4.6, -4.0, -3.4, -2.8, -2.2, -1.6, -1.0, -0.1, 1.0, 2.1)  # of the answer 0-10 to recommend

TRUTH: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "satisfaction": {f"x_{kind}": effect for kind, effect in zip(TYPES, EFFECT, strict=True)}
        | {f"e_{kind}": -RELATIVE * effect for kind, effect in zip(TYPES, EFFECT, strict=True)}
        | {"noise_sd": NOISE},
        "satisfaction_through_value": {f"x_{kind}": TO_VALUE * FROM_VALUE for kind in CARRIED},
        "recommend": {"satisfaction": 0.9, "x_product <= 4": -0.9, "x_relationship >= 6": 0.8},
        "repurchased": {"satisfaction": 0.6, "x_convenience": 0.15},
        "churned": {"satisfaction": -0.7, "segment = visitor": 0.5},
        "experience_mean": {
            f"x_{kind}": mean for kind, mean in zip(TYPES, EXPERIENCE, strict=True)
        },
        "expectation_mean": {
            f"e_{kind}": mean for kind, mean in zip(TYPES, EXPECTATION, strict=True)
        },
    }
)


@dataclass(frozen=True, eq=False)
class World:
    """A generated data set and what is true of it."""

    data: pd.DataFrame
    truth: Mapping[str, Mapping[str, Any]]

    def __repr__(self) -> str:
        return _(
            "A generated world: {rows} rows, {columns} columns; its truth is in .truth"
        ).format(rows=f"{len(self.data):,}", columns=self.data.shape[1])


def meiyu(n: int = 2000, *, seed: int = SEED) -> World:
    """Generate the customers of Meiyu Electronics.

    Means of experience and expectation agree with the case's given numbers; what the case leaves
    out is assumed here and stands in the truth. Satisfaction is linear in the recorded answers on
    experience and expectation, so a driver regression on them must find ``truth["satisfaction"]``.

    Parameters
    ----------
    n
        Number of customers.
    seed
        Seed of the random numbers; the default is the data set that comes with the kit.

    Returns
    -------
    World
        ``data`` with one row per customer, ``truth`` with the effects by outcome.

    Raises
    ------
    SpecError
        ``n`` is not a whole number of at least 1.

    Examples
    --------
    >>> world = meiyu(500, seed=7)
    >>> world.data.shape[0], world.truth["satisfaction"]["x_convenience"]
    (500, 0.35)
    """
    n = whole(n, "n", most=MOST)
    rng = generator(seed)
    who = _customers(n, rng)
    halo = rng.standard_normal(n)
    types = _types(who, halo, rng)
    centred = {name: types[name] - mean for name, mean in _means().items()}
    value = TO_VALUE * sum(centred[f"x_{kind}"] for kind in CARRIED)
    value = value + 0.8 * rng.standard_normal(n)
    satisfaction = _satisfaction(centred, value, rng)
    realms = 0.5 * halo[:, None] + rng.standard_normal((n, 4))
    bond = 0.6 * (types["x_relationship"] - 4) / 1.5 + 0.8 * rng.standard_normal(n)
    data = who | types | _servqual((types["x_service"] - 6) / 1.5, halo, rng)
    data |= _value(value, rng) | _relationship(bond, rng) | _realms(realms, rng)
    data |= _outcomes(data, satisfaction, bond, realms.mean(axis=1), rng)
    data |= _comments(data, rng)
    return World(pd.DataFrame(data), TRUTH)


def _means() -> dict[str, float]:
    return dict(TRUTH["experience_mean"]) | dict(TRUTH["expectation_mean"])


def _pick(rng: np.random.Generator, n: int, chances: Mapping[str, float]) -> NDArray[np.object_]:
    edges = np.cumsum(list(chances.values()))
    place = np.searchsorted(edges, rng.random(n) * edges[-1], side="right")
    return np.array(list(chances), dtype=object)[place]


def _scale(values: Array, low: int, high: int) -> NDArray[np.int64]:
    return np.clip(np.rint(values), low, high).astype(np.int64)


def _customers(n: int, rng: np.random.Generator) -> dict[str, Any]:
    return {
        "customer_id": [f"M{number:05d}" for number in range(1, n + 1)],
        "branch": _pick(rng, n, {"A": 0.34, "B": 0.28, "C": 0.22, "D": 0.16}),
        "month": 1 + (24 * rng.random(n)).astype(np.int64),
        "channel": _pick(rng, n, {"shop": 0.7, "phone": 0.12, "web": 0.18}),
        "segment": _pick(rng, n, {"local": 0.55, "visitor": 0.45}),
        "tenure_months": 1 + np.minimum(-14 * np.log(1 - rng.random(n)), 59).astype(np.int64),
    }


def _types(who: Mapping[str, Any], halo: Array, rng: np.random.Generator) -> dict[str, Any]:
    """Experience and expectation share part of a view; expectations rise over the months."""
    n = len(halo)
    own = rng.standard_normal((n, 6))
    demand = rng.standard_normal(n)
    shift = np.zeros((n, 6))
    shift[:, 1] = pd.Series(who["branch"]).map({"A": 0.35, "B": 0.1, "C": -0.3, "D": -0.5})
    experience = np.array(EXPERIENCE) + 1.5 * (0.55 * halo[:, None] + 0.835 * own) + shift
    late = (np.asarray(who["month"]) - 12.5)[:, None] * np.array([0, 0, 0, 0, 0.035, 0])
    view = 0.5 * demand[:, None] + 0.25 * own + 0.8 * rng.standard_normal((n, 6))
    expectation = np.array(EXPECTATION) + 1.25 * view + late
    importance = np.array(IMPORTANCE) + 1.4 * rng.standard_normal((n, 6))
    importance[:, 4] = 9 + np.sign(rng.random(n) - 0.5) * (rng.random(n) < 0.5)
    blocks = {"x_": experience, "e_": expectation, "w_": importance}
    return {
        prefix + kind: _scale(block[:, place], 0, 10)
        for prefix, block in blocks.items()
        for place, kind in enumerate(TYPES)
    }


def _satisfaction(centred: Mapping[str, Array], value: Array, rng: np.random.Generator) -> Array:
    """Perceived value carries part of what product, price and convenience do to satisfaction."""
    effects = TRUTH["satisfaction"]
    total = sum(effects[name] * values for name, values in centred.items())
    carried = TO_VALUE * FROM_VALUE * sum(centred[f"x_{kind}"] for kind in CARRIED)
    own = np.sqrt(NOISE**2 - (FROM_VALUE * 0.8) ** 2) * rng.standard_normal(len(value))
    return np.clip(np.round(5.8 + total - carried + FROM_VALUE * value + own, 1), 0, 10)


def _items(latent: Array, count: int, mean: float, rng: np.random.Generator) -> NDArray[np.int64]:
    noise = rng.standard_normal((len(latent), count))
    return _scale(mean + 1.15 * (0.78 * latent[:, None] + 0.626 * noise), 1, 7)


def _servqual(service: Array, halo: Array, rng: np.random.Generator) -> dict[str, Any]:
    n = len(service)
    style = 0.5 * rng.standard_normal(n)  # some answer high throughout, whatever is asked
    general = 0.4 * service + 0.2 * halo + style
    demand = 0.35 * rng.standard_normal(n) + style
    blocks: dict[str, Array] = {}
    for mode, share in (("p", general), ("e", demand)):
        number = 1
        for count, perceived, expected, _points in SERVQUAL.values():
            latent = share + 0.65 * rng.standard_normal(n)
            answers = _items(latent, count, perceived if mode == "p" else expected, rng)
            for column in answers.T:
                silent = rng.random(n) < 0.01
                blocks[f"sq_{mode}{number:02d}"] = np.where(silent, np.nan, column)
                number += 1
    means = np.array([points for *_rest, points in SERVQUAL.values()])
    raw = means * np.exp(0.3 * rng.standard_normal((n, 5)))
    exact = 100 * raw / raw.sum(axis=1, keepdims=True)
    points = np.floor(exact)
    order = np.argsort(np.argsort(points - exact, axis=1), axis=1)  # largest remainders first
    points += order < (100 - points.sum(axis=1, keepdims=True))
    weights = {f"sq_w_{name}": points[:, k].astype(int) for k, name in enumerate(SERVQUAL)}
    return blocks | weights


def _named(prefix: str, answers: NDArray[np.int64]) -> dict[str, Any]:
    return {f"{prefix}{place}": column for place, column in enumerate(answers.T, start=1)}


def _value(value: Array, rng: np.random.Generator) -> dict[str, Any]:
    n = len(value)
    out: dict[str, Any] = {}
    for letter, mean, share in (("f", 5.0, 0.7), ("e", 4.4, 0.5), ("s", 3.6, 0.3), ("p", 4.9, 0.7)):
        latent = share * value + np.sqrt(1 - share**2) * rng.standard_normal(n)
        out |= _named(f"value_{letter}", _items(latent, 3, mean, rng))
    for name, mean, share in (("cost_money", 3.7, -0.4), ("cost_effort", 4.3, -0.3)):
        out[name] = _scale(mean + share * value + 1.2 * rng.standard_normal(n), 1, 7)
    return out


def _relationship(bond: Array, rng: np.random.Generator) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for letter, mean in (("t", 5.0), ("c", 4.1), ("m", 4.4)):
        latent = 0.75 * bond + 0.66 * rng.standard_normal(len(bond))
        out |= _named(f"rel_{letter}", _items(latent, 3, mean, rng))
    out["rel_c3"] = 8 - out["rel_c3"]  # a reversed item
    return out


def _realms(realms: Array, rng: np.random.Generator) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for place, (letter, mean) in enumerate((("n", 4.3), ("d", 4.8), ("x", 3.1), ("s", 3.9))):
        out |= _named(f"realm_{letter}", _items(0.9 * realms[:, place], 3, mean, rng))
    return out


def _outcomes(
    data: Mapping[str, Any],
    satisfaction: Array,
    bond: Array,
    richness: Array,
    rng: np.random.Generator,
) -> dict[str, Any]:
    n = len(satisfaction)
    above = satisfaction - 6
    loyal = 0.45 * above + 0.25 * bond + 0.25 * richness + 0.6 * rng.standard_normal(n)
    told, again, gone = TRUTH["recommend"], TRUTH["repurchased"], TRUTH["churned"]
    speak = told["satisfaction"] * above
    speak = speak + told["x_product <= 4"] * (data["x_product"] <= 4)
    speak = speak + told["x_relationship >= 6"] * (data["x_relationship"] >= 6)
    back = again["satisfaction"] * above + again["x_convenience"] * (data["x_convenience"] - 5)
    leave = gone["satisfaction"] * above + gone["segment = visitor"] * (
        data["segment"] == "visitor"
    )
    return {
        **_named("loy_", _items(loyal, 3, 4.4, rng)),
        "satisfaction": satisfaction,
        "recommend": np.searchsorted(CUTS, speak + rng.logistic(size=n)),
        "repurchased": (rng.logistic(size=n) < back - 0.1).astype(int),
        "churned": (rng.logistic(size=n) < leave - 1.4).astype(int),
        "spend": np.rint(np.exp(7.4 + 0.05 * above + 0.6 * rng.standard_normal(n))).astype(int),
    }


def _comments(data: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """About a third of the customers write a line on the type with their best or worst balance."""
    n = len(data["customer_id"])
    phrases = read_yaml(Path(__file__).with_name("comments.yaml"))
    balance = np.column_stack([data[f"x_{kind}"] - data[f"e_{kind}"] for kind in TYPES])
    balance = balance + 0.5 * rng.standard_normal(balance.shape)
    pleased = np.asarray(data["satisfaction"]) + rng.standard_normal(n) > 6
    subject = np.where(pleased, balance.argmax(axis=1), balance.argmin(axis=1))
    writes = rng.random(n) < 0.35
    variant = (3 * rng.random(n)).astype(int)
    chosen = (subject, np.where(pleased, 0, 1), variant)
    return {
        f"comment_{lang}": np.where(writes, _phrases(phrases, lang)[chosen], None)
        for lang in ("zh", "en")
    }


def _phrases(phrases: Mapping[str, Any], lang: str) -> NDArray[np.object_]:
    """Arrange the phrases as an array of types x moods x variants."""
    moods = ("pleased", "displeased")
    rows = [[[p[lang] for p in phrases[kind][mood]] for mood in moods] for kind in TYPES]
    return np.array(rows, dtype=object)
