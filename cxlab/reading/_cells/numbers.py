"""Numbers as people type them: full-width digits, thousands, decimal commas, percent, currency."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 40  # signs of a number with a unit or separators
SIGNS = str.maketrans({"−": "-", "–": "-", "－": "-", "，": ",", "’": "'"})
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
CERTAIN = re.compile(r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+|\d{1,3}(?:\.\d{3})+,\d+)")
CURRENCY = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<before>HK\$|US\$|NT\$|MOP\$?|RMB|CNY|HKD|USD|EUR|GBP|TWD|[¥$€£])?\s*"
    r"(?P<number>[+-]?[.,]*\d[\d.,]*)\s*(?P<after>RMB|CNY|HKD|USD|EUR|GBP|TWD|[¥€£]|元|港元|港币|美元|欧元)?",
    re.IGNORECASE,
)
SAME = {"rmb": "¥", "cny": "¥", "元": "¥", "hkd": "hk$", "港元": "hk$", "港币": "hk$"}
SAME |= {"usd": "$", "us$": "$", "美元": "$", "eur": "€", "欧元": "€", "gbp": "£", "twd": "nt$"}
INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞)", re.IGNORECASE)
CHOICES = re.compile(r"\d{1,2}(?:,\d{1,2})+")


@dataclass(frozen=True)
class Number:
    """A number that was read, the rules that mended it, and its unit."""

    value: float
    rules: tuple[str, ...] = ()
    unit: str = ""


def read_number(text: str, *, comma: bool = False, points: bool = False) -> Number | None:
    """Read one cell; ``comma`` divides the decimals, ``points`` the thousands.

    Examples
    --------
    >>> read_number("１,２３４").value, read_number("12.5%").value, read_number("¥ 99").unit
    (1234.0, 0.125, '¥')
    >>> read_number("3,5", comma=True).value, read_number("good")
    (3.5, None)
    >>> read_number("1.234", comma=True, points=True).value
    1234.0
    """
    if PLAIN.fullmatch(text) and text.isascii() and not (points and "." in text):
        return Number(float(text))
    if len(text) > LONGEST or any(each.isdigit() and not each.isdecimal() for each in text):
        return None  # 10² is not 102
    plain = unicodedata.normalize("NFKC", text).translate(SIGNS).strip()
    rules = ["full_width"] if any(each.isdigit() and not each.isascii() for each in text) else []
    unit = ""
    if plain.endswith("%"):
        plain, unit = plain[:-1].rstrip(), "%"
        rules.append("percent")
    elif (money := CURRENCY.fullmatch(plain)) and (money["before"] or money["after"]):
        sign = (money["before"] or money["after"]).lower()
        plain, unit = money["sign"] + money["number"], SAME.get(sign, sign)
        rules.append("currency")
    if not rules and plain != text and PLAIN.fullmatch(plain):
        rules.append("full_width")  # a minus sign of typography
    number = _value(plain, comma, points, rules)
    if number is None:
        return None
    return Number(number / 100 if unit == "%" else number, tuple(rules), unit)


def _value(plain: str, comma: bool, points: bool, rules: list[str]) -> float | None:
    if not plain.isascii():
        return None
    if comma and DECIMAL_COMMA.fullmatch(plain):
        rules.append("decimal_comma")
        return float(plain.replace(".", "").replace(",", "."))
    if points and POINTS.fullmatch(plain):
        rules.append("thousands")
        return float(plain.replace(".", ""))
    if PLAIN.fullmatch(plain):
        return float(plain)
    if THOUSANDS.fullmatch(plain):
        rules.append("thousands")
        return float(plain.replace(",", ""))
    return None


def with_decimal_comma(columns: Iterable[Iterable[str]], *, listed: bool = True) -> bool:
    """Tell whether a file writes decimals with a comma: some column cannot be read otherwise.

    ``listed`` says that commas may divide several choices too.

    Examples
    --------
    >>> with_decimal_comma([["3,5", "4,0"]]), with_decimal_comma([["1,234", "2,500"]])
    (True, False)
    """
    for cells in columns:
        some = [cell for cell in cells if cell]
        if not any("," in cell for cell in some):
            continue
        bare = [cell.rstrip("%€ ").lstrip("€ ") for cell in some]
        fits = all(DECIMAL_COMMA.fullmatch(cell) or cell.lstrip("+-").isdigit() for cell in bare)
        certain = fits and any(map(CERTAIN.fullmatch, bare))
        if certain and not (listed and choices(some)):
            return True
    return False


def with_points(cells: Iterable[str]) -> bool:
    """Tell whether the points of a column may divide thousands: three digits follow each of them.

    Examples
    --------
    >>> with_points(["950", "1.234"]), with_points(["0.234", "1.234"])
    (True, False)
    """
    some = [re.sub(r"[^\d.,+-]", "", cell) for cell in cells if "." in cell]
    return bool(some) and all(map(POINTS.fullmatch, some))


def choices(cells: Iterable[str]) -> bool:
    """Tell whether cells such as ``1,3`` may be several choices: small and always rising."""
    many = [cell for cell in cells if "," in cell]
    if not many or not all(map(CHOICES.fullmatch, many)):
        return False
    lists = [[int(part) for part in cell.split(",")] for cell in many]
    return all(a < b for numbers in lists for a, b in itertools.pairwise(numbers))
