"""A survey as a file of SPSS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cxlab._core.saving import saved, target_of
from cxlab.reading._libraries import require
from cxlab.reading._packages import MARK, SPSS
from cxlab.reading._writing.labelled import labelled

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
    require("pyreadstat")
    import pyreadstat

    ready = labelled(survey, SPSS, "1582-10-14", 1)

    def write(fresh: str) -> None:
        pyreadstat.write_sav(
            ready.frame,
            fresh,
            file_label=MARK,
            column_labels=ready.labels,
            variable_value_labels=ready.words,
            variable_format=ready.formats,
            variable_measure={
                name: MEASURES.get(format, "ordinal" if name in ready.words else "scale")
                for name, format in ready.formats.items()
            },
            compress=fresh.endswith(".zsav"),
            row_compress=not fresh.endswith(".zsav"),
        )

    return saved(target_of(path, ".sav", ".zsav"), write)
