"""What a case is made of: its types of experience, and the checks of their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.validate import finite, one_of, pair, text, whole
from cxlab.frameworks._entry import Text, field_names, known, named, plain, worded

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case

CELLS = ("actual", "expectation", "importance", "ideal")
HEADINGS = {  # of a firm's own table; "experience" is none, for it may mean the type or the score
    "term": (
        "type",
        "experience type",
        "type of experience",
        "item",
        "name",
        "体验类型",
        "类型",
        "项目",
        "名称",
    ),
    "actual": ("actual experience", "perceived", "perception", "2a", "实际体验", "实际", "感知"),
    "expectation": ("expected", "expectations", "2b", "期望", "期望值", "预期"),
    "importance": ("weight", "2d", "重要性", "重要度", "权重"),
    "ideal": ("ideal experience", "4a", "理想体验", "理想", "理想值"),
    "requirement": ("required", "需求", "要求"),
}


@dataclass(frozen=True, kw_only=True)
class Experience:
    """One type of experience in a case; ``None`` marks a cell that nobody has measured.

    Parameters
    ----------
    name, label
        The name for code, and the name for readers.
    actual, expectation, importance, ideal
        The cells 2a, 2b, 2d and 4a on the scale of the case.
    admissible
        Lowest and highest value of a missing cell, by cell; the whole scale where absent.
    requirement
        Step 5: what would close the gap to the ideal.
    """

    name: str
    label: Text = ""
    actual: float | None = None
    expectation: float | None = None
    importance: float | None = None
    ideal: float | None = None
    admissible: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    requirement: Text = ""

    def cell(self, name: str) -> float | None:
        """Return one of the four cells."""
        return getattr(self, name)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Experience:
        """Read what ``to_dict`` writes."""
        given = known(data, field_names(cls), _("An experience of the case"))
        name = named(given.get("name"), _("An experience of the case"))
        cells = {cell: finite(given[cell], f"{cell} ({name})") for cell in CELLS if cell in given}
        spans = known(given.get("admissible", {}), CELLS, _("'admissible'"))
        spans = {cell: pair(span, f"{cell} ({name})") for cell, span in spans.items()}
        return cls(**{**given, **cells, "name": name, "admissible": spans})

    def to_dict(self) -> dict[str, Any]:
        """Return plain Python, without the empty fields."""
        out: dict[str, Any] = {"name": self.name}
        if self.label:
            out["label"] = plain(self.label)
        out |= {cell: self.cell(cell) for cell in CELLS}
        if self.admissible:
            out["admissible"] = {cell: list(span) for cell, span in self.admissible.items()}
        return out | ({"requirement": plain(self.requirement)} if self.requirement else {})


def check(case: Case) -> None:
    """Refuse doubled names, words that are none, a scale upside down, and cells outside it."""
    if not text(case.name, "name") or not case.experiences:
        raise SpecError(_("A case needs a name and its experiences. Add both."))
    whole(case.round, "round")
    for words, place in (
        (case.title, "title"),
        (case.note, "note"),
        *((words, f"assumptions ({cell})") for cell, words in case.assumptions.items()),
        *((each.label, f"label ({each.name})") for each in case.experiences),
        *((each.requirement, f"requirement ({each.name})") for each in case.experiences),
    ):
        worded(words, place)
    low, high = case.scale
    if not low < high:
        raise SpecError(
            _("scale = ({low:g}, {high:g}) must run from low to high, such as (0, 10).").format(
                low=low, high=high
            )
        )
    for name in case.names:
        if case.names.count(name) > 1:
            raise SpecError(
                _("The case names {name!r} twice. Give each experience a name of its own.").format(
                    name=name
                )
            )
    for each in case.experiences:
        for cell in CELLS:
            if cell == "importance" and _in_points(case):
                continue
            for value in (each.cell(cell), *each.admissible.get(cell, ())):
                _check_cell(case, each.name, cell, value)
        for cell, (least, most) in each.admissible.items():
            if least > most:
                raise SpecError(
                    _(
                        "The admissible {cell} of {name!r} runs from {least:g} to {most:g}. "
                        "Give the lower value first."
                    ).format(cell=cell, name=each.name, least=least, most=most)
                )
    for entry in case.checks:
        one_of(entry.kind, ("strategy", "advantage", "capability"), "kind")
        one_of(entry.status or "open", ("fits", "adjust", "conflict", "open"), "status")


def _check_cell(case: Case, name: str, cell: str, value: float | None) -> None:
    low, high = case.scale
    if value is not None and not low <= value <= high:
        raise DataError(
            _(
                "{cell} of {name!r} is {value:g}, but must lie in {low:g}-{high:g}. "
                "Correct it, leave it empty if nobody knows it, or state another scale."
            ).format(cell=cell, name=name, value=value, low=low, high=high)
        )


def _given_importance(case: Case) -> list[float]:
    return [each.importance for each in case.experiences if each.importance is not None]


def _in_points(case: Case) -> bool:
    """Whether the importances share out 100 points instead of using the scale."""
    given = _given_importance(case)
    shared = len(given) == len(case.experiences) and abs(sum(given) - 100) <= 1
    return shared and min(given) >= 0 and max(given) > case.scale[1]


def doubt_importance(case: Case) -> None:
    """Warn of importances that seem to be on another scale than the case's."""
    given = _given_importance(case)
    if not given:
        return
    if _in_points(case):
        seen = _("shares of 100 points")
    elif len(given) > 1 and case.scale[1] > 1 and max(given) <= 1:
        seen = _("shares of 1")
    elif len(given) > 2 and case.scale[1] > 5 and max(given) <= 5:
        seen = _("answers on a scale up to 5")
    else:
        return
    warn(
        _(
            "importance ({values}) looks like {seen}, not like the scale {low:g}-{high:g}. "
            "The ranking of step 3 stands if none is missing; its size cannot be compared with "
            "other cases."
        ).format(
            values=listing(f"{value:g}" for value in given),
            seen=seen,
            low=case.scale[0],
            high=case.scale[1],
        )
    )
