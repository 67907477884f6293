"""Effects in a covariance model: direct, through other constructs, and in total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import LANGUAGES, N_, _, listing, paragraph
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab._stats.covariance import effects as arithmetic
from cxlab._stats.covariance.effects import THROUGH, TOTAL, Wanted
from cxlab._stats.intervals import normal, normal_p
from cxlab.paths.model._effect_words import EFFECTS, span
from cxlab.paths.model._parts import ARROW, MOST_ROUTES

if TYPE_CHECKING:
    from cxlab.paths.sem._result import SemResult

INTERVALS = ("delta", "montecarlo")
LEAST_DRAWS = 1000
NAMED = 6


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SemEffects(Result):
    """Effects between constructs; ``kind`` says what a row is.

    Terms are written ``x -> y``, those of single routes ``x -> m -> y``.
    """

    outcome: str
    groups: tuple[str, ...]
    interval: str
    draws: int

    title = N_("Effects in a covariance model")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(EFFECTS)
    units = MappingProxyType(dict.fromkeys(("beta", "beta_low", "beta_high"), "index"))
    sources = ("bollen_1987", "sobel_1982", "mackinnon_2004")

    def headline(self) -> str:
        """Name the largest total effect on the last outcome."""
        rows = self._totals()
        first = rows.iloc[int(rows["beta"].abs().argmax())]
        return _("{term}: largest total effect, β = {size}").format(
            term=self._named(first), size=signed(first["beta"], 2)
        )

    def explain(self) -> str:
        """Say the total effects, how much runs through others, and what that rests on."""
        rows = self._totals().sort_values("beta", key=np.abs, ascending=False, kind="stable")
        through = self.table[self.table["kind"].isin(["indirect", "all_indirect"])]
        clear = through[through["beta_low"] * through["beta_high"] > 0]
        return paragraph(
            [
                _("In total, standardised: {effects}.").format(
                    effects=listing(
                        f"{self._named(row)} {_beta(row)}"
                        for _i, row in rows.head(NAMED).iterrows()
                    )
                ),
                _(
                    "Clear of zero: {count} of {all} indirect effects, standardised too "
                    "({effects})."
                ).format(
                    all=len(through),
                    count=len(clear),
                    effects=listing(
                        f"{self._named(row)} {_beta(row)}"
                        for _i, row in clear.head(NAMED).iterrows()
                    ),
                )
                if len(clear)
                else _("No indirect effect is clear of zero.")
                if len(through)
                else "",
                _("Indirect effects are skewed; interval='montecarlo' allows for it.")
                if len(through) and self.interval == "delta"
                else "",
                _(
                    "An effect through others presupposes that the arrows run in this order and "
                    "that nothing hidden moves two of them."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return standardised effects on the last outcome with their intervals."""
        table = self.labelled()
        kinds = table["kind"].map(self.word)
        rows = table.assign(label=table["label"] + " · " + kinds)
        rows = rows[rows["term"].str.endswith(ARROW + self.outcome)].head(15)
        return pd.DataFrame(
            {
                "label": rows["label"],
                "estimate": rows["beta"],
                "conf_low": rows["beta_low"].fillna(rows["beta"]),
                "conf_high": rows["beta_high"].fillna(rows["beta"]),
                **({"group": rows["group"]} if self.groups else {}),
            }
        )

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        axis = _("standardised effect, {conf:.0%} interval")
        return {"axis": axis.format(conf=self.conf), "lines": [0]}

    def notes(self) -> list[str]:
        """Say where the intervals come from."""
        kind = (
            _("delta method")
            if self.interval == "delta"
            else _("{draws:,} draws of the parameters").format(draws=self.draws)
        )
        return [*super().notes(), kind]

    def _totals(self) -> pd.DataFrame:
        totals = self.table[self.table["kind"] == "total"]
        rows = totals[totals["term"].str.endswith(ARROW + self.outcome)]
        return rows if len(rows) else totals

    def _named(self, row: pd.Series) -> str:
        name = self.label(row["term"])
        if not self.groups:
            return name
        return _("{name} ({group})").format(name=name, group=row["group"])


def effects(
    fit: SemResult,
    ends: tuple[str | None, str | None],
    *,
    interval: str,
    draws: int,
    seed: int | None,
) -> SemEffects:
    """Tabulate the effects of a fitted model; see ``SemResult.effects``."""
    validate.one_of(interval, INTERVALS, "interval")
    draws = validate.whole(draws, "draws", low=LEAST_DRAWS, most=validate.MOST_DRAWS)
    rng = validate.generator(seed)
    if not fit.model.paths:
        raise SpecError(
            _("The model has no path, so nothing has an effect. Draw arrows, and use fit_sem().")
        )
    names = fit.plan.latents
    arrows = _arrows(fit)
    wanted = _wanted(fit, arrows, ends)
    _settled(fit, arrows)
    sample = _parameters(fit, rng, draws) if interval == "montecarlo" else None
    frames = []
    for g in range(len(fit.plan.terms)):
        frame = _group(fit, g, arrows, wanted, sample)
        if fit.groups:
            frame.insert(1, "group", fit.groups[g])
        frames.append(frame)
    table = pd.concat(frames, ignore_index=True)
    last = [name for name in names if name in fit.model.outcomes][-1]
    return SemEffects(
        table=table,
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=MappingProxyType(
            {term: _arrow(term, fit.labels) for term in dict.fromkeys(table["term"])}
        ),
        outcome=ends[1] or last,
        groups=fit.groups,
        interval=interval,
        draws=draws if interval == "montecarlo" else 0,
    )


@dataclass(frozen=True, eq=False)
class Measured:
    """Effects with their covariances, and the same for drawn parameters, shape (draws, k)."""

    effect: np.ndarray
    cov: np.ndarray
    beta: np.ndarray
    draws: np.ndarray


def _parameters(fit: SemResult, rng: np.random.Generator, draws: int) -> np.ndarray:
    """Draw parameters from their normal distribution, shape (draws, q)."""
    try:
        return rng.multivariate_normal(fit.raw.found.params, fit.raw.vcov, draws, method="cholesky")
    except np.linalg.LinAlgError as error:
        raise ModelError(
            _(
                "With {n} rows the errors of the estimates are not determined, so none can be "
                "drawn. Collect more answers, or use interval='delta'."
            ).format(n=fit.n)
        ) from error


def of_parameters(
    fit: SemResult,
    routes: Sequence[tuple[int, ...]],
    ends: tuple[int, int],
    draws: int,
    seed: int | None,
) -> Measured:
    """Return the effects along routes and, last, the total effect between two ends."""
    rng, group = validate.generator(seed), fit.plan.model.groups[0]
    arrows, params = _arrows(fit), fit.raw.found.params
    asked = [*map(Wanted, routes), Wanted(ends, TOTAL)]
    values, turn, beta, _turn = arithmetic.measured(
        group, fit.plan.model.collectors[0], params, arrows, asked
    )
    drawn = np.empty((0, len(asked)))
    if draws:
        sample = rng.multivariate_normal(params, fit.raw.vcov, draws, method="cholesky")
        drawn = arithmetic.drawn(group, sample, arrows, asked)[0]
    return Measured(values, turn @ fit.raw.vcov @ turn.T, beta, drawn)


def _arrows(fit: SemResult) -> list[tuple[int, int]]:
    """Return the paths, (row, col) in their matrix."""
    return list(dict.fromkeys((t.row, t.col) for t in fit.plan.terms[0] if t.sign == "~"))


def _wanted(
    fit: SemResult, arrows: list[tuple[int, int]], ends: tuple[str | None, str | None]
) -> list[tuple[str, Wanted]]:
    """Return the effects asked for, by kind."""
    names = fit.plan.latents
    for name in ends:
        if name is not None:
            fit.model.construct(validate.text(name, "source"))
    reach = _reached(len(names), arrows)
    chosen = [range(len(names)) if name is None else [names.index(name)] for name in ends]
    pairs = [(a, b) for a in chosen[0] for b in chosen[1] if reach[b, a] and a != b]
    if not pairs:
        raise SpecError(
            _("No arrows lead from {source} to {target}; there is no effect to estimate.").format(
                source=repr(ends[0]) if ends[0] else _("any construct"),
                target=repr(ends[1]) if ends[1] else _("any construct"),
            )
        )
    single = None not in ends and not np.diagonal(reach).any()
    out = []
    for a, b in pairs:
        if (b, a) in arrows:
            out.append(("direct", Wanted((a, b))))
        routes = list(_routes(arrows, (a,), b)) if single else []
        routes = [route for route in routes if len(route) > 2]
        out += [("indirect", Wanted(route)) for route in routes]
        others = [arrow for arrow in arrows if arrow != (b, a)]
        if len(routes) > 1 or (not single and _reached(len(names), others)[b, a]):
            out.append(("all_indirect", Wanted((a, b), THROUGH)))
        out.append(("total", Wanted((a, b), TOTAL)))
    return out


def _reached(size: int, arrows: list[tuple[int, int]]) -> np.ndarray:
    """Return whether arrows lead from column to row, shape (m, m)."""
    out = np.zeros((size, size), dtype=bool)
    for row, col in arrows:
        out[row, col] = True
    for middle in range(size):
        out |= out[:, [middle]] & out[[middle]]
    return out


def _routes(
    arrows: list[tuple[int, int]], so_far: tuple[int, ...], end: int
) -> Iterator[tuple[int, ...]]:
    """Yield every way along arrows, the first ``MOST_ROUTES`` of them."""
    todo, count = [so_far], 0
    while todo and count < MOST_ROUTES:
        route = todo.pop()
        if route[-1] == end:
            count += 1
            yield route
            continue
        todo += [(*route, row) for row, col in reversed(arrows) if col == route[-1]]


def _settled(fit: SemResult, arrows: list[tuple[int, int]]) -> None:
    """Refuse circles whose effects add up without end."""
    for group in fit.plan.model.groups:
        paths = np.zeros((group.latents,) * 2)
        found = group.filled(fit.raw.found.params).paths
        for row, col in arrows:
            paths[row, col] = found[row, col]
        if np.abs(np.linalg.eigvals(paths)).max(initial=0.0) >= 1:
            raise ModelError(
                _(
                    "The paths run in a circle that grows with every round, so total effects have "
                    "no end. Take one of the arrows out."
                )
            )


def _group(
    fit: SemResult,
    g: int,
    arrows: list[tuple[int, int]],
    wanted: list[tuple[str, Wanted]],
    sample: np.ndarray | None,
) -> pd.DataFrame:
    """Return the rows of one group."""
    group, z = fit.plan.model.groups[g], normal(fit.conf)
    asked = [each for _kind, each in wanted]
    found = arithmetic.measured(
        group, fit.plan.model.collectors[g], fit.raw.found.params, arrows, asked
    )
    columns: dict[str, np.ndarray] = {}
    for names, value, turn in zip(
        (("estimate", "std_error", "conf_low", "conf_high"), ("beta", "", "beta_low", "beta_high")),
        found[::2],
        found[1::2],
        strict=True,
    ):
        error = np.sqrt(np.maximum(np.einsum("ij,ij->i", turn @ fit.raw.vcov, turn), 0.0))
        error = np.where(error > 1e-10, error, np.nan)
        columns |= {names[0]: value, names[1] or "spread": error}
        columns |= {names[2]: value - z * error, names[3]: value + z * error}
    if sample is not None:
        own, beta = arithmetic.drawn(group, sample, arrows, asked)
        tails = [(1 - fit.conf) / 2, (1 + fit.conf) / 2]
        for lower, upper, draws in (
            ("conf_low", "conf_high", own),
            ("beta_low", "beta_high", beta),
        ):
            columns[lower], columns[upper] = np.nanquantile(draws, tails, axis=0)
    with np.errstate(invalid="ignore"):
        statistic = columns["estimate"] / columns["std_error"]
    latents = fit.plan.latents
    return pd.DataFrame(
        {
            "term": [ARROW.join(latents[i] for i in each.route) for each in asked],
            "kind": [kind for kind, _each in wanted],
            **{name: columns[name] for name in ("estimate", "std_error")},
            "statistic": statistic,
            "p_value": normal_p(statistic),
            **{
                name: columns[name]
                for name in ("conf_low", "conf_high", "beta", "beta_low", "beta_high")
            },
        }
    )


def _arrow(term: str, given: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        lang: " → ".join(given[name][lang] if name in given else name for name in term.split(ARROW))
        for lang in LANGUAGES
    }


def _beta(row: pd.Series) -> str:
    return span(
        {"estimate": row["beta"], "conf_low": row["beta_low"], "conf_high": row["beta_high"]}
    )
