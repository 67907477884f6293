"""A sheet on its way into another shape: columns are taken over one by one, under new names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from cxlab.reading._files.column import Column
from cxlab.reading._files.header import without_markup
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._log import Log, quote

TOKEN = re.compile(r"[A-Za-z_][\w.-]{0,23}")
WIDEST = 24  # of what a name says of an option or row, Chinese letters count twice


class Draft:
    """Collects the columns of a sheet under their new names, with what is known of each."""

    def __init__(self, sheet: Sheet, log: Log) -> None:
        self.sheet, self.log = sheet, log
        self._fresh: dict[str, Column] = {}
        self._known: dict[str, Any] = {
            key: {} for key in ("labels", "words", "sources", "groups", "kinds", "errors", "fields")
        }
        self.roles: dict[str, str] = {}
        self._renamed: list[tuple[str, str]] = []

    def keep(
        self,
        source: str,
        name: str = "",
        *,
        column: Column | None = None,
        label: str = "",
        group: str = "",
        kind: str = "",
    ) -> str:
        """Take a column over; return the name it has now.

        Parameters
        ----------
        source
            Its name in the sheet.
        name
            The new name; the old one when absent. One that is taken gets a number.
        column
            Its cells, where they are others by now.
        label, group, kind
            What is known of it; the label of the sheet stands when there is none here.
        """
        new = self.free(name or source)
        self._fresh[new] = self.sheet.columns[source] if column is None else column
        old = self.sheet
        told = label or old.labels.get(source, "")
        raw = old.sources.get(source, source)
        for key, value in (
            ("labels", told if told != new else ""),
            ("words", old.words.get(source) if column is None else None),
            ("sources", raw if raw != new else ""),
            ("groups", group or old.groups.get(source, "")),
            ("kinds", kind or old.kinds.get(source, "")),
            ("errors", old.errors.get(source)),
            ("fields", old.fields.get(source) if column is None else None),
        ):
            if value:
                self._known[key][new] = value
        if new != source:
            self._renamed.append((raw, new))
        return new

    def told(self, source: str) -> str:
        """Return what the file heads a column with, before repeated names were numbered."""
        raw = without_markup(self.sheet.sources.get(source, source))
        return raw if source.startswith(raw) else source

    def numbered(self, heading: re.Pattern[str]) -> dict[str, list[tuple[str, str]]]:
        """Return the columns of each numbered question, and what stands behind the number."""
        out: dict[str, list[tuple[str, str]]] = {}
        for name in self.sheet.columns:
            if found := heading.fullmatch(self.told(name)):
                out.setdefault(found[1], []).append((name, found[2].strip()))
        return out

    def free(self, name: str) -> str:
        """Return a name that no column has yet."""
        candidate, number = name, 2
        while candidate in self._fresh:
            candidate, number = f"{name}_{number}", number + 1
        return candidate

    def done(self) -> Sheet:
        """Return the sheet in its new shape; how many names changed stands in the log."""
        if self._renamed:
            before, after = self._renamed[0]
            self.log.add(
                "names_short", rows=len(self._renamed), before=quote(before), after=quote(after)
            )
        known: dict[str, Any] = {key: MappingProxyType(table) for key, table in self._known.items()}
        return replace(
            self.sheet,
            columns=MappingProxyType(self._fresh),
            roles=MappingProxyType(self.roles),
            parts=MappingProxyType({}),
            **known,
        )


def token(text: str) -> bool:
    """Tell whether a text is a name already, such as ``sq_p01``, and no question.

    Examples
    --------
    >>> token("sq_p01"), token("How are you?")
    (True, False)
    """
    return bool(TOKEN.fullmatch(text))


def slug(text: str) -> str:
    """Return a text as part of a name.

    Examples
    --------
    >>> slug("Price & service"), slug("其他（请注明）")
    ('Price_service', '其他_请注明')
    """
    bare = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", text)).strip("_")
    width, kept = 0, []
    for letter in bare:
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > WIDEST:
            break
        kept.append(letter)
    return "".join(kept).strip("_")
