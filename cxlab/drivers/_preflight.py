"""Before the fit: what would give silent nonsense is refused, what weakens the answer is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.design import Design, variables
from cxlab._core.errors import DataError, ModelError, SpecError, warn
from cxlab._core.i18n import _, listing, paragraph
from cxlab._stats.collinearity import dependent_sets, inflation
from cxlab._stats.ordinal import OrdinalFit, separating

Array = NDArray[np.float64]

FEW_PER_COEFFICIENT = 5  # warn below; Harrell (2015) asks for 10 to 20
HIGH_VIF = 10.0  # Marquardt (1970)
MANY_LEVELS = 12  # of an ordinal outcome; with more a straight line is simpler
FAR_UP = 1e7  # times its spread; beyond it a driver's products lose their digits
FAR_APART = 1e10  # between the largest values of two drivers
COPY = 0.999  # correlation from which a driver counts as a copy of the outcome


def not_a_driver(y: str, x: Sequence[object]) -> None:
    """Refuse an outcome that is among its own drivers.

    Raises
    ------
    SpecError
        It is.
    """
    if y in x:
        raise SpecError(
            _("{name!r} is both the outcome and a driver. Take it out of x.").format(name=y)
        )


def outcome(data: pd.DataFrame, name: str, family: str) -> pd.Series:
    """Return the outcome as numbers fit for the family, missing answers kept.

    Raises
    ------
    DataError
        It is no 0/1 column for ``"logit"``, or has other than whole numbers for ``"ordinal"``.
    """
    values = data[validate.column(data, name)]
    if family == "ordinal" and isinstance(values.dtype, pd.CategoricalDtype) and values.cat.ordered:
        return values.cat.codes.where(values.notna()).astype(float).rename(name)
    if family == "logit" and not all(map(_binary, values.dropna().tolist())):
        raise DataError(_not_binary(values))
    values = validate.numeric(data, [name])[name]
    found = values.dropna()
    if family == "ordinal" and (found % 1 != 0).any():
        odd = found[found % 1 != 0]
        raise DataError(
            _(
                "{name!r} must hold whole levels for family='ordinal'; {count} of {n} values "
                "are not whole (first: {value:g}, row {row}). Use family='ols', or group them."
            ).format(name=name, count=len(odd), n=len(values), value=odd.iloc[0], row=odd.index[0])
        )
    return values


def _binary(value: object) -> bool:
    return isinstance(value, (bool, int, float)) and value in (0, 1)


def _not_binary(values: pd.Series) -> str:
    kinds = list(dict.fromkeys(map(validate.brief, values.dropna().tolist())))
    return _(
        "{name!r} must hold 0 and 1 for family='logit'; it holds {found}. "
        "Make it so first, such as data[{name!r}] = (data[{name!r}] >= 9).astype(int)."
    ).format(
        name=values.name,
        found=listing([*kinds[:6], *(["…"] if len(kinds) > 6 else [])]),
    )


def check(design: Design, y: pd.Series, family: str, robust: str, weights: Array | None) -> Array:
    """Refuse designs that have no answer, and warn of those with a weak one; return the VIFs.

    ``y`` and ``design`` hold the complete rows only. Separation is left to :func:`separated`, which
    needs the fit.

    Raises
    ------
    DataError
        The outcome is constant, or has one class.
    ModelError
        Too few rows, a constant driver, perfect collinearity, a coefficient that hangs on one row.
    """
    sound(design, y, family, robust, separation=False)
    balanced(weights, design.matrix.shape[1])
    return _inflated(design, weights)


def sound(
    design: Design, y: pd.Series, family: str, robust: str, *, separation: bool = True
) -> None:
    """Check as :func:`check` does, and for separation, but not for the overlap of drivers.

    Raises
    ------
    DataError, ModelError
        As there.
    """
    x = design.matrix[design.drivers].to_numpy(float)
    _constant_outcome(y, family)
    _enough(design, y, family)
    validate.independent(design.matrix[design.drivers], dependent_sets(x))
    _comparable(design.drivers, x)
    if family == "ols":
        _leak(design.drivers, x, y)
        _alone(design, y, robust)
    elif separation:
        separated(design, pd.factorize(y, sort=True)[0])


def regular(frame: pd.DataFrame) -> None:
    """Refuse complete rows of numbers, the outcome last, that allow no correlation matrix.

    Raises
    ------
    DataError
        The outcome is constant.
    ModelError
        Too few rows, a constant driver, or perfect collinearity.
    """
    names, y = [str(name) for name in frame.columns[:-1]], frame.iloc[:, -1]
    x = frame.iloc[:, :-1].to_numpy(float)
    _constant_outcome(y, "ols")
    if len(x) <= len(names) + 1:
        raise ModelError(_too_few(len(x), len(names) + 1, ""))
    validate.independent(frame.iloc[:, :-1], dependent_sets(x))
    _leak(names, x, y)


def vif(design: Design, weights: Array | None = None) -> Array:
    """Return the variance inflation factor of every driver's column.

    Terms that share a column, as interactions and squares do, get NaN: they overlap by nature.
    """
    x = design.matrix[design.drivers].to_numpy(float)
    cov = np.atleast_2d(np.cov(x, rowvar=False, aweights=weights))
    root = np.sqrt(np.diag(cov))
    owners = [design.owner[name] for name in design.drivers]
    blocks = [[j for j, o in enumerate(owners) if o == owner] for owner in dict.fromkeys(owners)]
    columns = list(map(str, design.terms.columns))
    used = {
        str(term): {name for f in term.factors for name in variables(f.expr, columns)}
        for term in design.spec.terms
    }
    inner = [sum(bool(used[owner] & other) for other in used.values()) > 1 for owner in owners]
    return np.where(inner, np.nan, inflation(cov / np.outer(root, root), blocks))


def _constant_outcome(y: pd.Series, family: str) -> None:
    levels = y.nunique()
    if levels > 1:
        if family == "ordinal" and levels > MANY_LEVELS:
            warn(
                _(
                    "{name!r} has {count} levels; an ordinal model needs {steps} thresholds. "
                    "With so many levels family='ols' is simpler and usually close."
                ).format(name=y.name, count=levels, steps=levels - 1)
            )
        return
    if family == "ols":
        raise DataError(
            _(
                "The outcome {name!r} is {value:g} in all {n} complete rows: there is nothing to "
                "explain. Check the column, or the filter."
            ).format(name=y.name, value=y.iloc[0], n=len(y))
        )
    raise DataError(
        _(
            "The outcome {name!r} has one class only: {value:g} in all {n} complete rows. "
            "Both kinds of customers are needed; check the column, or the filter."
        ).format(name=y.name, value=y.iloc[0], n=len(y))
    )


def _enough(design: Design, y: pd.Series, family: str) -> None:
    n, p = len(y), design.matrix.shape[1] + (y.nunique() - 2 if family == "ordinal" else 0)
    if n <= p:
        owners = [design.owner[name] for name in design.drivers]
        widest = max(owners, key=owners.count)
        hint = (
            _("{name!r} alone takes {count}.").format(name=widest, count=owners.count(widest))
            if owners.count(widest) > 2
            else ""
        )
        raise ModelError(_too_few(n, p, hint))
    effective = _effective(y, family)
    if effective < FEW_PER_COEFFICIENT * len(design.drivers):
        few = (
            _("{n} complete rows are few for {p} coefficients.")
            if family == "ols"
            else _(
                "{n} complete rows are few for {p} coefficients: with this outcome they count as "
                "{effective:.0f}."
            )
        )
        shift = _(
            "Estimates will shift from sample to sample. Harrell (2015) asks for 10 to 20 rows "
            "each; drop drivers where you can."
        )
        few = few.format(n=n, p=len(design.drivers), effective=effective)
        warn(paragraph([few, shift]))


def _effective(y: pd.Series, family: str) -> float:
    """Return how many rows of a numeric outcome these are worth (Harrell 2015)."""
    if family == "ols":
        return len(y)
    counts = y.value_counts().to_numpy(float)
    if len(counts) == 2:
        return float(counts.min())
    return len(y) - float((counts**3).sum()) / len(y) ** 2


def _too_few(n: int, p: int, hint: str) -> str:
    return _(
        "{p} coefficients need more than {p} complete rows; there are {n}. {hint} "
        "Drop drivers, or collect more answers."
    ).format(p=p, n=n, hint=hint)


def _leak(names: list[str], x: Array, y: pd.Series) -> None:
    values = y.to_numpy(float)
    together = np.corrcoef(np.column_stack([x, values]), rowvar=False)
    copies = [name for name, r in zip(names, together[-1], strict=False) if abs(r) > COPY]
    if copies:
        warn(
            _(
                "{names} is (nearly) a copy of the outcome {y!r}: correlation above {limit}. "
                "It explains nothing, it repeats; leave it out."
            ).format(names=_quoted(copies), y=y.name, limit=COPY)
        )
    elif 1 - together[-1, :-1] @ np.linalg.solve(together[:-1, :-1], together[-1, :-1]) < 1e-9:
        warn(
            _(
                "The drivers reproduce the outcome {y!r} without error, as parts do their total. "
                "Leave out what the outcome was computed from."
            ).format(y=y.name)
        )


def _alone(design: Design, y: pd.Series, robust: str) -> None:
    """Find rows of leverage one: a level with one case, whose residual is zero whatever it says."""
    x = design.matrix.to_numpy(float)
    leverage = (np.linalg.qr(x)[0] ** 2).sum(axis=1)
    rows = np.flatnonzero(leverage > 1 - 1e-9)
    if not len(rows):
        return
    single = [name for name, column in design.matrix.items() if np.count_nonzero(column) == 1]
    words = {"row": y.index[rows[0]], "names": _quoted(single or design.drivers)}
    if robust == "nonrobust":
        weak = (
            _(
                "Row {row} alone decides a coefficient of {names}: a level with one case. "
                "Merge it with another level; what it says rests on one answer."
            )
            if single
            else _(
                "Row {row} alone decides a coefficient of {names}: no other row answers like it. "
                "Check its answers; what the fit says rests on them."
            )
        )
        warn(weak.format(**words))
        return
    refused = (
        _(
            "Row {row} alone decides a coefficient of {names}: a level with one case. Robust "
            "standard errors can't be computed for it. Merge it with another level, leave that "
            "row out, or use robust='nonrobust'."
        )
        if single
        else _(
            "Row {row} alone decides a coefficient of {names}: no other row answers like it. "
            "Robust standard errors can't be computed then. Check its answers, leave that row "
            "out, or use robust='nonrobust'."
        )
    )
    raise ModelError(refused.format(**words))


def _comparable(names: list[str], x: Array) -> None:
    """Refuse drivers on scales so far apart that the digits of the smaller one are lost."""
    size = np.abs(x).max(axis=0)
    if size.max() > FAR_APART * size.min():
        raise ModelError(
            _(
                "{large!r} goes up to {most:.3g}, {small!r} to {least:.3g}: so far apart that "
                "digits are lost. Give them in units that are closer, such as thousands."
            ).format(
                large=names[int(size.argmax())],
                most=size.max(),
                small=names[int(size.argmin())],
                least=size.min(),
            )
        )
    deep = size > FAR_UP * x.std(axis=0)
    if deep.any():
        place = int(deep.argmax())
        raise ModelError(
            _(
                "{name!r} varies by {spread:.2g} around {middle:.3g}: so little beside its size "
                "that digits are lost. Subtract its lowest value first."
            ).format(name=names[place], spread=x[:, place].std(), middle=x[:, place].mean())
        )


def balanced(weights: Array | None, needed: int) -> None:
    """Refuse weights that leave the answer to so few rows.

    Raises
    ------
    ModelError
        By their weights the rows count as no more than are needed (Kish 1965).
    """
    if weights is None:
        return
    share = weights / weights.sum()
    worth = 1 / float(share @ share)
    if worth < needed + 1e-3:  # one row of all the weight is worth 1.000001
        raise ModelError(
            _(
                "By their weights {n} rows count as {worth:.1f} (effective n, Kish 1965); more "
                "than {needed} are needed. Cap the largest weights, or drop drivers."
            ).format(n=len(weights), worth=worth, needed=needed)
        )


def separated(design: Design, codes: NDArray[np.intp], fit: OrdinalFit | None = None) -> None:
    """Refuse an outcome that the drivers separate; ``fit`` is the fit where it is known.

    Raises
    ------
    ModelError
        They do; the columns are named.
    """
    x = design.matrix[design.drivers].to_numpy(float)
    if separating(x, codes, fit) is None:
        return
    names = np.array(design.drivers)
    alone = [name for j, name in enumerate(names) if separating(x[:, [j]], codes) is not None]
    if alone:
        raise ModelError(
            _(
                "{names} separates the outcome perfectly: beyond some value only one answer "
                "occurs, so the coefficient has no finite estimate. {way_out}"
            ).format(names=_quoted(alone), way_out=_way_out())
        )
    held = list(range(len(names)))
    for j in range(len(names)):
        fewer = [k for k in held if k != j]
        if fewer and separating(x[:, fewer], codes) is not None:
            held = fewer
    raise ModelError(
        _(
            "{names} together separate the outcome perfectly: a sum of them tells the answers "
            "apart without error, so the coefficients have no finite estimates. {way_out}"
        ).format(names=_quoted(names[held]), way_out=_way_out())
    )


def _way_out() -> str:
    return _(
        "Drop what repeats the outcome; merge rare levels; or fit a logit with Firth's penalty: "
        "cx.drivers.regress(…, family='logit', penalty='firth')."
    )


def _inflated(design: Design, weights: Array | None) -> Array:
    factors = vif(design, weights)
    high = [name for name, f in zip(design.drivers, factors, strict=True) if f > HIGH_VIF]
    if high:
        warn(
            _(
                "VIF above {limit:g} (highest {value:.0f}) for {names}: these drivers overlap so "
                "much that single coefficients are unsure. See cx.drivers.importance() for shares."
            ).format(limit=HIGH_VIF, value=np.nanmax(factors), names=_quoted(high))
        )
    return factors


def _quoted(names: Iterable[object]) -> str:
    return listing(repr(str(name)) for name in names)
