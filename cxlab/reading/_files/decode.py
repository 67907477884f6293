"""From bytes to text: UTF-8, UTF-16, GB18030, Big5; what is none of them is refused by line."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass

import numpy as np

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
FOREIGN = re.compile(rb"[\x80-\xff]")
PIECE = 2**22  # bytes that are decoded at once: a large file never stands in memory twice
TRIAL = 2**20  # bytes that tell Chinese encodings apart
UNITS = {"utf-32-le": "<u4", "utf-16-le": "<u2", "utf-16-be": ">u2"}


@dataclass(frozen=True)
class Text:
    """A text that is known to be one, still in bytes.

    Parameters
    ----------
    content, start
        The bytes, and where the text begins behind a mark.
    codec
        What Python calls the encoding.
    encoding
        What people call it.
    """

    content: bytes
    start: int
    codec: str
    encoding: str

    def opened(self) -> io.TextIOWrapper:
        """Open the text for reading, the ends of its lines as they are."""
        raw = io.BytesIO(self.content)
        raw.seek(self.start)
        return io.TextIOWrapper(raw, encoding=self.codec, newline="")


def decode(content: bytes, log: Log) -> Text:
    """Find out the encoding of a file, every byte of which belongs to it.

    Raises
    ------
    DataError
        The encoding is none of those known, or several are mixed; the message names the line.
    """
    text = _text(content, log)
    line = _zero(text)
    if line:
        raise DataError(
            _(
                "Line {line} holds a zero byte, which text never does: the file is damaged, or "
                "is not text at all. Export it again as CSV UTF-8 or .xlsx."
            ).format(line=line)
        )
    return text


def _zero(text: Text) -> int:
    """Return the line of the first zero character, 0 when there is none."""
    if text.codec not in UNITS:
        place = text.content.find(b"\x00", text.start)
        return 0 if place < 0 else text.content.count(b"\n", 0, place) + 1
    characters = np.frombuffer(text.content, UNITS[text.codec], offset=text.start)
    zero = characters == 0
    return int((characters[: zero.argmax()] == 10).sum()) + 1 if zero.any() else 0


def _text(content: bytes, log: Log) -> Text:
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            log.add("byte_order_mark" if name == "UTF-8" else "encoding", before=name)
            start = 2 * len(mark) if content.startswith(mark, len(mark)) else len(mark)
            return _strict(Text(content, start, codec, name))
    codec = _without_mark(content)
    if codec:
        log.add("encoding", before="UTF-16")
        return _strict(Text(content, 0, codec, "UTF-16"))
    text = Text(content, 0, "utf-8", "UTF-8")
    place = _broken(text)
    if place < 0:
        return text
    if place >= len(content) - 3 and SURE.search(content):
        raise cut(content.count(b"\n") + 1)
    _refuse_mixture(content, place)
    return _chinese(content, log)


def _broken(text: Text) -> int:
    """Return the place of the first byte that does not belong to the encoding; -1 if all do."""
    decoder = codecs.getincrementaldecoder(text.codec)()
    size = len(text.content)
    view = memoryview(text.content)
    for start in range(text.start, size, PIECE):
        stop = min(start + PIECE, size)
        try:
            decoder.decode(view[start:stop], stop == size)
        except UnicodeDecodeError as error:
            return stop - (len(error.object) - error.start)
    return -1


def _strict(text: Text) -> Text:
    """Return a text all of which is in the encoding that its start announces."""
    place = _broken(text)
    if place < 0:
        return text
    line = text.content[text.start : place].decode(text.codec, "ignore").count("\n") + 1
    if place >= len(text.content) - 3:
        raise cut(line)
    raise DataError(
        _(
            "The start of the file announces {encoding}, but line {line} is not written in "
            "it. The file is damaged or put together from several: export it again as CSV "
            "UTF-8 or .xlsx."
        ).format(line=line, encoding=text.encoding)
    )


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


def _refuse_mixture(content: bytes, broken: int) -> None:
    """Refuse a file in which a line is no UTF-8, at ``broken``, and another surely is."""
    found = SURE.search(content)
    while found:
        start = content.rfind(b"\n", 0, found.start()) + 1
        stop = content.find(b"\n", found.end())
        stop = len(content) if stop < 0 else stop
        try:
            content[start:stop].decode("utf-8")
        except UnicodeDecodeError:
            found = SURE.search(content, stop)
            continue
        lines = [content.count(b"\n", 0, place) + 1 for place in (start, broken)]
        raise DataError(
            _(
                "Line {line} is in a different encoding from line {other}: the file is put "
                "together from several, or damaged. Export the parts as CSV UTF-8 and join "
                "them in Excel or WPS."
            ).format(line=max(lines), other=min(lines))
        )


def _sample(content: bytes) -> bytes:
    """Return the start of what is not ASCII, from the start of its line on."""
    found = FOREIGN.search(content)
    start = content.rfind(b"\n", 0, found.start()) + 1 if found else 0
    return content[start : start + TRIAL]


def _chinese(content: bytes, log: Log) -> Text:
    """Read GB18030 or Big5, whichever makes usual characters out of most pairs of bytes."""
    sample = _sample(content)
    pairs = PAIRS.findall(FOUR.sub(b"", sample))
    rare = len(FOUR.findall(sample))
    best, share = None, -1.0
    for name, codec in (("GB18030", "gb18030"), ("Big5", "big5hkscs")):
        usual = sum(map(len, map(COMMON[name].findall, pairs))) if pairs else rare
        score = usual / (len(pairs) or rare or 1)
        text = Text(content, 0, codec, name)
        if score > share and _broken(text) < 0:
            best, share = text, score
    if best and (share >= PLAUSIBLE or (best.encoding == "GB18030" and rare > len(pairs))):
        log.add("encoding_guess" if best.encoding == "Big5" else "encoding", before=best.encoding)
        return best
    return _western(content, log)


def _western(content: bytes, log: Log) -> Text:
    """Read Windows-1252 if its letters stand where letters stand; else refuse."""
    text = Text(content, 0, "cp1252", "Windows-1252")
    place = _broken(text)
    if place < 0:
        sample = _sample(content).decode("cp1252")
        odd = sum(not character.isascii() for character in sample)
        if len(LETTERS.findall(sample)) >= 0.5 * odd:
            log.add("encoding_guess", before=text.encoding)
            return text
        found = FOREIGN.search(content)
        place = found.start() if found else 0
    raise DataError(_unknown().format(line=content.count(b"\n", 0, place) + 1))


def _unknown() -> str:
    return _(
        "Line {line} is in none of the encodings that can be read (UTF-8, UTF-16, GBK, "
        "GB18030, Big5): the file is damaged or is not text. Export it again as CSV "
        "UTF-8 or .xlsx."
    )
