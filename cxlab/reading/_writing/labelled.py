"""A survey as SPSS and Stata hold it: numbers with labels, names that they allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab.reading._codebook import Field
from cxlab.reading._packages import Package
from cxlab.reading._writing.columns import EXACT, columns_of, numbers

if TYPE_CHECKING:
    import pandas as pd

    from cxlab.reading._survey import Survey


@dataclass(frozen=True)
class Labelled:
    """What pyreadstat writes: a frame of numbers and texts, and what they mean."""

    frame: pd.DataFrame
    labels: dict[str, str]
    words: dict[str, dict[float, str]]
    formats: dict[str, str]


def labelled(survey: Survey, package: Package, start: str, unit: float) -> Labelled:
    """Return a survey as a statistics package holds it.

    Parameters
    ----------
    start, unit
        When the package begins to count the time, and how many of its units a second has.

    Raises
    ------
    SpecError
        A number or a text is larger than the package can hold.
    """
    import pandas as pd

    columns = columns_of(survey)
    fields = columns.book.fields
    names = package.names([field.name for field in fields])
    cells: dict[str, Any] = {}
    words: dict[str, dict[float, str]] = {}
    formats: dict[str, str] = {}
    for name, field, values in zip(names, fields, columns.cells, strict=True):
        field = _held(field, values, package)
        if field.type == "text":
            _within(values, field, package)
            cells[name] = pd.Series(["" if cell is None else cell for cell in values], dtype=object)
            continue
        if field.type == "date":
            cells[name] = _counted(values, start, unit)
        else:
            cells[name] = numbers(values, field)
        _known(cells[name], field, package)
        words[name] = _words(field, package)
        ordered = "ordered" if field.ordered else field.type
        formats[name] = package.formats.get(ordered) or package.decimals(cells[name])
    pairs = zip(names, fields, strict=True)
    labels = {name: package.told(name, field.name, field.text) for name, field in pairs}
    return Labelled(
        pd.DataFrame(cells), labels, {name: each for name, each in words.items() if each}, formats
    )


def _held(field: Field, values: list[Any], package: Package) -> Field:
    """Return a category whose words are too long for labels as texts, and so numbers too long."""
    long = any(package.size(word) > package.word for word in field.answers)
    large = field.type == "whole" and any(abs(each) > EXACT for each in values if each is not None)
    return Field(field.name, "text", field.text) if long or large else field


def _within(values: list[Any], field: Field, package: Package) -> None:
    values[:] = [None if cell is None else str(cell) for cell in values]
    if any(package.size(cell) > package.text for cell in values if cell is not None):
        raise SpecError(
            _(
                "A text in {name} is longer than this kind of file can hold ({most:,}). Write "
                "Parquet instead, or leave the column out."
            ).format(name=repr(field.name), most=package.text)
        )


def _known(values: Any, field: Field, package: Package) -> None:
    if (np.abs(values[~np.isnan(values)]) > package.largest).any():
        raise SpecError(
            _(
                "A number in {name} is larger than this kind of file can hold ({most:.3g}). Write "
                "Parquet instead, or leave the column out."
            ).format(name=repr(field.name), most=package.largest)
        )


def _counted(values: list[Any], start: str, unit: float) -> Any:
    """Return dates as counts of the package's unit of time, thousandths of a second kept."""
    gone = np.array([value is None for value in values], bool)
    begin = np.datetime64(start, "ms")
    stamps = np.array([start if value is None else value for value in values], "datetime64[ms]")
    return np.where(gone, np.nan, (stamps - begin).astype(float) * unit / 1e3)


def _words(field: Field, package: Package) -> dict[float, str]:
    """Return the words of each number."""
    if field.type == "category":
        return {float(number): word for number, word in enumerate(field.answers, 1)}
    if field.type == "yes_no":
        return {0.0: _("no"), 1.0: _("yes")}
    return {float(code): package.cut(word, package.word) for code, word in field.words.items()}
