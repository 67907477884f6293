"""Read a file of the real world into a clean frame and a log, or refuse it in plain words."""

from __future__ import annotations

from typing import Any

from cxlab._core import validate
from cxlab._core.errors import CxError, DataError, SpecError
from cxlab._core.i18n import _
from cxlab.reading._cells.frame import framed
from cxlab.reading._files.limits import Limits
from cxlab.reading._files.opened import opened
from cxlab.reading._files.source import fetch
from cxlab.reading._log import Log
from cxlab.reading._result import Table


def table(
    source: Any,
    *,
    name: str | None = None,
    sheet: str | int | None = None,
    limit_mb: float = 25,
    max_rows: int = 200_000,
    max_columns: int = 2_000,
    keep_personal: bool = False,
) -> Table:
    r"""Read a CSV, TSV, Excel or OpenDocument file into a clean frame and a log of every change.

    Parameters
    ----------
    source
        A path, bytes, or an open binary file.
    name
        Name of the file where ``source`` has none; only its ending is used.
    sheet
        Name or number (from 0) of the sheet of a workbook; the first visible one with cells
        when absent.
    limit_mb
        The most megabytes that are read; a workbook may unpack to 20 times as much.
    max_rows, max_columns
        The most rows and columns that are read.
    keep_personal
        Keep columns with phone numbers, ID numbers, e-mail or IP addresses; they are left out
        otherwise.

    Returns
    -------
    Table
        ``data`` is the frame, ``log`` has one row for each change and each doubt.

    Raises
    ------
    DataError
        The file is empty, damaged, locked, too large, of another kind, or not one table.
    SpecError
        There is no such file or sheet, or an option is wrong.

    Examples
    --------
    >>> read = table("门店,满意度\n中环,４\n旺角,5\n".encode("gb18030"))
    >>> read.data["满意度"].tolist(), read.log["rule"].tolist()
    ([4, 5], ['encoding', 'full_width'])
    """
    megabytes = validate.inside(limit_mb, 0.001, 10_000, "limit_mb")
    limits = Limits(
        validate.whole(max_rows, "max_rows"), validate.whole(max_columns, "max_columns"), megabytes
    )
    validate.one_of(keep_personal, (True, False), "keep_personal")
    if name is not None:
        validate.text(name, "name")
    if isinstance(sheet, bool) or not isinstance(sheet, str | int | None):
        raise SpecError(
            _("sheet = {value} must be the name of a sheet, or its number from 0.").format(
                value=validate.brief(sheet)
            )
        )
    content, ending = fetch(source, name, megabytes)
    try:
        return _read(content, ending, sheet, limits, keep_personal)
    except CxError:
        raise
    except Exception as error:  # a file nobody foresaw: still refused in words
        raise DataError(
            _(
                "The file cannot be read as a table ({reason}). Open it in Excel or WPS, check "
                "that it is one table with a header, and save it as .xlsx or CSV UTF-8."
            ).format(reason=type(error).__name__)
        ) from error


def _read(
    content: bytes, ending: str, sheet: str | int | None, limits: Limits, keep_personal: bool
) -> Table:
    log = Log()
    found = opened(content, ending, sheet, limits, log)
    return Table(
        data=framed(found, keep_personal, log),
        log=log.frame(),
        format=found.format,
        encoding=found.encoding,
        delimiter=found.delimiter,
        sheet=found.sheet,
    )
