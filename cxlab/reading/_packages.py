"""What SPSS and Stata allow a column to be called, and how its own name and type are kept there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

MARK = "cxlab"  # label of the files that cxlab writes
BETWEEN = " | "  # stands between a name and the question in a label


@dataclass(frozen=True)
class Package:
    """The rules of a statistics package.

    Parameters
    ----------
    size
        How long a name is.
    most
        The longest name.
    label, word, text
        The longest label of a column, label of a value, and text, by ``size``.
    largest
        The largest number.
    first
        What stands before a name that begins with no letter.
    reserved
        Words, in small letters, that are no names.
    number, formats
        Format of numbers with decimals, and of each other type; reading knows the type by it.
    """

    size: Callable[[str], int]
    most: int
    label: int
    word: int
    text: int
    largest: float
    first: str
    reserved: frozenset[str]
    number: str
    formats: dict[str, str]

    def decimals(self, values: np.ndarray) -> str:
        """Return the format of numbers that shows their decimals, six at most."""
        known = values[np.isfinite(values)]
        enough = [n for n in range(1, 6) if np.array_equal(np.round(known, n), known)]
        return self.number.format(width=16, decimals=enough[0] if enough else 6)

    def cut(self, text: str, most: int) -> str:
        """Return as much of a text as there is room for."""
        text = text[:most]
        while self.size(text) > most:
            text = text[:-1]
        return text

    def legal(self, name: str) -> str:
        """Return the name as the package allows it, though another column may have it.

        Examples
        --------
        >>> SPSS.legal("1 满意度(1-5)"), STATA.legal("int")
        ('q1_满意度_1_5', 'int_')
        """
        plain = re.sub(r"\W+", "_", "".join(map(_letter, name))).rstrip("_")
        plain = plain if plain[:1].isalpha() else f"{self.first}{plain}"
        plain = f"{plain}_" if plain.lower() in self.reserved else plain
        return self.cut(plain, self.most)

    def names(self, names: Iterable[str]) -> list[str]:
        """Return legal names, each another one however it is spelt."""
        out: list[str] = []
        taken: set[str] = set()
        for name in names:
            base = free = self.legal(name)
            count = 1
            while free.lower() in taken:
                count += 1
                free = f"{self.cut(base, self.most - len(str(count)) - 1)}_{count}"
            taken.add(free.lower())
            out.append(free)
        return out

    def told(self, variable: str, name: str, text: str) -> str:
        """Return the label of a column: its question, its own name in front where that is lost."""
        label = self.cut(text, self.label)
        if self.original(variable, label)[0] == name:
            return label
        return self.cut(f"{name}{BETWEEN}{text}" if text else name, self.label)

    def original(self, variable: str, label: str) -> tuple[str, str]:
        """Return the own name of a column, and its question, from a label written by cxlab.

        Examples
        --------
        >>> SPSS.original("a_b", "a b | How was it?"), SPSS.original("q1", "How was it?")
        (('a b', 'How was it?'), ('q1', 'How was it?'))
        """
        places = [match.start() for match in re.finditer(re.escape(BETWEEN), label)]
        for place in [*places, len(label)]:
            name = label[:place]
            if name and self._from(name, variable):
                return name, label[place + len(BETWEEN) :]
        return variable, label

    def _from(self, name: str, variable: str) -> bool:
        """Whether a variable is called so because its column has this name."""
        base = self.legal(name)
        numbered = re.fullmatch(r"(.+)_\d+", variable)
        return base == variable or bool(numbered and base.startswith(numbered[1]))


def _letter(sign: str) -> str:
    """Return a letter, digit or low line as it is; anything else is no part of a name."""
    return sign if sign.isalpha() or (sign.isascii() and sign.isdigit()) else "_"


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


SPSS = Package(
    size=_bytes,
    most=64,
    label=255,
    word=120,
    text=32_767,
    largest=1.797e308,
    first="q",
    reserved=frozenset(
        ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"]
    ),
    number="F{width}.{decimals}",
    formats={
        "yes_no": "F1.0",
        "category": "F4.0",
        "ordered": "F5.0",
        "whole": "F12.0",
        "date": "DATETIME20",
    },
)
STATA = Package(
    size=len,
    most=28,  # of 32: pyreadstat numbers the names of value labels, which begin with these
    label=80,
    word=32_000,
    text=2_000_000_000,
    largest=8.98e307,
    first="_",
    reserved=frozenset(
        [
            "_all",
            "_b",
            "byte",
            "_coef",
            "_cons",
            "double",
            "float",
            "if",
            "in",
            "int",
            "long",
            "_n",
            "_pi",
            "_pred",
            "_rc",
            "_skip",
            "strl",
            "using",
            "with",
            "str",
        ]
    ),
    number="%{width}.{decimals}f",
    formats={
        "yes_no": "%1.0f",
        "category": "%4.0f",
        "ordered": "%5.0f",
        "whole": "%12.0f",
        "date": "%tc",
    },
)
