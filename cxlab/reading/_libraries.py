"""Libraries that only some files need, and what is said where one is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from cxlab._core.errors import MissingExtra
from cxlab._core.i18n import N_, _

NEEDED = {
    "python_calamine": N_(
        "Workbooks need python-calamine. Run: pip install python-calamine, or save as CSV."
    ),
    "pyreadstat": N_(
        "SPSS, Stata and SAS files need pyreadstat. Run: pip install 'cxlab[survey]', "
        "or use .xlsx or CSV."
    ),
    "polars": N_("Parquet files need polars. Run: pip install 'cxlab[survey]', or use CSV."),
}


def require(library: str) -> None:
    """Raise unless a library is installed.

    Raises
    ------
    MissingExtra
        It is not; the message says how to install it.
    """
    if find_spec(library) is None:
        raise MissingExtra(_(NEEDED[library]))
