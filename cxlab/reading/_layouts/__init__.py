"""Exports of survey platforms: recognised by their marks, and given the shape of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab.reading._files.grid import Grid
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import (
    google,
    limesurvey,
    microsoft,
    plain,
    qualtrics,
    surveymonkey,
    tencent,
    wenjuanxing,
)
from cxlab.reading._layouts.layout import NEEDED, Layout, Look
from cxlab.reading._layouts.words import named
from cxlab.reading._log import Log, quote

PLAIN = "plain"  # a table of no platform: nothing is taken apart
LAYOUTS: dict[str, Layout] = {
    each.name: each
    for each in (
        wenjuanxing.LAYOUT,
        tencent.LAYOUT,
        qualtrics.LAYOUT,
        limesurvey.LAYOUT,
        surveymonkey.LAYOUT,
        google.LAYOUT,
        microsoft.LAYOUT,
    )
}


def checked(wanted: Any) -> str | None:
    """Return the name of a layout, given by any of its names; ``None`` to recognise it.

    Raises
    ------
    SpecError
        There is no such layout.
    """
    known = [*LAYOUTS, PLAIN]
    if wanted is None:
        return None
    name = named(wanted) if isinstance(wanted, str) else wanted
    if isinstance(name, str) and name in known:
        return name
    raise SpecError(
        _(
            "layout = {value} is not known. Choose one of: {known}; or leave it out, and the "
            "platform is recognised by its marks."
        ).format(value=quote(wanted), known=listing(known))
    )


def recognised(grid: Grid, wanted: str | None, log: Log) -> Layout | None:
    """Return the platform whose export a file is, by its marks; the wanted one if it has any.

    Raises
    ------
    SpecError
        The wanted platform writes marks of which the file has none.
    """
    look = Look.of(grid)
    if wanted in LAYOUTS:
        best = LAYOUTS[wanted]
        found = best.marks(look)
        if not found:
            raise _without_marks(best)
    else:
        marks = {name: each.marks(look) for name, each in LAYOUTS.items()}
        name = max(marks, key=lambda each: sum(marks[each].values()))
        best, found = LAYOUTS[name], marks[name]
        if sum(found.values()) < NEEDED:
            return None
    if wanted != PLAIN:
        before = quote(", ".join(sorted(found, key=lambda mark: -found[mark])))
        log.add("layout", before=before, after=best.name)
    return best


def _without_marks(layout: Layout) -> SpecError:
    return SpecError(
        _(
            "The file is not an export of {platform}: it has none of its marks ({marks}). "
            "Choose another layout, or leave it out, and the platform is recognised."
        ).format(platform=_(layout.words), marks=listing(layout.wanted))
    )


def shaped(sheet: Sheet, layout: Layout | None, log: Log) -> Sheet:
    """Return the sheet in the shape of a table: short names, one column to an option, roles."""
    if layout is None:
        return plain.shape(sheet, log)
    return replace(layout.shape(sheet, log), layout=layout.name)
