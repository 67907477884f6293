"""Fitted path models side by side, as a table for a paper: HTML, LaTeX, Markdown, Excel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cxlab._core import html
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing
from cxlab._core.labels import label
from cxlab._core.numerals import show
from cxlab._core.safe import plain
from cxlab._core.validate import one_of, switch, whole
from cxlab.report._fit_column import FIT, MEASURES, Cell, Column
from cxlab.report._fit_files import latex, markdown, ruled, workbook
from cxlab.report._saving import save, target_of

if TYPE_CHECKING:
    from cxlab.paths import PlsResult, SemResult

WHAT = {
    "paths": N_("Paths"),
    "loadings": N_("Loadings"),
    "weights": N_("Weights"),
    "effects": N_("Indirect and total effects"),
    "measurement": N_("Measurement"),
    "validity": N_("Discriminant validity (HTMT)"),
}
PARTS = {"all_indirect": N_("all indirect effects"), "total": N_("total effect")}  # of an effect
WHOLE = ("paths", "loadings")  # tables with the fit below them; below the others stands n
ERRORS = ("interval", "std_error", "none")
STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
NAMES = {  # of what stands below the rows, and of measures
    "n": N_("n"),
    "chi2": N_("chi²"),
    "df": N_("df"),
    "p_value": N_("p"),
    "cfi": N_("CFI"),
    "tli": N_("TLI"),
    "rmsea": N_("RMSEA"),
    "srmr": N_("SRMR"),
    "aic": N_("AIC"),
    "bic": N_("BIC"),
    "alpha": N_("alpha"),
    "rho_a": N_("rho_a"),
    "rho_c": N_("rho_c"),
    "ave": N_("AVE"),
}
COUNTS = ("n", "df")
WIDE = ("chi2", "aic", "bic")  # one digit behind the point says enough


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FitTable:
    """A table of fitted models, one column for each; it writes itself.

    Parameters
    ----------
    columns
        What each model shows.
    what, digits, error, stars, standardised
        As given to :func:`table`.
    """

    columns: tuple[Column, ...]
    what: str
    digits: int
    error: str
    stars: bool
    standardised: bool

    @property
    def title(self) -> str:
        """What the table shows, in the language in use."""
        return _(WHAT[self.what])

    def frame(self) -> pd.DataFrame:
        """Return finished texts: the first column names the row, the others are the models."""
        body = [[self.named(key), *map(self._text, cells)] for key, cells in self.rows()]
        r2 = [[name, *map(self._size, values)] for name, values in self._r2()]
        foot = [
            [_(NAMES[key]), *(self._fit(key, value) for value in values)]
            for key, values in self._foot()
        ]
        rows = [*body, *r2, *foot]
        return pd.DataFrame(rows, columns=[self.corner(), *self.heads()], dtype=str)

    def notes(self) -> str:
        """Say in a line what stands in the cells."""
        conf = self.columns[0].conf
        said = [_("standardised") if self.standardised or self._pls() else ""]
        if self.what != "measurement":
            said += {
                "interval": [_("in brackets {conf:.0%} intervals").format(conf=conf)],
                "std_error": [_("in brackets standard errors")],
                "none": [],
            }[self.error]
        if self.stars:
            said.append("* p < .05, ** p < .01, *** p < .001")
            said += [self._starred()] if self._pls() else []
        said.append(listing(f"{each.name}: {each.kind}" for each in self.columns))
        return _("; ").join(part for part in said if part)

    def to_html(self, path: str | Path | None = None) -> str:
        """Return HTML, all text escaped; with ``path`` (.html) it is also saved.

        Raises
        ------
        SpecError
            The path can't be written, or has another ending.
        """
        target = target_of(path, ".html", ".htm")
        frame = self.frame().map(plain).rename(columns=plain)
        page = html.page(
            html.caption(self.title),
            ruled(frame, len(self.rows())),
            html.small(plain(self.notes())),
        )
        save(target, page.encode("utf-8"))
        return page

    def to_markdown(self, path: str | Path | None = None) -> str:
        """Return a table in Markdown; with ``path`` (.md) it is also saved.

        Raises
        ------
        SpecError
            The path can't be written, or has another ending.
        """
        target = target_of(path, ".md")
        page = markdown(self)
        save(target, page.encode("utf-8"))
        return page

    def to_latex(self, path: str | Path | None = None) -> str:
        r"""Return a LaTeX table, rules by the package booktabs; with ``path`` (.tex) also saved.

        Raises
        ------
        SpecError
            The path can't be written, or has another ending.
        """
        target = target_of(path, ".tex")
        page = latex(self)
        save(target, page.encode("utf-8"))
        return page

    def to_excel(self, path: str | Path | None = None) -> bytes:
        """Return a workbook with the numbers in full precision; with ``path`` (.xlsx) also saved.

        A text that a spreadsheet would run as a formula gets an apostrophe in front.

        Raises
        ------
        SpecError
            The path can't be written, or has another ending.
        """
        target = target_of(path, ".xlsx")
        return save(target, workbook(self))

    def __repr__(self) -> str:
        return "\n".join([self.title, self.frame().to_string(index=False), self.notes()])

    def _repr_html_(self) -> str:
        return self.to_html()

    def corner(self) -> str:
        """Return the heading of the first column."""
        words = {
            "paths": _("path"),
            "loadings": _("loading"),
            "weights": _("weight"),
            "effects": _("effect"),
            "measurement": _("construct"),
            "validity": _("constructs"),
        }
        return words[self.what]

    def _measures(self) -> list[tuple[int, str]]:
        """Return (place of the model, measure) for every column of a table of measurement."""
        return [
            (place, name)
            for place, each in enumerate(self.columns)
            for name in MEASURES
            if any(key[1] == name for key in each.cells)
        ]

    def heads(self) -> list[str]:
        """Return the headings of the columns."""
        if self.what != "measurement":
            return [each.name for each in self.columns]
        return [
            _("{model}: {measure}").format(model=self.columns[place].name, measure=_(NAMES[name]))
            for place, name in self._measures()
        ]

    def rows(self) -> list[tuple[tuple[str, ...], list[Cell | None]]]:
        """Return what each row is about, and its cells."""
        if self.what == "measurement":
            names = dict.fromkeys(key[0] for each in self.columns for key in each.cells)
            return [
                (
                    (name,),
                    [self.columns[i].cells.get((name, word)) for i, word in self._measures()],
                )
                for name in names
            ]
        keys = dict.fromkeys(key for each in self.columns for key in each.cells)
        return [(key, [each.cells.get(key) for each in self.columns]) for key in keys]

    def named(self, key: tuple[str, ...]) -> str:
        """Return a row as readers see it."""
        labels = {word: names for each in self.columns for word, names in each.labels.items()}
        if self.what == "effects" and len(key) == 3:
            text = _("{effect}, {part}")
            return text.format(effect=self.named(key[:2]), part=_(PARTS[key[2]]))
        join = " ↔ " if self.what == "validity" else " → "
        return join.join(label(labels, word) for word in key)

    def _text(self, cell: Cell | None) -> str:
        if cell is None or math.isnan(cell.estimate):
            return ""
        size = self._number(cell.estimate)
        if self.stars and not math.isnan(cell.p_value):
            size += next((marks for limit, marks in STARS if cell.p_value < limit), "")
        if self.error == "interval" and not math.isnan(cell.conf_low):
            return f"{size} [{self._number(cell.conf_low)}; {self._number(cell.conf_high)}]"
        if self.error == "std_error" and not math.isnan(cell.std_error):
            return f"{size} ({self._number(cell.std_error)})"
        return size

    def _number(self, value: float) -> str:
        shown = f"{value:.{self.digits}f}".replace("-", "−")
        return shown.lstrip("−") if not float(shown.replace("−", "-")) else shown

    def below(self) -> list[tuple[str, list[float | None]]]:
        """Return R² and fit: a name, and one value per column."""
        return [*self._r2(), *((_(NAMES[key]), values) for key, values in self._foot())]

    def _r2(self) -> list[tuple[str, list[float | None]]]:
        names = dict.fromkeys(name for each in self.columns for name in each.r2)
        text = _("R² {name}")
        return [
            (text.format(name=self.named((name,))), [each.r2.get(name) for each in self.columns])
            for name in names
        ]

    def _foot(self) -> list[tuple[str, list[float | None]]]:
        """Return the measures of fit by their keys; a table of measurement has none."""
        if self.what == "measurement":
            return []
        asked = FIT if self.what in WHOLE else FIT[:1]
        return [
            (key, [each.foot.get(key) for each in self.columns])
            for key in asked
            if any(key in each.foot for each in self.columns)
        ]

    def _size(self, value: float | None) -> str:
        return "" if value is None else self._number(value)

    def _fit(self, key: str, value: float | None) -> str:
        if value is None or math.isnan(value):
            return ""
        if key in COUNTS:
            return show(value, "count")
        if key == "p_value":
            return show(value, "p")
        return f"{value:.1f}".replace("-", "−") if key in WIDE else self._number(value)

    def _starred(self) -> str:
        """Say which p-values of PLS the stars mark."""
        if self.what == "paths":
            return _("p of PLS paths from the standard errors of resamples")
        return _("PLS has p-values of paths only")

    def _pls(self) -> bool:
        return any(each.kind.startswith("PLS") for each in self.columns)


def table(
    fits: Mapping[str, SemResult | PlsResult] | SemResult | PlsResult,
    *,
    what: str = "paths",
    digits: int = 3,
    error: str = "interval",
    stars: bool = False,
    standardised: bool = True,
) -> FitTable:
    """Put fitted path models side by side in a table for a paper.

    Parameters
    ----------
    fits
        ``{name: fitted model}`` of ``fit_pls``, ``fit_sem`` and ``fit_cfa``, or one such model;
        one column each, and one for each group.
    what
        ``"paths"`` (with R²), ``"loadings"``, ``"weights"`` (of PLS), ``"effects"`` (indirect and
        total), ``"measurement"`` (alpha, rho_a, rho_c, AVE), or ``"validity"`` (HTMT).
    digits
        Digits behind the point.
    error
        What stands behind an estimate: ``"interval"``, ``"std_error"``, or ``"none"``.
    stars
        Whether stars mark p-values; PLS has those of paths, from resamples.
    standardised
        Whether covariance models show standardised values; those of PLS always are.

    Returns
    -------
    FitTable
        ``to_html()``, ``to_latex()``, ``to_markdown()`` and ``to_excel()`` write it in the language
        in use; ``frame()`` gives its texts.

    Raises
    ------
    SpecError
        There is no model, something else stands in its place, or an option is not known.

    Examples
    --------
    >>> import cxlab as cx
    >>> data = cx.simulate.ecsi(400).data
    >>> text = '''value =~ value_1 + value_2
    ...     loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
    ...     loyalty ~ value'''
    >>> fits = {"PLS": cx.paths.fit_pls(data, text), "SEM": cx.paths.fit_sem(data, text)}
    >>> print(table(fits, error="none", digits=2).to_markdown().splitlines()[2])
    | path | PLS | SEM |
    """
    from cxlab.paths import PlsResult, SemResult
    from cxlab.paths._fits import several
    from cxlab.report._fit_cells import columns

    if isinstance(fits, PlsResult):
        fits = {"PLS": fits}
    elif isinstance(fits, SemResult):
        fits = {"SEM" if fits.model.paths else "CFA": fits}
    given = several(fits)
    if not given:
        raise SpecError(
            _("The table needs at least one fitted model, such as {example}.").format(
                example="{'PLS': fit}"
            )
        )
    one_of(what, WHAT, "what")
    one_of(error, ERRORS, "error")
    digits = whole(digits, "digits", low=0, most=10)
    marked, beta = switch(stars, "stars"), switch(standardised, "standardised")
    made = [
        column
        for name, fit in given.items()
        for column in columns(name, fit, what, standardised=beta)
    ]
    if what == "weights":  # nothing to show of covariance models
        made = [each for each in made if each.cells]
    if not any(each.cells for each in made):
        raise SpecError(
            _("None of these models has {what}. Ask for something else by what=.").format(
                what=_(WHAT[what])
            )
        )
    return FitTable(
        columns=tuple(made),
        what=what,
        digits=digits,
        error=error,
        stars=marked,
        standardised=beta,
    )
