"""A survey as a file of Stata."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxlab._core.saving import saved, target_of
from cxlab.reading._libraries import require
from cxlab.reading._packages import MARK, STATA
from cxlab.reading._writing.labelled import labelled

if TYPE_CHECKING:
    from cxlab.reading._survey import Survey


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
    require("pyreadstat")
    import pyreadstat

    ready = labelled(survey, STATA, "1960-01-01", 1e3)

    def write(fresh: str) -> None:
        pyreadstat.write_dta(
            ready.frame,
            fresh,
            file_label=MARK,
            column_labels=ready.labels,
            variable_value_labels=ready.words,
            variable_format=ready.formats,
        )

    return saved(target_of(path, ".dta"), write)
