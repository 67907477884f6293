"""Whether paths differ between groups: a permutation test."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import labels_of
from cxlab._core.numerals import p_text, signed
from cxlab._core.progress import blocks
from cxlab._core.result import Result
from cxlab._core.threads import one_thread
from cxlab._stats.intervals import holm
from cxlab._stats.micom import agreement, apart
from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import ARROW
from cxlab.paths.pls import _checks as checks
from cxlab.paths.pls._effects import scores_of
from cxlab.paths.pls._estimate import Estimates, Sample, estimated
from cxlab.paths.pls._fit import answers, arrows, named, prepared
from cxlab.paths.pls._micom import equal, judged, said, weighted
from cxlab.paths.pls._plan import Plan

Array = NDArray[np.float64]

MOST_GROUPS = 12
MOST_SIZES = 6  # groups in a footer
BATCH = 256  # divisions at a time


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PathGroups(Result):
    """One row per path and pair of groups: the path in ``group`` minus that in ``against``.

    ``p_value`` is that of the permutation test, ``p_holm`` adjusted for all rows.
    """

    by: str
    permutations: int
    found: pd.DataFrame
    measured: pd.DataFrame

    title = N_("Paths in groups")
    drawing = "cxlab.plots:dots"
    sources = ("chin_dibbern_2010", "henseler_2016", "holm_1979")

    def paths(self) -> pd.DataFrame:
        """Return the paths of each group: ``term group estimate n``."""
        return self.found.copy()

    def invariance(self) -> pd.DataFrame:
        """Return whether groups weigh items alike, and whether scores are alike (MICOM).

        Returns
        -------
        DataFrame
            One row per construct and pair: ``term group against``. Step 2: ``correlation`` of the
            scores by the weights of both groups, ``threshold`` (what it falls below in 5 of 100
            random divisions) and ``p_value``. Step 3, on scores by the weights of both groups
            together: ``mean`` (difference of means, in standard deviations) and ``variance``
            (logarithm of the ratio of variances), each with ``_low`` and ``_high``, between which
            random divisions lie, and ``_p``. ``verdict``: ``full`` (2 and 3 hold), ``partial``
            (only 2) or ``none``. Step 1, the same items and the same algorithm, holds by
            construction. Empty for models with interactions or constructs of a higher order.
        """
        return self.measured.copy()

    def headline(self) -> str:
        """Say how many differences hold, or name the only one."""
        clear = self._clear()
        if not len(clear):
            return _("No path shown to differ between groups of {by}").format(
                by=self.label(self.by)
            )
        first = clear.iloc[int(clear["estimate"].abs().argmax())]
        return _("{count} of {all} paths differ, most {path} ({group} − {other}: {size})").format(
            count=len(clear),
            all=len(self.table),
            path=self.label(first["term"]),
            group=first["group"],
            other=first["against"],
            size=signed(first["estimate"], 2),
        )

    def explain(self) -> str:
        """Name the differences that hold, and whether the groups mean the same by the items."""
        clear = self._clear()
        return paragraph(
            [
                _("Paths that differ: {paths}.").format(
                    paths=listing(
                        _("{path} {size} ({group} − {other}, {p})").format(
                            path=self.label(row["term"]),
                            size=signed(row["estimate"], 2),
                            group=row["group"],
                            other=row["against"],
                            p=p_text(row["p_holm"]),
                        )
                        for row in clear.to_dict("records")
                    )
                )
                if len(clear)
                else _("No difference of paths is clear of chance."),
                _(
                    "Customers were put into groups by chance {count:,} times; p is the share of "
                    "differences as large, adjusted for {all} comparisons."
                ).format(count=self.permutations, all=len(self.table)),
                _("Groups of {by}: {groups}.").format(
                    by=self.label(self.by), groups=listing(self._sizes())
                ),
                said(self.measured, self.label),
                _("No difference shown is no proof of none: small groups show large ones only."),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the paths of each group."""
        labels = [self.label(term) for term in self.found["term"]]
        return self.found[["group", "estimate"]].assign(label=labels)

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        return {"axis": _("path (β) in each group"), "lines": [0]}

    def notes(self) -> list[str]:
        """Say the size of each group and the number of permutations."""
        return [
            *super().notes(),
            shortlist(self._sizes(), MOST_SIZES),
            _("{count:,} permutations").format(count=self.permutations),
        ]

    def _sizes(self) -> list[str]:
        """Name the groups with their numbers of rows."""
        rows = self.found.drop_duplicates("group").to_dict("records")
        return [
            _("{name} ({value})").format(name=row["group"], value=f"{row['n']:,}") for row in rows
        ]

    def _clear(self) -> pd.DataFrame:
        return self.table[self.table["p_holm"] < 1 - float(self.conf)]


@one_thread
def compare_groups(
    data: pd.DataFrame,
    model: PathModel | str,
    by: str,
    *,
    scheme: str = "path",
    consistent: bool = False,
    permutations: int = 1000,
    seed: int | None = None,
    conf: float = 0.95,
) -> PathGroups:
    """Test whether the paths of a PLS model differ between groups.

    Parameters
    ----------
    data
        One row per respondent; rows with a missing answer or without a group are left out.
    model
        A :class:`PathModel`, or its text in lavaan's notation.
    by
        Column that names the group of each respondent; two groups or more.
    scheme, consistent
        As in :func:`fit_pls`.
    permutations
        Random divisions into groups of the same sizes.
    seed
        Seed of the divisions.
    conf
        Differences with an adjusted p below ``1 - conf`` are said to hold.

    Returns
    -------
    PathGroups
        ``tidy()``: one row per path and pair of groups: term, group, against, estimate (the
        difference), p_value, p_holm, n. ``paths()`` has the paths of each group, ``invariance()``
        says whether the groups weigh items alike and whether their scores have alike means and
        spreads (MICOM).

    Raises
    ------
    DataError
        A column is absent or holds no numbers, or nobody answered all.
    ModelError
        A group is too small for the model, or the model has no solution in it.
    SpecError
        There is one group only, or too many, or the model is not one for PLS.

    Notes
    -----
    Chin and Dibbern (2010): p = (1 + divisions with a difference as large) / (1 + divisions).
    Constructs of every division are turned towards all rows together. The three steps of MICOM are
    those of Henseler, Ringle and Sarstedt (2016).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> q = rng.normal(size=400)
    >>> branch = np.repeat(["A", "B"], 200)
    >>> loyal = np.where(branch == "A", 0.2, 0.9) * q + rng.normal(size=400)
    >>> data = pd.DataFrame({"quality": q, "loyalty": loyal, "branch": branch})
    >>> found = compare_groups(data, "loyalty ~ quality", "branch", permutations=200, seed=1)
    >>> found.tidy()[["term", "group", "against", "p_holm"]].round(3)
                     term group against  p_holm
    0  quality -> loyalty     A       B   0.005
    """
    conf = validate.confidence(conf)
    permutations = validate.whole(permutations, "permutations", low=99, most=validate.MOST_DRAWS)
    own, rng = prepared(data, model, scheme, consistent=consistent), validate.generator(seed)
    keys = validate.groups(data, by)
    keys.index = data.index
    kept, missing = answers(data[keys.notna().to_numpy()], own)
    lost = int(keys.isna().sum())
    groups = _members(keys[keys.notna()].to_numpy()[_places(data, keys, kept)])
    parts, rows = _parts(own, kept, groups)
    tables, measured = [], []
    for one, other in itertools.combinations(groups, 2):
        pair = _Pair(own, rows[groups[one]], rows[groups[other]])
        both, alike = pair.tested(permutations, rng, conf)
        ends = {"group": str(one), "against": str(other)}
        n = len(groups[one]) + len(groups[other])
        tables.append(pd.DataFrame({"term": _terms(own), **ends, **both, "n": n}))
        if alike:
            found = pd.DataFrame({"term": own.constructs, **ends, **alike})
            measured.append(judged(found, conf))
    table = pd.concat(tables, ignore_index=True)
    table.insert(5, "p_holm", holm(table["p_value"].to_numpy()))
    given = named(data, own) | labels_of(data, [by])
    return PathGroups(
        table=table,
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType({**missing, **({str(by): lost} if lost else {})}),
        conf=conf,
        labels=MappingProxyType(arrows(_terms(own), given)),
        by=str(by),
        permutations=permutations,
        found=pd.concat(parts, ignore_index=True),
        measured=pd.concat(measured, ignore_index=True) if measured else pd.DataFrame(),
    )


def _places(data: pd.DataFrame, keys: pd.Series, kept: pd.DataFrame) -> NDArray[np.intp]:
    """Return which of the rows with a group were kept."""
    wanted = data[keys.notna().to_numpy()][list(kept)]
    return np.flatnonzero(wanted.notna().all(axis=1).to_numpy())


def _members(keys: Any) -> dict[Any, NDArray[np.intp]]:
    """Return the rows of each group, groups in their order."""
    names = sorted(dict.fromkeys(keys), key=lambda key: (str(type(key)), key))
    if len(names) < 2:
        raise SpecError(
            _("Groups are compared, and there is one only: {name}. Give another column.").format(
                name=validate.brief(names[0])
            )
        )
    if len(names) > MOST_GROUPS:
        raise SpecError(
            _("There are {count} groups; {most} is the most. Join some of them first.").format(
                count=len(names), most=MOST_GROUPS
            )
        )
    return {name: np.flatnonzero(keys == name) for name in names}


def _parts(
    own: Plan, kept: pd.DataFrame, groups: dict[Any, NDArray[np.intp]]
) -> tuple[list[pd.DataFrame], Array]:
    """Fit each group; return its paths, and all rows."""
    rows, parts = kept.to_numpy(), []
    causes, ends = np.array(own.arrows).T
    for name, at in groups.items():
        try:
            checks.suffices(kept.iloc[at], own)
            sample = Sample.of(rows[at], own)
            checks.solved(own, sample)
        except ModelError as error:
            raise ModelError(
                _("In the group {name}: {problem}").format(
                    name=validate.brief(name), problem=str(error)
                )
            ) from error
        estimate = sample.estimates.paths[causes, ends, 0]
        parts.append(
            pd.DataFrame(
                {"term": _terms(own), "group": str(name), "estimate": estimate, "n": len(at)}
            )
        )
    return parts, rows


def _terms(own: Plan) -> list[str]:
    return [f"{each.source}{ARROW}{each.target}" for each in own.model.paths]


class _Pair:
    """Two groups, and random divisions of their rows into two of the same sizes."""

    def __init__(self, own: Plan, one: Array, other: Array) -> None:
        self.plan, self.size = own, len(one)
        self.all = Sample.of(np.vstack([one, other]), own)
        centred = self.all.rows - self.all.moments.mean
        n = len(centred)
        made = scores_of(own, self.all)
        self.scores = np.stack([made[name] for name in own.constructs if name in made], axis=1)
        products = (centred[:, :, None] * centred[:, None, :]).reshape(n, -1)
        self.terms = np.hstack([products, centred])

    def tested(
        self, permutations: int, rng: np.random.Generator, conf: float
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        """Return differences with their p-values, and the same for how constructs are measured."""
        n = len(self.all.rows)
        paths, *alike = self._compared((np.arange(n) < self.size)[None].astype(float))
        drawn = []
        for part in blocks(permutations, BATCH, _("permutations")):
            order = rng.random((part.stop - part.start, n)).argsort(axis=1)
            drawn.append(self._compared((order < self.size).astype(float)))
        others, *measures = (np.concatenate(each, axis=1) for each in zip(*drawn, strict=True))
        good = np.all([np.isfinite(each).all(axis=0) for each in (others, *measures)], axis=0)
        validate.resamples(good)
        at_least = (np.abs(others[:, good]) >= np.abs(paths) * (1 - 1e-12)).sum(axis=1)
        both = {"estimate": paths[:, 0], "p_value": (1 + at_least) / (1 + good.sum())}
        if not measures:
            return both, {}
        weights, means, variances = (
            (value[:, 0], each[:, good]) for value, each in zip(alike, measures, strict=True)
        )
        return both, {
            **weighted(*weights),
            **equal("mean", *means, conf),
            **equal("variance", *variances, conf),
        }

    def _compared(self, chosen: Array) -> tuple[Array, ...]:
        """Return differences of paths; agreement of weights, of means and of variances.

        ``chosen`` marks the rows of the first group, shape (draws, n). Of a model with several
        stages the paths alone.
        """
        one, other = self._fit(chosen), self._fit(1 - chosen)
        causes, ends = np.array(self.plan.arrows).T
        difference = one.paths[causes, ends] - other.paths[causes, ends]
        if not self.plan.plain:
            return (difference,)
        alike = agreement(self.all.corr, self.plan.design, one.weights, other.weights)
        return difference, alike, *apart(self.scores, chosen)

    def _fit(self, chosen: Array) -> Estimates:
        n, p = self.all.rows.shape
        size = chosen[0].sum()
        sums = chosen @ self.terms
        shift = sums[:, p * p :] / size
        scatters = sums[:, : p * p].reshape(-1, p, p) - size * shift[:, :, None] * shift[:, None, :]
        counts = chosen if self.plan.products else None
        means = self.all.moments.mean + shift
        return estimated(self.plan, self.all, means, scatters * ((n - 1) / (size - 1)), counts)
