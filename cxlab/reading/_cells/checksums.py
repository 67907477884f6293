"""Numbers that prove themselves: identity cards of the mainland and Hong Kong, bank cards."""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_HONG_KONG = re.compile(r"([A-Z]{1,2})(\d{6})\(?([\dA])\)?")


def identity(text: str) -> bool:
    """Tell whether a text is the number of a mainland identity card (GB 11643: 18 signs).

    Examples
    --------
    >>> identity("11010519491231002X"), identity("110105194912310021")
    (True, False)
    """
    if not _born(text) or len(text) != 18:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()


def identity_shape(text: str) -> bool:
    """Tell whether a text has the province and the birthday of an identity card, new or old.

    Examples
    --------
    >>> identity_shape("110105491231002"), identity_shape("110105499931002")
    (True, False)
    """
    return _born(text)


def _born(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9Xx]", text):
        return False
    day = text[6:14] if len(text) == 18 else "19" + text[6:12]
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return bool(_PROVINCES.match(text)) and 1900 <= born.year < 2100


def hong_kong(text: str) -> bool:
    """Tell whether a text is the number of a Hong Kong identity card.

    Examples
    --------
    >>> hong_kong("A123456(3)"), hong_kong("A1234563"), hong_kong("A123456(4)")
    (True, True, False)
    """
    match = _HONG_KONG.fullmatch(text)
    if not match:
        return False
    signs = match[1].rjust(2) + match[2] + match[3]
    values = [36 if sign == " " else int(sign, 36) for sign in signs]
    return (
        sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0
    )


def luhn(text: str) -> bool:
    """Tell whether the last of the digits checks the others, as on bank cards (ISO/IEC 7812).

    Examples
    --------
    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    digits = [int(digit) for digit in reversed(text)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
