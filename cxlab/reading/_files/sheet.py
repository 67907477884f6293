"""A table behind its header: named columns of raw cells, and what the file said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cxlab.reading._codebook import Field
from cxlab.reading._files.column import Column


@dataclass(frozen=True)
class Sheet:
    """Named columns of raw cells.

    Parameters
    ----------
    columns
        By name, in the order of the file.
    lines
        Line of the file of each row, counted from 1.
    labels
        Full text of the question, by column, where it is longer than the name.
    words
        Words of the answers by their code, by column, where the file has them.
    sources
        Name in the file, by column, where it is another.
    parts
        Question and the part of it (row of a matrix, option) that a column belongs to, where the
        header has them in two rows.
    groups
        The question that several columns come from (a matrix, a multiple choice, a ranking), by
        column, such as ``"q3"``.
    kinds
        What a column holds, where a platform's file says so: ``multiple`` (one option of a
        multiple choice, yes or no), ``rank``, ``duration`` (seconds), ``text`` (written beside an
        option).
    roles
        Column of each role: ``id``, ``submitted``, ``started``, ``duration``, ``finished`` (yes
        for those who reached the end, or the moment when they did), ``status``.
    fields
        What cxlab says of a column that it wrote itself, its type above all.
    errors
        Errors of formulas by line, by column.
    dates
        ``dmy``, ``mdy``, ``ymd`` or ``text``, by column or its header, ``"*"`` for all of them,
        where the user says so.
    format, encoding, delimiter, sheet, base_1904
        What the file was.
    layout
        Name of the platform whose export it is; empty for any other table.
    """

    columns: Mapping[str, Column]
    lines: Sequence[int]
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    parts: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kinds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    errors: Mapping[str, Mapping[int, str]] = field(default_factory=lambda: MappingProxyType({}))
    dates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    base_1904: bool = False
    layout: str = ""

    def order(self, name: str) -> str:
        """Return what the user says of the dates in a column; empty where nothing."""
        keys = (name, self.sources.get(name, name), "*")
        return next((self.dates[key] for key in keys if key in self.dates), "")
