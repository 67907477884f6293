"""Phone numbers, ID numbers, e-mail and IP addresses: found by what cells hold and by the name."""

from __future__ import annotations

import re

from cxlab._core.i18n import N_

SHARE = 0.5  # of the cells of a column that must look alike

WORDS = {
    "phone": N_("phone numbers"),
    "id": N_("ID numbers"),
    "email": N_("e-mail addresses"),
    "ip": N_("IP addresses"),
}
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
CONTENT = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "ip": re.compile(
        rf"{_OCTET}(?:\.{_OCTET}){{3}}(?:\s*[(（].*)?|(?:[0-9a-f]{{1,4}}:){{7}}[0-9a-f]{{1,4}}",
        re.I,
    ),
    "id": re.compile(rf"[1-9]\d{{5}}{_DATE}\d{{3}}[\dXx]"),
    "phone": re.compile(r"(?:\+?(?:00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\+\d[\d -]{7,16}\d"),
}
NAMED = {
    "email": (re.compile(r"e-?mail|邮箱|邮件", re.I), re.compile(r".*@.*")),
    "ip": (re.compile(r"(?<![a-z])ip(?![a-z])", re.I), re.compile(r"[0-9a-f]*[.:].*[.:].*", re.I)),
    "id": (
        re.compile(r"身份证|证件号|护照|id[ _-]?(?:card|number|no\b)|passport|ssn", re.I),
        re.compile(r"(?=(?:\D*\d){6})[A-Za-z0-9() .+*-]{6,24}"),
    ),
    "phone": (
        re.compile(r"手机|电话|联系方式|phone|mobile|(?<![a-z])tel(?![a-z])|whatsapp", re.I),
        re.compile(r"(?=(?:\D*\d){7})[+\d() .*-]{7,24}"),
    ),
}
INSIDE = re.compile(
    rf"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)1[3-9]\d{{9}}(?!\d)|(?<!\d)[1-9]\d{{5}}{_DATE}\d{{3}}[\dXx](?!\d)"
)


def personal(name: str, cells: list[str]) -> str:
    """Return what personal data a column holds, or an empty text.

    Examples
    --------
    >>> personal("contact", ["13812345678", "13987654321"]), personal("phone", ["1", "5", "4"])
    ('phone', '')
    """
    sample = [cell for cell in cells if cell]
    if not sample:
        return ""
    for kind, pattern in CONTENT.items():
        if _share(pattern, sample) >= SHARE:
            return kind
    for kind, (word, shape) in NAMED.items():
        if word.search(name) and _share(shape, sample) >= SHARE:
            return kind
    return ""


def _share(pattern: re.Pattern[str], cells: list[str]) -> float:
    return sum(pattern.fullmatch(cell) is not None for cell in cells) / len(cells)
