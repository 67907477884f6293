"""The seven-step method of customer experience management, as an engine for any firm's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.i18n import _, localized
from cxlab._core.labels import Labels
from cxlab._core.validate import (
    listed,
    mapping,
    one_of,
    pair,
)
from cxlab.frameworks._entry import Entry, Text, field_names, in_both
from cxlab.frameworks._file import read_case, write_yaml
from cxlab.frameworks.case._change import changed
from cxlab.frameworks.case._parts import HEADINGS, Experience, check, doubt_importance
from cxlab.frameworks.case._plain import from_plain, to_plain
from cxlab.frameworks.case._table import experiences_of

if TYPE_CHECKING:
    from cxlab._core.result import Result
    from cxlab.frameworks.case._proof import BreakEvenCurve, ProofResult
    from cxlab.frameworks.case._scores import SheetResult


@dataclass(frozen=True, kw_only=True, repr=False)
class Case:
    """One round of the seven steps for one firm. Frozen: changes give a new case.

    Parameters
    ----------
    name, title, note
        What the case is called, and what a reader should know of its origin.
    experiences
        The types of experience with their cells (steps 2 and 4) and requirements (step 5).
    scale
        Ends of the scale of all cells.
    brand_value
        Step 1: why customers come.
    assumptions
        What the admissible values of missing cells rest on, by cell.
    checks
        Step 6: ``kind`` is strategy, advantage or capability; ``status`` fits, adjust, conflict or
        open.
    sales
        Step 7: sales by number of shops; ``">4"`` where only a lower bound is known.
    round
        1 for the first time round, 2 after :meth:`next_round`.
    sources
        Keys of the references.

    Examples
    --------
    >>> case = Case.load("meiyu")
    >>> step = case.step(3)
    >>> step.keys
    ('convenience',)
    >>> step.tidy().set_index("term").loc["convenience", "weighted"]
    np.float64(-18.0)
    """

    name: str
    experiences: tuple[Experience, ...]
    title: Text = ""
    note: Text = ""
    scale: tuple[float, float] = (0.0, 10.0)
    brand_value: tuple[Entry, ...] = ()
    assumptions: Mapping[str, Text] = field(default_factory=dict)
    checks: tuple[Entry, ...] = ()
    sales: Mapping[int, float | str] = field(default_factory=dict)
    round: int = 1
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check(self)

    @classmethod
    def load(cls, name: str | Path) -> Case:
        """Read a case of the kit by name (``"meiyu"``), or your own YAML file by path.

        Raises
        ------
        SpecError
            There is no such case or file, or it holds an unknown field.
        DataError
            A cell lies outside the scale.
        """
        return cls.from_dict(read_case(name))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Case:
        """Build a case from plain Python, as YAML holds it."""
        case = cls(**from_plain(data, field_names(cls)))
        doubt_importance(case)
        return case

    @classmethod
    def from_frame(
        cls,
        table: pd.DataFrame,
        *,
        name: str = "case",
        title: Text = "",
        scale: tuple[float, float] = (0, 10),
    ) -> Case:
        """Build a case from a firm's own table.

        Parameters
        ----------
        table
            One row per type of experience, its name in the index or in a column ``term``. Columns
            ``actual`` and ``expectation``, optionally ``importance``, ``ideal`` and, in words,
            ``requirement``; an empty cell stays missing and gives bounds. Headings such as
            "Expected" or "期望（2b）" are understood; ``Case.headings()`` lists them.
        scale
            Ends of the scale of all cells.

        Raises
        ------
        DataError
            A column is absent, unknown or holds text, or a value lies outside the scale.

        Examples
        --------
        >>> table = pd.DataFrame({"actual": [6, 5], "expectation": [7, 7], "importance": [8, 9]},
        ...                      index=["food", "waiting"])
        >>> Case.from_frame(table).step(3).keys
        ('waiting',)
        """
        experiences = experiences_of(table)
        case = cls(name=name, title=title, experiences=experiences, scale=pair(scale, "scale"))
        doubt_importance(case)
        return case

    @classmethod
    def from_survey(
        cls,
        data: pd.DataFrame,
        *,
        experience: str = "x_",
        expectation: str = "e_",
        importance: str | None = "w_",
        reasons: str | None = None,
        name: str = "survey",
        title: Text = "",
        scale: tuple[float, float] = (0, 10),
    ) -> Case:
        """Build a case from a survey: steps 1 and 2 come from the answers, the rest follows.

        Parameters
        ----------
        data
            One row per respondent.
        experience, expectation, importance
            Prefixes of the columns, as in :func:`satisfaction`; the cells are the means.
        reasons
            Prefix of the columns (0/1) of a multiple-choice question on why customers come; the
            three reasons ticked most often are the brand value of step 1.
        scale
            Lowest and highest answer that the scale allows.

        Raises
        ------
        DataError
            A column is absent or holds text, an answer lies off the scale, or no row is complete.

        Examples
        --------
        >>> answers = pd.DataFrame({"x_price": [7, 6], "e_price": [7, 8], "x_speed": [4, 5],
        ...                         "e_speed": [7, 6], "why_near": [1, 1], "why_new": [0, 1]})
        >>> case = Case.from_survey(answers, importance=None, reasons="why_")
        >>> case.names, case.brand_value[0].text
        (['price', 'speed'], {'en': 'why_near (100%)', 'zh': 'why_near（100%）'})
        """
        from cxlab.frameworks.case._survey import answered, named_most

        told = () if reasons is None else named_most(data, reasons)
        experiences, note = answered(data, (experience, expectation, importance), scale)
        case = cls(
            name=name,
            title=title or in_both(lambda: _("Seven steps: from the survey")),
            note=note,
            experiences=experiences,
            scale=pair(scale, "scale"),
            brand_value=told,
        )
        doubt_importance(case)
        return case

    def focused(self) -> Case:
        """Return the case with ideals (4a) by the rule of limited resources.

        The key experience goes to the top of the scale. The rest merely satisfies: the ideal is
        what is expected, or what is there already if that is more; empty where it is unknown.

        Raises
        ------
        SpecError
            No key experience follows from the case.

        Examples
        --------
        >>> rule = Case.load("meiyu").focused()
        >>> [each.ideal for each in rule.experiences]
        [7.0, None, None, 7.0, 10.0, 7.0]
        """
        from cxlab.frameworks.case._survey import ideals

        return self.with_values(ideal=ideals(self))

    @staticmethod
    def headings() -> dict[str, tuple[str, ...]]:
        """Return the columns of :meth:`from_frame`, each with the other headings that mean it.

        Examples
        --------
        >>> Case.headings()["importance"]
        ('weight', '2d', '重要性', '重要度', '权重')
        """
        return dict(HEADINGS)

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain Python, without the empty fields."""
        return to_plain(self)

    def to_yaml(self, path: str | Path | None = None) -> str:
        """Return the case as YAML, and write it to ``path`` where one is given."""
        return write_yaml(self.to_dict(), path)

    def with_values(
        self,
        *,
        actual: Mapping[str, float | None] | None = None,
        expectation: Mapping[str, float | None] | None = None,
        importance: Mapping[str, float | None] | None = None,
        ideal: Mapping[str, float | None] | None = None,
        requirement: Mapping[str, Text] | None = None,
        sales: Mapping[int, float | str] | None = None,
        scale: tuple[float, float] | None = None,
    ) -> Case:
        """Return a new case with some cells changed; ``None`` makes a cell missing.

        Parameters
        ----------
        actual, expectation, importance, ideal
            New values by type of experience.
        requirement
            Step 5 in words, by type of experience.
        sales
            Sales by number of shops, in place of all present ones.
        scale
            Other ends of the scale; use ``dataclasses.replace`` for the other fields.

        Raises
        ------
        SpecError
            A name is none of the case's types.
        DataError
            A value lies outside the scale.

        Examples
        --------
        >>> case = Case.load("meiyu")
        >>> case = case.with_values(expectation={"service": 6}, importance={"service": 8})
        >>> case.step(3).tidy().set_index("term").loc["service", "weighted"]
        np.float64(0.0)
        """
        given = {
            "actual": actual,
            "expectation": expectation,
            "importance": importance,
            "ideal": ideal,
            "requirement": requirement,
        }
        case = replace(
            self,
            experiences=changed(self, given),
            sales=self.sales if sales is None else dict(mapping(sales, "sales")),
            scale=self.scale if scale is None else pair(scale, "scale"),
        )
        if importance:
            doubt_importance(case)
        return case

    @property
    def names(self) -> list[str]:
        """The names of the types of experience."""
        return [each.name for each in self.experiences]

    @property
    def labels(self) -> Labels:
        """Readers' names of the types of experience."""
        return {e.name: e.label for e in self.experiences if isinstance(e.label, Mapping)}

    def step(self, number: int) -> Result:
        """Return one of the seven steps.

        1 brand value · 2 experience and expectation · 3 key experience · 4 gap to the ideal ·
        5 requirement · 6 fit with strategy and capabilities · 7 feedback from sales.

        Raises
        ------
        SpecError
            The number is not one of 1 to 7.
        """
        from cxlab.frameworks.case._steps import STEPS

        return STEPS[one_of(number, list(STEPS), "step")](self)

    def steps(self) -> tuple[Result, ...]:
        """Return all seven steps in order."""
        return tuple(self.step(number) for number in range(1, 8))

    def sheet(self) -> SheetResult:
        """Return the whole worksheet, 2a to 4b, missing cells with the bounds that follow."""
        from cxlab.frameworks.case._scores import sheet

        return sheet(self)

    def proof(self, *, drop: str | Sequence[str] = ()) -> ProofResult:
        """Prove which experience is the key one over all admissible values of the missing cells.

        Parameters
        ----------
        drop
            Cells (``"expectation"``, ``"importance"``) whose stated assumption is dropped: the
            missing ones then range over the whole scale.

        Examples
        --------
        >>> case = Case.load("meiyu")
        >>> case.proof().certain, case.proof(drop="expectation").certain
        (True, False)
        """
        from cxlab.frameworks.case._proof import proof

        return proof(self, tuple(listed(drop, "drop")))

    def break_even(self) -> BreakEvenCurve:
        """Return where another experience would take over: expectation against importance.

        Raises
        ------
        SpecError
            No single key experience follows from the case.
        """
        from cxlab.frameworks.case._proof import break_even

        return break_even(self)

    def next_round(self) -> Case:
        """Return the case of the next round: the key experience now leads the brand value.

        All cells are empty: customers have to be asked again.

        Examples
        --------
        >>> [entry.name for entry in Case.load("meiyu").next_round().brand_value]
        ['convenience', 'marked_prices', 'reliable_brand']
        """
        keys = self.sheet().keys
        led = [Entry(e.name, e.label or e.name) for e in self.experiences if e.name in keys]
        rest = [entry for entry in self.brand_value if entry.name not in keys]
        return replace(
            self,
            round=self.round + 1,
            brand_value=(*led, *rest),
            experiences=tuple(Experience(name=e.name, label=e.label) for e in self.experiences),
            assumptions={},
            sales={},
        )

    def __repr__(self) -> str:
        return repr(self.sheet())

    def _repr_html_(self) -> str:
        return self.sheet()._repr_html_()

    def heading(self) -> str:
        """Return the title in the language in use, with the round from the second on."""
        title = localized(self.title) if self.title else self.name
        if self.round == 1:
            return title
        return _("{title}, round {number}").format(title=title, number=self.round)
