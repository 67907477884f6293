"""What a file written by cxlab says of its own columns, so that reading need not guess again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

VERSION = 1
HIDDEN = "_cxlab"  # sheet of a workbook that holds the codebook
TYPES = ("text", "whole", "number", "yes_no", "date", "category")


@dataclass(frozen=True)
class Field:
    """A column as it was written.

    Parameters
    ----------
    name
        Its name, with every sign.
    type
        ``text``, ``whole`` (``Int64``), ``number`` (floats), ``yes_no`` (``boolean``), ``date``
        (``datetime64``) or ``category``.
    text
        The full question; empty where the name says all.
    words
        Words of the answers by their code.
    answers, ordered
        The answers that a category may have, and whether they rise.
    """

    name: str
    type: str
    text: str = ""
    words: Mapping[Any, str] = field(default_factory=lambda: MappingProxyType({}))
    answers: tuple[str, ...] = ()
    ordered: bool = False

    def plain(self) -> dict[str, Any]:
        """Return what JSON can hold; what is empty is left out."""
        own = {
            "name": self.name,
            "type": self.type,
            "text": self.text,
            "words": [[code, word] for code, word in self.words.items()],
            "answers": list(self.answers),
            "ordered": self.ordered,
        }
        return {key: value for key, value in own.items() if value or key in ("name", "type")}

    @classmethod
    def of(cls, plain: Any) -> Field | None:
        """Return the field that was written so; ``None`` where it was not written by cxlab."""
        try:
            words = {code: str(word) for code, word in plain.get("words", ())}
            answers = tuple(map(str, plain.get("answers", ())))
            name, kind, text = plain["name"], plain["type"], str(plain.get("text", ""))
            ordered = plain.get("ordered") is True
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        if not isinstance(name, str) or kind not in TYPES or len(set(answers)) < len(answers):
            return None
        return cls(name, kind, text, words, answers, ordered)


@dataclass(frozen=True)
class Codebook:
    """The columns of a file in their order, how many rows there were, and which held nothing.

    Parameters
    ----------
    rows
        Rows.
    fields
        The columns.
    blank
        Rows in which every cell is empty, counted from 0: reading passes them over otherwise.
    """

    rows: int
    fields: tuple[Field, ...]
    blank: tuple[int, ...] = ()

    def parts(self) -> list[str]:
        """Return one line of JSON for the file and one for each column."""
        head = {"cxlab": VERSION, "rows": self.rows, "blank": self.blank}
        plain = [head, *(each.plain() for each in self.fields)]
        return [json.dumps(each, ensure_ascii=False) for each in plain]

    def document(self) -> str:
        """Return the codebook as one JSON document, a line for each column."""
        return "[\n{}\n]\n".format(",\n".join(self.parts()))

    @classmethod
    def read(cls, document: str) -> Codebook | None:
        """Return the codebook of such a document; ``None`` where it was not written by cxlab."""
        try:
            parts = json.loads(document)
        except (ValueError, RecursionError):
            return None
        return cls.of(list(map(json.dumps, parts))) if isinstance(parts, list) else None

    @classmethod
    def of(cls, parts: list[str]) -> Codebook | None:
        """Return the codebook that was written so; ``None`` where it was not written by cxlab.

        Examples
        --------
        >>> book = Codebook(2, (Field("q1", "whole", words={1: "bad"}), Field("id", "text")))
        >>> Codebook.of(book.parts()) == book, Codebook.of(["{}"])
        (True, None)
        """
        try:
            head, *rest = map(json.loads, parts)
        except (ValueError, RecursionError):
            return None
        if not isinstance(head, dict) or head.get("cxlab") != VERSION:
            return None
        fields = [each for each in map(Field.of, rest) if each]
        rows, blank = head.get("rows"), head.get("blank")
        names = {each.name for each in fields}
        if len(fields) < len(rest) or len(names) < len(fields):
            return None
        if type(rows) is not int or not isinstance(blank, list):
            return None
        if not all(type(row) is int and 0 <= row < rows for row in blank):
            return None
        return cls(rows, tuple(fields), tuple(sorted(set(blank))))


def beside(path: Path) -> Path:
    """Return where the codebook of a CSV lies."""
    return path.with_suffix(".codebook.json")
