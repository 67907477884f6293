"""Read a file of the real world into a clean frame and a log, or refuse it in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cxlab._core import validate
from cxlab._core.errors import CxError, DataError, SpecError
from cxlab._core.i18n import _
from cxlab.reading._cells.frame import framed
from cxlab.reading._files.limits import Limits, limits_of
from cxlab.reading._files.own import own_text
from cxlab.reading._files.source import fetch
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._log import Log
from cxlab.reading._opened import opened
from cxlab.reading._result import Table


def table(
    source: Any,
    *,
    name: str | None = None,
    sheet: str | int | None = None,
    mapping: ItemMap | str | Path | None = None,
    limits: Limits | None = None,
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
    mapping
        An :class:`ItemMap`, or the path of one saved as YAML, of which only ``dates`` counts here:
        in what order day, month and year stand where the file leaves it open.
    limits
        The most that is read: ``Limits(megabytes=200, rows=2_000_000, columns=2_000)`` when absent.
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
    most = limits_of(limits)
    validate.one_of(keep_personal, (True, False), "keep_personal")
    if name is not None:
        validate.text(name, "name")
    log, where = Log(), sheet_named(sheet)
    dates = (ItemMap.of(mapping) or ItemMap()).dates
    content, ending = fetch(source, name, most.megabytes)
    with in_words():
        found = own_text(content, source, most, log) or opened(
            content, ending, where, most, log, dates=dates
        )
        del content  # large, and read
        data = framed(found, keep_personal, log)
    return Table(
        data=data,
        log=log.frame(),
        format=found.format,
        encoding=found.encoding,
        delimiter=found.delimiter,
        sheet=found.sheet,
    )


def sheet_named(sheet: Any) -> str | int | None:
    """Return the name or number of a sheet.

    Raises
    ------
    SpecError
        It is neither.
    """
    if isinstance(sheet, bool) or not isinstance(sheet, str | int | None):
        raise SpecError(
            _("sheet = {value} must be the name of a sheet, or its number from 0.").format(
                value=validate.brief(sheet)
            )
        )
    return sheet


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what nobody foresaw in a file into a refusal in words."""
    try:
        yield
    except CxError:
        raise
    except Exception as error:
        raise DataError(
            _(
                "The file cannot be read as a table ({reason}). Open it in Excel or WPS, check "
                "that it is one table with a header, and save it as .xlsx or CSV UTF-8."
            ).format(reason=type(error).__name__)
        ) from error
