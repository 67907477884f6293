"""From columns and formulaic terms to a design matrix, with names a reader understands."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import DataError, ModelError, SpecError
from cxlab._core.i18n import LANGUAGES, _, listing
from cxlab._core.labels import Labels

INTERCEPT = "Intercept"
MOST_LEVELS = 100  # of a text column; more are names or comments, not categories


@dataclass(frozen=True, eq=False)
class Terms:
    """A formula, the columns it uses, and which of them stand inside a function like ``C()``."""

    formula: Any
    columns: list[str]
    inside: set[str]


@dataclass(frozen=True, eq=False)
class Design:
    """A design matrix and what is needed to build it again for new rows.

    Parameters
    ----------
    matrix
        One column per coefficient, the intercept first; rows as in the data that were kept.
    spec
        The ``ModelSpec`` of formulaic.
    terms
        The terms it was built from.
    owner
        The term that each column belongs to; the dummies of one category share a term.
    labels
        Readers' names of the columns.
    """

    matrix: pd.DataFrame
    spec: Any
    terms: Terms
    owner: Mapping[str, str]
    labels: Labels

    @property
    def drivers(self) -> list[str]:
        """The columns without the intercept."""
        return [name for name in self.matrix.columns if name != INTERCEPT]

    def rebuild(self, data: pd.DataFrame) -> pd.DataFrame:
        """Return the matrix of new rows; rows with a missing value are NaN throughout.

        Raises
        ------
        DataError
            A column is absent, or a category was not seen when the model was fitted.
        """
        frame = prepare(data, self.terms).reset_index(drop=True)
        kept = frame.dropna()
        for factor, state in self.spec.factor_contrasts.items():
            names = variables(factor.expr, kept.columns)
            if len(names) == 1:
                _refuse_unseen(kept[names[0]], list(state.levels))
        out = pd.DataFrame(np.nan, index=frame.index, columns=self.matrix.columns)
        if len(kept):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # unseen levels are refused above
                values = self.spec.get_model_matrix(_typed(kept), na_action="raise", context={})
            out.loc[kept.index] = values.to_numpy(float)
        return out.set_index(data.index)


def parse(data: pd.DataFrame, x: str | Sequence[str]) -> Terms:
    """Read ``x``: columns of the data as they are, anything else as terms of formulaic.

    Raises
    ------
    DataError
        A name is not a column of the data.
    SpecError
        A term can't be read, is given twice, or takes the intercept away.
    """
    from formulaic import Formula
    from formulaic.parser.types import Factor, Term

    validate.frame(data)
    wanted = validate.listed(x, "x")
    if not wanted:
        raise SpecError(_("No driver was named. Name at least one column in x."))
    parts: dict[frozenset[str], Any] = {}  # by the factors: 'a:b' is 'b:a'
    for entry in wanted:
        if wanted.count(entry) > 1:
            raise SpecError(_("Driver {name!r} is named twice. Name it once.").format(name=entry))
        if entry in data.columns:
            found = [Term([Factor(_plain(entry), eval_method="lookup")])]
        else:
            bare = entry.strip("` ") if isinstance(entry, str) else entry
            if not isinstance(bare, str) or not re.search(r"\W", bare):
                validate.columns(data, [bare])
            found = [term for term in _read(data, entry) if str(term) != "1"]
        for term in found:
            parts.setdefault(frozenset(factor.expr for factor in term.factors), term)
    return _terms(data, Formula(["1", *parts.values()]))


def _plain(name: Any) -> str:
    """Refuse the two names that formulaic reads as the intercept."""
    if str(name) in ("1", INTERCEPT):
        raise DataError(
            _(
                "A driver can't be called {name!r}: that is the intercept. Rename the column."
            ).format(name=str(name))
        )
    return str(name)


def _read(data: pd.DataFrame, entry: str) -> Any:
    """Read one term beside the intercept, which has to be there still afterwards."""
    from formulaic import Formula, SimpleFormula
    from formulaic.errors import FormulaicError

    try:
        found = Formula(f"1 + {entry}")
    except (FormulaicError, SyntaxError) as err:
        raise _unreadable(data, entry) from err
    if not isinstance(found, SimpleFormula):
        raise _unreadable(data, entry)
    if "1" not in map(str, found) or len(found) < 2:
        raise SpecError(
            _("The term {term!r} takes the intercept away, or adds nothing. Leave it out.").format(
                term=entry
            )
        )
    return found


def _unreadable(data: pd.DataFrame, entry: str) -> SpecError:
    longest = max(re.findall(r"\w+", entry) or [entry], key=len)
    return SpecError(
        _(
            "{term!r} is neither a column nor a term. Write a column's name, 'C(column)' for "
            "categories, or 'column:column' for an interaction. {hint}"
        )
        .format(term=entry, hint=validate.closest(longest, data.columns))
        .strip()
    )


def _terms(data: pd.DataFrame, formula: Any) -> Terms:
    factors = [factor for term in formula for factor in term.factors if factor.expr != "1"]
    plain = [factor.expr for factor in factors if factor.eval_method.value == "lookup"]
    known = {str(name): name for name in data.columns}
    for name in plain:
        validate.columns(data, [known.get(name, name)])
    inside: set[str] = set()
    for factor in factors:
        if factor.eval_method.value != "lookup":
            used = variables(factor.expr, known)
            if not used:
                raise _unreadable(data, factor.expr)
            inside.update(used)
    return Terms(formula, [known[n] for n in known if n in {*plain, *inside}], inside)


def variables(expression: str, columns: Iterable[str]) -> list[str]:
    """Return the columns an expression names, as they are or in back-ticks."""
    if expression in columns:
        return [expression]
    words = re.findall(r"`([^`]+)`|([^\W\d]\w*)", expression)
    named = {quoted or word for quoted, word in words}
    return [name for name in columns if name in named]


def prepare(data: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Return the columns of the terms as floats or categories, names as text.

    Raises
    ------
    DataError
        A column is absent, holds dates, or numbers written as text.
    """
    out = {}
    for name in validate.columns(data, terms.columns):
        values = data[name]
        if isinstance(values.dtype, pd.CategoricalDtype):
            levels = list(map(str, values.cat.categories))
            if len(set(levels)) < len(levels):
                raise DataError(
                    _("{name!r} has levels that read alike: {levels}. Rename them.").format(
                        name=name, levels=listing(levels)
                    )
                )
            out[str(name)] = values.cat.rename_categories(levels)
        elif pd.api.types.infer_dtype(values, skipna=True) == "string":
            out[str(name)] = _category(values, str(name) in terms.inside)
        elif "date" in pd.api.types.infer_dtype(values, skipna=True):
            raise DataError(
                _(
                    "{name!r} holds dates, which are no driver as they stand. "
                    "Turn them into a number first, such as days since a start."
                ).format(name=name)
            )
        else:
            numbers = validate.numeric(data, [name])[name]
            whole = str(name) in terms.inside and _whole(numbers)
            out[str(name)] = numbers.astype("Int64").astype(object) if whole else numbers
    return pd.DataFrame(out, index=data.index)


def _whole(numbers: pd.Series) -> bool:
    return bool((numbers.dropna() % 1 == 0).all()) and not (numbers.abs() >= 2**53).any()


def _category(values: pd.Series, inside: bool) -> pd.Series:
    given = values.dropna()
    if not inside and len(given) and pd.to_numeric(given, errors="coerce").notna().all():
        raise DataError(
            _(
                "{name!r} holds numbers written as text (first: {value!r}). Turn them into numbers "
                "with pd.to_numeric, or write 'C({name})' if they are categories."
            ).format(name=values.name, value=given.iloc[0])
        )
    if given.nunique() > MOST_LEVELS:
        raise DataError(
            _(
                "{name!r} holds {count} different texts; a category has at most {most}. "
                "Group them first, or leave the column out."
            ).format(name=values.name, count=given.nunique(), most=MOST_LEVELS)
        )
    return values.astype("category")


def build(frame: pd.DataFrame, terms: Terms, given: Labels) -> Design:
    """Build the design matrix of complete rows.

    Parameters
    ----------
    frame
        The rows of :func:`prepare` without missing values.
    given
        Readers' names of the columns.

    Raises
    ------
    DataError
        A term gives no number in some row.
    SpecError
        A term can't be computed from the data.
    ModelError
        A category has one level only.
    """
    from formulaic.errors import DataMismatchWarning

    used = _typed(frame)
    for name in used:
        if isinstance(used[name].dtype, pd.CategoricalDtype):
            used[name] = used[name].cat.remove_unused_categories()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", DataMismatchWarning)
            matrix = terms.formula.get_model_matrix(used, na_action="ignore", context={})
    except Exception as err:  # a term is an expression of the reader's own
        raise SpecError(
            _(
                "A term of {terms} can't be computed from the data ({kind}). Check its functions, "
                "such as np.log(column), and the levels it names."
            ).format(
                terms=listing(str(term) for term in terms.formula if str(term) != "1"),
                kind=type(err.__cause__ or err).__name__,
            )
        ) from err
    spec = matrix.model_spec
    _refuse_empty(spec, len(used))
    values = pd.DataFrame(matrix).astype(float)
    bad = list(values.columns[~np.isfinite(values.to_numpy()).all(axis=0)])
    if bad:
        raise DataError(
            _(
                "The term {term!r} gives no number in {count} rows, such as the logarithm of zero. "
                "Recode those answers, or leave the term out."
            ).format(term=bad[0], count=int((~np.isfinite(values[bad[0]])).sum()))
        )
    owner: dict[str, str] = {}
    labels = {INTERCEPT: {"en": "intercept", "zh": "截距"}}
    words = {str(name): given.get(str(name), dict.fromkeys(LANGUAGES, str(name))) for name in used}
    for term, place in spec.term_slices.items():
        names = list(values.columns[place])
        owner |= dict.fromkeys(names, str(term))
        for name in names:
            if name != INTERCEPT:
                labels[name] = {
                    lang: _name(name, names, term, spec.factor_contrasts, words, lang)
                    for lang in LANGUAGES
                }
    return Design(values, spec, terms, owner, labels)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return complete rows with whole numbers as such, for the functions of a term."""
    whole = [name for name in frame if frame[name].dtype == object]
    return frame.astype(dict.fromkeys(whole, "int64")) if whole else frame.copy(deep=False)


def _refuse_empty(spec: Any, n: int) -> None:
    """Refuse terms that have no column, as a category with one level has none."""
    empty = [str(term) for term, place in spec.term_slices.items() if place.start == place.stop]
    if empty:
        raise ModelError(
            _(
                "{names} has the same value in all {n} complete rows, so its effect can't be "
                "estimated. Leave it out."
            ).format(names=listing(map(repr, empty)), n=n)
        )


def _name(
    column: str, siblings: list[str], term: Any, contrasts: Any, words: Labels, lang: str
) -> str:
    """Say a column of the matrix in words: ``segment: visitor (against local)``."""
    levels = {factor.expr: state.levels for factor, state in contrasts.items()}
    rest, parts = column, []
    for factor in term.factors:
        if not rest.startswith(factor.expr):
            return column
        rest = rest[len(factor.expr) :]
        names = variables(factor.expr, words)
        plain = factor.expr in words or factor.expr.startswith("C(")
        word = words[names[0]][lang] if plain and names else factor.expr
        for level in levels.get(factor.expr, []):
            mark = f"[T.{level}]"
            if rest.startswith(mark):
                rest = rest[len(mark) :]
                word += ("：" if lang == "zh" else ": ") + str(level)
                if len(term.factors) == 1:
                    word += _against(factor.expr, levels[factor.expr], siblings, lang)
                break
        rest = rest.removeprefix(":")
        parts.append(word)
    return column if rest else " × ".join(parts)


def _against(factor: str, levels: Any, columns: list[str], lang: str) -> str:
    """Name the level that has no column of its own."""
    base = [level for level in levels if f"{factor}[T.{level}]" not in columns]
    return (f"（对比{base[0]}）" if lang == "zh" else f" (against {base[0]})") if base else ""


def _refuse_unseen(values: pd.Series, levels: list[Any]) -> None:
    new = values[~values.isin(levels)]
    if len(new):
        raise DataError(
            _(
                "{name!r} has the category {value!r} in {count} rows, unseen by the model. "
                "It knows {levels}. Recode those rows, or fit the model again with them."
            ).format(name=values.name, value=new.iloc[0], count=len(new), levels=listing(levels))
        )
