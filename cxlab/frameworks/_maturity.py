"""The maturity audit: how far a firm manages the experience, area by area, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.errors import DataError
from cxlab._core.i18n import N_, _, listing, localized, paragraph, shortlist
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._core.validate import (
    column,
    frame,
    mapping,
    numeric,
    one_of,
    sequence,
    within,
)
from cxlab.frameworks._entry import Entry
from cxlab.frameworks._maturity_bank import TOP, Bank, bank
from cxlab.frameworks._means import group_of, parts
from cxlab.frameworks.case._bounds import KEY, OTHER, POSSIBLE, verdicts

HABIT = 2.0  # the level from which a practice can be built upon
LONGEST = 12  # statements on a picture


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MaturityResult(Result):
    """Levels of the areas, or of the statements, the lowest first.

    Parameters
    ----------
    bank
        The statements, areas and lists of the audit.
    level
        What a row is about: ``area`` or ``statement``.
    """

    bank: Bank
    level: str = "area"

    title = N_("Maturity of customer experience management")
    words: ClassVar[Mapping[str, str]] = {
        KEY: N_("lowest"),
        POSSIBLE: N_("perhaps lowest"),
        OTHER: N_("higher"),
    }

    @property
    def drawing(self) -> str:  # type: ignore[override]
        """Ranges of the areas; dots with groups; the lowest statements in words."""
        areas = "cxlab.plots:dots" if self._grouped else "cxlab.plots:ranges"
        return areas if self.level == "area" else "cxlab.plots:words"

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the lists."""
        return tuple(map(cite, self.bank.sources))

    @property
    def lowest(self) -> tuple[str, ...]:
        """The areas (or statements) that are lowest whatever the missing answers are."""
        return self._having(KEY)

    def _having(self, *codes: str) -> tuple[str, ...]:
        rows = self.table[self.table["status"].isin(codes)]
        return tuple(dict.fromkeys(rows["term"]))

    def summary(self) -> dict[str, Any]:
        """Return the mean level, or its bounds, and how many answers are missing."""
        low, high = self.overall()
        return {"low": low, "high": high, "n_missing": int(self.table["n_missing"].sum())}

    def overall(self) -> tuple[float, float]:
        """Return the mean level over areas: what it is at least, and at most."""
        return float(self.table["low"].mean()), float(self.table["high"].mean())

    def checks(self) -> tuple[Entry, ...]:
        """Return the areas as checks of capability for step 6 of a case.

        An area fits from level 2 on, a habit in parts of the firm; below, it is to be adjusted; if
        missing answers decide, it is open.

        Examples
        --------
        >>> audit = maturity(dict.fromkeys(bank().of("feedback"), 3))
        >>> [(check.name, check.status) for check in audit.checks()][-1:]
        [('feedback', 'fits')]
        """
        rows = self.table.groupby("term", sort=False)[["low", "high"]].mean()
        kinds = (rows["low"] >= HABIT, rows["high"] < HABIT)
        status = np.select([kind.to_numpy() for kind in kinds], ["fits", "adjust"], "open")
        labels = self.bank.labels
        return tuple(
            Entry(str(term), labels[str(term)], "capability", str(word))
            for term, word in zip(rows.index, status, strict=True)
        )

    def tidy(self) -> pd.DataFrame:
        """Return the rows, words in the language in use."""
        table = super().tidy()
        labels = self.bank.labels
        for name in ({"requirement", "area"} & set(table.columns)) - {"term"}:
            table[name] = [localized(labels[code]) if code else "" for code in table[name]]
        return table

    def headline(self) -> str:
        """Name what is lowest, or what may be; of statements, how many are no habit yet."""
        if self.level != "area":
            low = self.table.groupby("term")["high"].mean() < HABIT
            return _("{count} of {all} practices are not yet a habit (level {level})").format(
                count=int(low.sum()), all=len(low), level=f"{HABIT:.0f}"
            )
        if widest := self._widest():
            return _("Widest difference: {name} ({least} {low}, {most} {high})").format(**widest)
        rows = self._having(KEY)
        if rows:
            level = self.table.loc[self.table["status"] == KEY, ["low", "high"]]
            return _("Lowest: {names}, level {level} of {top}").format(
                names=shortlist(map(self.label, rows), 1),
                level=_span(level["low"].min(), level["high"].max()),
                top=TOP,
            )
        maybe = self._having(POSSIBLE)
        return _("{count} areas may be the lowest, {name} among them").format(
            count=len(maybe), name=self.label(maybe[0])
        )

    def explain(self) -> str:
        """Give the mean level, what to begin with, what is unknown, and how far it carries."""
        low, high = self.overall()
        missing = int(self.table["n_missing"].sum())
        return paragraph(
            [
                _("The mean level is {level} on 0 to {top} ({anchors}).").format(
                    level=_span(low, high), top=TOP, anchors=self.bank.anchors()
                ),
                self._first(),
                self._apart(),
                _(
                    "Answers missing: {count}. They count neither as 0 nor as the mean; the range "
                    "shows what they could change."
                ).format(count=missing)
                if missing
                else "",
                _(
                    "The firm judges itself here: the level is its own opinion. Set it beside what "
                    "customers say."
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Whom to ask next."""
        return _("Have those who serve customers fill in the form too, and compare with by=.")

    def drawn(self) -> pd.DataFrame:
        """Return the areas with their bounds; of the statements the lowest in words."""
        rows = self.labelled()
        if self.level == "area":
            bounds = {"low": "conf_low", "high": "conf_high"}
            return rows.rename(columns=bounds) if self._grouped else rows
        levels = [_span(*ends) for ends in zip(rows["low"], rows["high"], strict=True)]
        return rows[["term", "label", "area"]].assign(answer=levels).head(LONGEST)

    def plot_options(self) -> dict[str, Any]:
        """Words of the picture, and the scale."""
        if self.level != "area":
            return {}
        axis = _("level, 0 to {top}").format(top=TOP)
        if self._grouped:
            return {"axis": axis, "span": (-0.1, TOP + 0.1)}
        ends = zip(self.table["low"], self.table["high"], strict=True)
        return {
            "axis": axis,
            "words": {code: _(word) for code, word in self.words.items()},
            "texts": [_span(low, high) for low, high in ends],
            "span": (0, TOP),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it: the level, or its bounds if answers are missing."""
        spare = ["estimate"] if self.table["n_missing"].any() else ["low", "high"]
        return super().shown().drop(columns=[heading(name) for name in spare])

    def _first(self) -> str:
        if self.level != "area" or self._grouped:
            return ""
        row = self.tidy().iloc[0]
        return _("Begin in '{name}' with: {text}").format(
            name=self.label(row["term"]), text=row["requirement"]
        )

    def _apart(self) -> str:
        widest = self._widest()
        return widest and _(
            "Groups differ most on '{name}': {least} says {low}, {most} says {high}."
        ).format(**widest)

    @property
    def _grouped(self) -> bool:
        return "group" in self.table

    def _widest(self) -> Any:
        """Name the area that groups see most differently, who says what; empty if none does."""
        if not self._grouped:
            return ""
        known = self.table.dropna(subset="estimate")
        wide = known.set_index(["term", "group"])["estimate"].unstack()  # noqa: PD010
        spread = (wide.max(axis=1) - wide.min(axis=1)).dropna()
        if spread.empty or not spread.max() > 0:
            return ""
        term = str(spread.idxmax())
        row = wide.loc[term]
        return {
            "name": self.label(term),
            "least": row.idxmin(),
            "low": f"{row.min():.1f}",
            "most": row.idxmax(),
            "high": f"{row.max():.1f}",
        }


def maturity(answers: Any, *, by: str | None = None, level: str = "area") -> MaturityResult:
    """Score the maturity audit: how far a firm manages the experience, and what is missing.

    Parameters
    ----------
    answers
        Levels 0-4 by statement, in one of three forms: a mapping ``{"asked": 3, "map": None}``;
        the form of :func:`maturity_form`, filled in; or a frame with one row per person and one
        column per statement. What is not answered stays missing; the levels then have bounds.
    by
        Column of the frame that says who answered, such as a department.
    level
        ``"area"``, or ``"statement"`` for each statement by itself.

    Returns
    -------
    MaturityResult
        One row per area, the lowest first: ``estimate`` (mean level; missing where an answer is
        missing), ``low`` and ``high`` (what it is at least and at most), ``n_items``,
        ``n_missing`` (answers missing), ``status``, ``requirement`` (the statement to begin with).

    Raises
    ------
    DataError
        A level lies outside 0-4, a statement is answered twice, or none is answered.
    SpecError
        A statement is not one of the audit.

    Notes
    -----
    The level of an area is the mean of its statements over all who answered; a missing answer
    may be anything on the scale.

    Examples
    --------
    >>> audit = maturity({"asked": 3, "groups": 1, "valued": None})
    >>> audit.tidy().set_index("term").loc["needs", ["low", "high"]].astype(float).round(2).tolist()
    [1.33, 2.67]
    """
    one_of(level, ("area", "statement"), "level")
    held = bank()
    wide, groups = _wide(answers, by, held)
    if wide.isna().all(axis=None):
        raise DataError(
            _("None of the {count} statements is answered. Fill in levels from 0 to {top}.").format(
                count=len(held.statements), top=TOP
            )
        )
    for name in wide.columns:
        within(wide[name], 0, TOP)
    tables = [_rows(part, held, level, group) for group, part in parts(wide, groups)]
    table = pd.concat(tables, ignore_index=True)
    order = table.sort_values(["low", "high"], kind="stable").index
    if groups is not None:
        means = table.groupby("term")[["low", "high"]].transform("mean")
        order = means.assign(term=table["term"]).sort_values(["low", "high", "term"]).index
    return MaturityResult(
        table=table.loc[order].reset_index(drop=True),
        n=len(wide) if len(wide) > 1 else 0,
        labels=held.labels,
        bank=held,
        level=level,
    )


def _wide(answers: Any, by: str | None, held: Bank) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return one row per person and one column per statement, and who the people are."""
    names = list(held.statements)
    if isinstance(answers, pd.Series):
        answers = answers.to_dict()
    if not isinstance(answers, pd.DataFrame):
        given = mapping(answers, "answers")
        for name in given:
            one_of(name, names, "answers")
        data = pd.DataFrame([{name: given.get(name) for name in names}], dtype=object)
        return numeric(data, names), None
    if {"term", "answer"} <= set(frame(answers).columns):
        answers = _form(answers, by, names)
    known = [name for name in names if name in answers.columns]
    if not known:
        raise DataError(
            _(
                "The data have no column named after a statement, such as {names}. "
                "maturity_form() lists them."
            ).format(names=listing(names[:3]))
        )
    values = numeric(answers, known).reindex(columns=names).reset_index(drop=True)
    return values, group_of(answers, by)


def _form(form: pd.DataFrame, by: str | None, names: list[str]) -> pd.DataFrame:
    """Turn filled-in forms, one below the other, into one row each."""
    for term in sequence(form["term"], "term"):
        one_of(term, names, "term")
    who = form[column(form, by)] if by is not None else pd.Series("", form.index)
    if pd.DataFrame({"who": who, "term": form["term"]}).duplicated().any():
        raise DataError(
            _(
                "A statement is answered twice. If several people filled in the form, add a "
                "column that says who, and name it: by='who'."
            )
        )
    numbers = numeric(form, ["answer"])["answer"]
    long = pd.DataFrame({"who": who, "term": form["term"].astype(str), "answer": numbers})
    wide = long.set_index(["who", "term"])["answer"].unstack()  # noqa: PD010
    return wide.rename_axis(index=by or "who", columns=None).reset_index()


def _rows(part: pd.DataFrame, held: Bank, level: str, group: str) -> pd.DataFrame:
    blocks = (
        {area: held.of(area) for area in held.areas}
        if level == "area"
        else {name: [name] for name in held.statements}
    )
    rows = []
    for term, items in blocks.items():
        cells = part[items]
        missing = int(cells.isna().to_numpy().sum())
        low, high = (float(cells.fillna(end).to_numpy().mean()) for end in (0, TOP))
        row: dict[str, Any] = {"term": term}
        if group:
            row["group"] = group
        if level == "statement":
            row["area"] = held.statements[term].area
        row |= {"estimate": np.nan if missing else low, "low": low, "high": high}
        row |= {"n_items": len(items), "n_missing": missing}
        if level == "area":
            row["requirement"] = str(_begin(cells))
        rows.append(row)
    table = pd.DataFrame(rows)
    status = verdicts(*(table[end].to_numpy() - TOP - 1 for end in ("low", "high")))
    return table.assign(status=status)


def _begin(cells: pd.DataFrame) -> str:
    """Return the statement to begin with: the lowest answer; without any answer the first."""
    means = cells.mean()
    return str(cells.columns[0] if means.isna().all() else means.idxmin())


def _span(low: float, high: float) -> str:
    """Write a level, or the range that missing answers leave."""
    if abs(high - low) < 1e-9:
        return f"{low:.1f}"
    return _("{low} to {high}").format(low=f"{low:.1f}", high=f"{high:.1f}")
