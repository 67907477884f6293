"""Respondents who did not care, planted among those who did: who they are is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab.simulate._meiyu import World

KINDS = ("straight", "speed", "random", "copy", "repeated")
PACE, VARIETY = 7.0, 0.35  # seconds an attentive respondent takes per question; sd of its logarithm
RUSH = 1.2  # seconds a speeder takes
ID, SECONDS = "respondent", "seconds"


def careless(
    data: pd.DataFrame,
    items: Sequence[str] | Mapping[str, Sequence[str]],
    *,
    share: float = 0.02,
    kinds: Sequence[str] = KINDS,
    seed: int = 2012,
) -> World:
    """Plant careless respondents among attentive ones.

    Parameters
    ----------
    data
        One row per attentive respondent.
    items
        Columns with answers on one scale, or ``{block: [columns]}``.
    share
        Share of the respondents that each kind makes up; rounded to whole respondents.
    kinds
        Which kinds to plant: ``straight`` (one answer throughout each block, drawn from the answers
        given, in a hurry), ``speed`` (careful answers, but about 1.2 seconds per question),
        ``random`` (any answer as likely as any other, in a normal time), ``copy`` (the answers of
        an attentive respondent under a new id), ``repeated`` (the id of an attentive one, other
        answers).
    seed
        Seed of the random numbers.

    Returns
    -------
    World
        ``data`` with two more columns, ``respondent`` (an id) and ``seconds`` (time for all
        questions; that of attentive respondents is log-normal around 7 seconds per question).
        ``truth["rows"]`` holds the row numbers of each kind, ``truth["source"]`` those of the
        attentive respondents whose answers or id are used again.

    Raises
    ------
    DataError
        A column is absent or holds text, or there are too few respondents.
    SpecError
        A kind is unknown, the shares add up to more than one half, or a column that is to be added
        is there already.

    Examples
    --------
    >>> answers = pd.DataFrame({"q1": [1, 4, 5, 2] * 25, "q2": [2, 5, 5, 1] * 25})
    >>> world = careless(answers, ["q1", "q2"], share=0.1, kinds=["straight"])
    >>> rows = world.truth["rows"]["straight"]
    >>> len(rows), bool((world.data.loc[rows, "q1"] == world.data.loc[rows, "q2"]).all())
    (10, True)
    """
    blocks = list(items.values()) if isinstance(items, Mapping) else [items]
    columns = [validate.columns(data, validate.listed(each, "items")) for each in blocks]
    answers = [validate.numeric(data, each).to_numpy() for each in columns]
    wanted = [validate.one_of(kind, KINDS, "kind") for kind in validate.listed(kinds, "kinds")]
    part = validate.share(share, "share")
    taken = [name for name in (ID, SECONDS) if name in data]
    if taken or part * len(wanted) > 0.5:
        raise SpecError(
            _("The data have a column {name!r} already. Rename it.").format(name=taken[0])
            if taken
            else _("More than half would be careless. Give a smaller share.")
        )
    rng = validate.generator(seed)
    n, size = len(data), round(part * len(data))
    order = rng.permutation(n)
    rows = {kind: np.sort(order[k * size : (k + 1) * size]) for k, kind in enumerate(wanted)}
    sound = order[len(wanted) * size :]
    source = {kind: sound[:size] for kind in ("copy", "repeated") if kind in rows}
    total = sum(len(each) for each in columns)
    pace = np.full(n, PACE)
    for kind in ("straight", "speed"):
        pace[rows.get(kind, [])] = RUSH
    times = total * pace * np.exp(VARIETY * rng.standard_normal(n))
    ids = np.array([f"R{number:07d}" for number in range(1, n + 1)], dtype=object)
    if "repeated" in rows:
        ids[rows["repeated"]] = ids[source["repeated"]]
    changed: dict[str, Any] = {}
    for names, block in zip(columns, answers, strict=True):
        planted = _planted(block, rows, source, rng)
        changed |= {name: planted[:, place] for place, name in enumerate(names)}
    out = data.assign(**{name: _as(data[name], values) for name, values in changed.items()})
    out[ID], out[SECONDS] = ids, np.round(times, 1)
    return World(out, MappingProxyType({"rows": rows, "source": source, "share": {"each": part}}))


def _planted(
    block: np.ndarray, rows: Mapping[str, Any], source: Mapping[str, Any], rng: np.random.Generator
) -> np.ndarray:
    """Return the answers of a block with those of the careless in their rows."""
    given = block[~np.isnan(block)]
    out = block.copy()
    if "straight" in rows:
        out[rows["straight"]] = given[rng.integers(0, len(given), (len(rows["straight"]), 1))]
    if "random" in rows:
        scale = np.unique(given)
        shape = (len(rows["random"]), block.shape[1])
        out[rows["random"]] = scale[rng.integers(0, len(scale), shape)]
    if "copy" in rows:
        out[rows["copy"]] = out[source["copy"]]
    return out


def _as(column: pd.Series, values: np.ndarray) -> pd.Series:
    """Return the values in the type the column has."""
    return pd.Series(values, index=column.index).astype(column.dtype)
