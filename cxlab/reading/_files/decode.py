"""From bytes to text: UTF-8, UTF-16, GB18030, Big5; what is none of them is refused by line."""

from __future__ import annotations

import re

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.reading._log import Log

MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
SURE = re.compile(rb"[\xe1-\xef][\x80-\xbf]{2}")  # three bytes that hardly occur but in UTF-8
PAIRS = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
COMMON = {  # pairs of the usual characters and of punctuation
    "GB18030": re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"),
    "Big5": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
}
FOUR = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
LETTERS = re.compile("[A-Za-z][À-ÿœŒŠšŸ]|[À-ÿœŒŠšŸ][A-Za-z]|^[À-ÿ]", re.MULTILINE)
PLAUSIBLE = 0.6


def decode(content: bytes, log: Log) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises
    ------
    DataError
        The encoding is none of those known, or several are mixed; the message names the line.
    """
    text, name = _text(content, log)
    place = text.find("\x00")
    if place >= 0:
        raise DataError(
            _(
                "Line {line} holds a zero byte, which no text has: the file is damaged, or no text "
                "at all. Export it again as CSV UTF-8 or .xlsx."
            ).format(line=text.count("\n", 0, place) + 1)
        )
    return text, name


def _text(content: bytes, log: Log) -> tuple[str, str]:
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            log.add("byte_order_mark" if name == "UTF-8" else "encoding", before=name)
            return _strict(content[len(mark) :], codec, name), name
    codec = _without_mark(content)
    if codec:
        log.add("encoding", before="UTF-16")
        return _strict(content, codec, "UTF-16"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and SURE.search(content):
            raise cut(content.count(b"\n") + 1) from error
    _refuse_mixture(content)
    return _chinese(content, log)


def _strict(content: bytes, codec: str, name: str) -> str:
    try:
        return content.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(codec, "ignore").count("\n") + 1
        if error.start >= len(content) - 3:
            raise cut(line) from error
        raise DataError(
            _(
                "Line {line} is not written in {encoding}, as the start of the file says. The file "
                "is damaged or put together from several: export it again as CSV UTF-8 or .xlsx."
            ).format(line=line, encoding=name)
        ) from error


def cut(line: int) -> DataError:
    """Say that a file ends in the middle of a character."""
    return DataError(
        _(
            "The file ends in the middle of a character (line {line}): a part of it is missing. "
            "Download or export it again."
        ).format(line=line)
    )


def _without_mark(content: bytes) -> str:
    """Recognise UTF-16 without a mark by its zero bytes: every second one."""
    sample = content[:4000]
    if len(content) % 2 or len(sample) < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.2 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.2 * half and odd < 0.02 * half else ""


def _refuse_mixture(content: bytes) -> None:
    """Refuse a file whose lines are partly UTF-8, partly something else."""
    first: dict[bool, int] = {}
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            first.setdefault(False, number)
        else:
            if SURE.search(line):
                first.setdefault(True, number)
        if len(first) == 2:
            raise DataError(
                _(
                    "Line {line} is written in another encoding than line {other}: the file is put "
                    "together from several, or damaged. Export the parts as CSV UTF-8 and join "
                    "them in Excel or WPS."
                ).format(line=max(first.values()), other=min(first.values()))
            )


def _chinese(content: bytes, log: Log) -> tuple[str, str]:
    """Read GB18030 or Big5, whichever makes usual characters out of most pairs of bytes."""
    pairs = PAIRS.findall(FOUR.sub(b"", content)) if b"\n" in content or content else []
    rare = len(FOUR.findall(content))
    best, text, share = "", "", -1.0
    for name, codec in (("GB18030", "gb18030"), ("Big5", "big5hkscs")):
        try:
            found = content.decode(codec)
        except UnicodeDecodeError:
            continue
        usual = sum(map(len, map(COMMON[name].findall, pairs))) if pairs else rare
        score = usual / (len(pairs) or rare or 1)
        if score > share:
            best, text, share = name, found, score
    if best and (share >= PLAUSIBLE or (best == "GB18030" and rare > len(pairs))):
        log.add("encoding_guess" if best == "Big5" else "encoding", before=best)
        return text, best
    return _western(content, log)


def _western(content: bytes, log: Log) -> tuple[str, str]:
    """Read Windows-1252 if its letters stand where letters stand; else refuse."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DataError(_unknown().format(line=content.count(b"\n", 0, error.start) + 1)) from error
    odd = [character for character in text if not character.isascii()]
    if len(LETTERS.findall(text)) < 0.5 * len(odd):
        place = next(place for place, character in enumerate(text) if not character.isascii())
        raise DataError(_unknown().format(line=text.count("\n", 0, place) + 1))
    log.add("encoding_guess", before="Windows-1252")
    return text, "Windows-1252"


def _unknown() -> str:
    return _(
        "Line {line} is written in none of the encodings that are read (UTF-8, UTF-16, GBK, "
        "GB18030, Big5): the file is damaged or no text. Export it again as CSV UTF-8 or .xlsx."
    )
