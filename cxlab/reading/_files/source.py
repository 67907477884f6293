"""From whatever holds a file to its bytes, within the limit, and to what kind of file it is."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from cxlab._core.arguments import kind as type_name
from cxlab._core.errors import CxError, DataError, SpecError
from cxlab._core.i18n import _, listing
from cxlab.reading._files.limits import too_large

TYPED = ("sav", "zsav", "por", "dta", "sas7bdat", "xpt", "parquet")  # files that know their types
READ = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", *TYPED)
WORKBOOKS = {"xlsx", "xlsm", "xls", "ods"}
LEGACY = bytes.fromhex("d0cf11e0a1b11ae1")  # Office before 2007, and encrypted files since
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
MARKS = (
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"<stata_dta>", "dta"),
    (b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!", "xpt"),
    (b"HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!", "xpt"),
    (bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011"), "sas7bdat"),
    (b"PAR1", "parquet"),
)
OLD_STATA = re.compile(rb"[\x69\x6c-\x73][\x01\x02]\x01\x00")  # version, order of bytes, kind
SOMETHING = re.compile(rb"[^\x00 \t\r\n\xef\xbb\xbf\xff\xfe]")
PORTABLE = b"SPSS PORT FILE"  # stands in the first lines of a portable file


def fetch(source: Any, name: str | None, megabytes: float) -> tuple[bytes, str]:
    """Return the bytes of a source and the ending of its name, in small letters.

    Raises
    ------
    DataError
        The file is empty, over the limit, or cannot be read.
    SpecError
        There is no such file, or the source is no file at all.
    """
    most = int(megabytes * 1_000_000)
    if isinstance(source, str | os.PathLike):
        content, name = _from_path(source, most), name or os.fspath(source)
    elif isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source[: most + 1])
        most = most if len(content) == len(memoryview(source).cast("B")) else len(content) - 1
    elif hasattr(source, "read"):
        content, name = _from_buffer(source, most), name or _name_of(source)
    else:
        raise SpecError(
            _(
                "Give a path, bytes or an open file, not {kind}. A DataFrame need not be read."
            ).format(kind=type_name(source))
        )
    if len(content) > most:
        raise too_large(megabytes)
    if not SOMETHING.search(content):
        raise DataError(_("The file is empty. Check that it was saved, and upload it again."))
    return content, PurePosixPath(str(name or "").replace("\\", "/")).suffix[1:].lower()


def _from_path(source: Any, most: int) -> bytes:
    try:
        with Path(source).open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError, TypeError) as error:
        raise SpecError(
            _("There is no file {name}. Check the folder and the spelling.").format(
                name=repr(str(source)[-200:])
            )
        ) from error


def _from_buffer(source: Any, most: int) -> bytes:
    try:
        content = source.read(most + 1)
    except Exception as error:
        raise DataError(
            _(
                "The open file cannot be read: {reason}. Open it again in binary mode ('rb')."
            ).format(reason=type(error).__name__)
        ) from error
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    if not isinstance(content, bytes | bytearray | memoryview):
        raise SpecError(
            _("An open file must give bytes, not {kind}. Open it in binary mode ('rb').").format(
                kind=type_name(content)
            )
        )
    return bytes(content)


def _name_of(source: Any) -> str | None:
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None


def kind_of(content: bytes, ending: str) -> str:
    """Return what a file is by its content: ``"text"`` or an ending such as ``"xlsx"``, ``"sav"``.

    Raises
    ------
    DataError
        It is something that is not read, or a web page saved as a workbook.
    """
    if content.startswith(LEGACY):
        return _legacy(content, ending)
    if content.startswith(b"PK"):
        return _packed(content)
    for mark, kind in MARKS:
        if content.startswith(mark):
            return kind
    if OLD_STATA.match(content):
        return "dta"
    if PORTABLE in content[:500]:
        return "por"
    for mark, word in FOREIGN:
        if content.startswith(mark):
            raise unknown(word)
    start = content[:1000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise DataError(
            _(
                "The file is a web page (HTML or XML) with the ending of a table. "
                "Open it in Excel or WPS, save it as .xlsx, and upload that."
            )
        )
    if start.startswith((b'{"', b"[{", b"{\r", b"{\n")):
        raise unknown("JSON")
    if ending not in {*READ, "", "tab", "dat"}:
        raise unknown(f".{ending[:12]}" if ending.isalnum() else "?")
    return "text"


def unknown(word: str) -> CxError:
    """Say that a kind of file is not read, and which are."""
    return DataError(
        _(
            "Files of type {kind} cannot be read. Use one of: {allowed}. Excel and WPS "
            "save any table as .xlsx or CSV UTF-8."
        ).format(kind=word, allowed=listing(READ))
    )


def locked() -> CxError:
    """Say that a workbook asks for a password, and the way out."""
    return DataError(
        _(
            "The workbook is protected by a password and cannot be read. Open it in Excel or WPS, "
            "remove the password (File, Info, Protect Workbook), save it, and upload it again."
        )
    )


def _legacy(content: bytes, ending: str) -> str:
    names = content.replace(b"\x00", b"")
    if b"EncryptedPackage" in names or b"EncryptionInfo" in names:
        raise locked()
    if b"WordDocument" in names and ending not in WORKBOOKS:
        raise unknown("Word")
    return "xls"


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = set(archive.namelist())
    except Exception as error:  # zipfile raises half a dozen kinds on damaged archives
        raise damaged() from error
    if any(name.lower() == "xl/workbook.xml" for name in inside):
        return "xlsx"
    if "content.xml" in inside and "mimetype" in inside:
        return "ods"
    if "xl/workbook.bin" in inside:
        raise unknown(".xlsb")
    if "word/document.xml" in inside:
        raise unknown("Word")
    if "[Content_Types].xml" in inside:
        raise damaged()
    raise unknown("zip")


def damaged() -> CxError:
    """Say that a workbook is broken, and the way out."""
    return DataError(
        _(
            "The workbook is damaged: it cannot be opened. Upload it again; if that does "
            "not help, open it in Excel or WPS and save it again."
        )
    )
