"""Where a page's data come from: the kit, a visitor's file, or a frame that a researcher gives."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from cxlab._core.i18n import _, listing
from cxlab.dashboards._call import literal
from cxlab.dashboards._plan import Plan
from cxlab.reading._files.source import READ
from cxlab.widgets._view import View, view

UPLOAD = "upload"  # in the address
GIVEN = "given"
_LIMIT_MB = 25  # unless whoever runs the pages says another
_LIMIT_ROWS = 200_000
ACCEPTED = ",".join(f".{ending}" for ending in READ)
_MB = 1_000_000  # bytes; a part that comes from the browser has about as many


@dataclass(frozen=True)
class Source:
    """Data, and how a program gets them.

    Parameters
    ----------
    name
        In the address: a name of the kit, ``"upload"`` or ``"given"``.
    data
        What the calls know as ``data``.
    opening
        The line of Python that makes it.
    about
        What a reader sees of it: a card of the kit, or the log of what was mended in a file.
    """

    name: str
    data: Any
    opening: str
    about: Any = None


def of_kit(plan: Plan, name: str) -> Source:
    """Load data of the kit."""
    about = plan.describe(name) if plan.describe else None
    return Source(name, plan.load(name), plan.loading.format(name=literal(name)), about)


def of_file(plan: Plan, content: bytes, name: str) -> Source:
    """Read a visitor's file.

    Raises
    ------
    CxError
        The file cannot be read, or the page cannot use what it holds.
    """
    from cxlab import reading

    limits = reading.Limits(megabytes=limit_mb(), rows=_LIMIT_ROWS)
    if not plan.survey:
        table = reading.table(content, name=name, limits=limits)
        opened = f"cx.reading.table({literal(name)}).data"
        return Source(UPLOAD, plan.take(table.data), plan.taking.format(table=opened), table)
    file = io.BytesIO(content)
    file.name = name
    survey = reading.read(file, plan.instrument, limits=limits)
    asked = "" if plan.instrument is None else f", {literal(plan.instrument)}"
    opened = f"cx.read({literal(name)}{asked}).data"
    return Source(UPLOAD, plan.take(survey.data), plan.taking.format(table=opened), survey)


def of_caller(plan: Plan, data: Any) -> Source:
    """Use what a researcher gives."""
    lines = [_("# data is what this page was made with")]
    if plan.taking != Plan.taking:
        lines.append(plan.taking.format(table="data"))
    return Source(GIVEN, plan.take(data), "\n".join(lines))


def limit_mb() -> int:
    """Return the largest file in MB: what the server allows (``CXLAB_UPLOAD_MB``), else 25."""
    text = os.environ.get("CXLAB_UPLOAD_MB", "")
    return int(text) if text.isdecimal() and int(text) > 0 else _LIMIT_MB


def _formats() -> list[str]:
    """Return the kinds of files that are read here: some need a library that may be absent."""
    kinds = ["CSV", "Excel"]
    if find_spec("pyreadstat"):
        kinds += [_("SPSS (.sav)"), _("Stata (.dta)")]
    return kinds + ["Parquet"] * bool(find_spec("polars"))


def uploader(take: Callable[[bytes, str], None]) -> View:
    """Return the button for a file; it comes in parts, ``take`` gets it whole."""
    made, limit = view("upload"), limit_mb()
    parts: list[bytes] = []
    made.show(
        [],
        words=_("Open a file of your own …"),
        hint=_(
            "{formats}, up to {mb} MB; it stays on this server only while the page is open"
        ).format(formats=listing(_formats()), mb=limit),
        accept=ACCEPTED,
        limit=limit * _MB,
        too_large=_(
            "The file has {mb} MB, and {limit} MB is the limit. Leave out columns or rows, or open "
            "it in a notebook."
        ).format(mb="{mb}", limit=limit),
        reading=_("Reading the file …"),
    )

    def collect(_view: View, message: Any, buffers: Any) -> None:
        said = message if isinstance(message, dict) else {}
        if said.get("kind") != "part" or not buffers:
            return
        if said.get("place") == 0:
            parts.clear()
        elif said.get("place") != len(parts) or len(parts) > limit:
            parts.clear()  # a part is lost, or there are more than the limit has
            return
        parts.append(bytes(buffers[0]))
        if sum(map(len, parts)) > limit * _MB:
            parts.clear()
        elif len(parts) == said.get("count"):
            content = b"".join(parts)
            parts.clear()
            take(content, str(said.get("name"))[:200])
            made.send({"kind": "taken"})  # used or refused: the button asks for the next

    made.on_msg(collect)
    return made
