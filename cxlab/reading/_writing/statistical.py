"""A survey as a file of SPSS or Stata, questions and answer words as its labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.saving import saved, target_of
from cxlab.reading._libraries import require
from cxlab.reading._packages import MARK, SPSS, STATA
from cxlab.reading._writing.labelled import Labelled, labelled

if TYPE_CHECKING:
    from cxlab.reading._survey import Survey

MEASURES = {"F1.0": "nominal", "F4.0": "nominal", "F5.0": "ordinal"}


def write_sav(survey: Survey, path: str | Path) -> Path:
    """Write the answers as an SPSS file; :func:`cxlab.read` gives the same frame again.

    Questions become labels of variables and answer words value labels. A name that SPSS does not
    allow (spaces, brackets, more than 64 bytes) is made legal; the own name then stands at the
    start of the label. Moments are kept to the thousandth of a second, labels to 255 bytes.

    Parameters
    ----------
    path
        A name that ends with ``.sav``, or ``.zsav`` for a packed file; a file of that name is
        replaced.

    Raises
    ------
    MissingExtra
        pyreadstat is not installed.
    SpecError
        A text has more than 32,767 bytes.
    """
    target = target_of(path, ".sav", ".zsav")
    packed = target.suffix.lower() == ".zsav"
    ready = labelled(survey, SPSS, "1582-10-14", 1)
    measures = {
        name: MEASURES.get(format, "ordinal" if name in ready.words else "scale")
        for name, format in ready.formats.items()
    }
    return _written(
        "write_sav",
        ready,
        target,
        variable_measure=measures,
        compress=packed,
        row_compress=not packed,
    )


def write_stata(survey: Survey, path: str | Path) -> Path:
    """Write the answers as a Stata file; :func:`cxlab.read` gives the same frame again.

    Questions become labels of variables and answer words value labels. A name that Stata does not
    allow (spaces, brackets, more than 28 signs) is made legal; the own name then stands at the
    start of the label. Moments are kept to the thousandth of a second, labels to 80 signs.

    Parameters
    ----------
    path
        A name that ends with ``.dta``; a file of that name is replaced. Stata 14 and newer read it.

    Raises
    ------
    MissingExtra
        pyreadstat is not installed.
    SpecError
        A number is larger than Stata holds.
    """
    return _written(
        "write_dta", labelled(survey, STATA, "1960-01-01", 1e3), target_of(path, ".dta")
    )


def _written(writer: str, ready: Labelled, target: Path, **own: Any) -> Path:
    """Write what both packages hold, and what is a package's own."""
    require("pyreadstat")
    import pyreadstat

    def write(fresh: str) -> None:
        getattr(pyreadstat, writer)(
            ready.frame,
            fresh,
            file_label=MARK,
            column_labels=ready.labels,
            variable_value_labels=ready.words,
            variable_format=ready.formats,
            **own,
        )

    return saved(target, write)
