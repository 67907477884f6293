"""A table behind its header: named columns of raw cells, and what the file said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

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
    roles
        Column of each role that a platform's file names: ``id``, ``submitted``, ``started``,
        ``duration``, ``finished``, ``status``.
    errors
        Errors of formulas by line, by column.
    format, encoding, delimiter, sheet, base_1904
        What the file was.
    layout
        Name of the platform whose export it is; empty for any other table.
    """

    columns: Mapping[str, Column]
    lines: Sequence[int]
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    errors: Mapping[str, Mapping[int, str]] = field(default_factory=lambda: MappingProxyType({}))
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    base_1904: bool = False
    layout: str = ""
