"""Line breaks for letters and Chinese characters alike."""

from __future__ import annotations

import unicodedata

WIDE = 1.8  # width of a Chinese character in Latin letters
MORE = "…"


def wrap(text: str, width: float) -> list[str]:
    """Break a text into lines of at most ``width`` Latin letters.

    Examples
    --------
    >>> wrap("word of mouth", 8), wrap("客户期望，很高", 8)
    (['word of', 'mouth'], ['客户期', '望，很高'])
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and letters(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def folded(text: str, width: float, lines: int) -> str:
    r"""Break a text into so many lines at most; what has no room becomes a mark at the end.

    Examples
    --------
    >>> folded("short", 12, 2), folded("what staff promise for a day is done", 12, 2)
    ('short', 'what staff\npromise for…')
    """
    parts = wrap(text, width)
    kept = [_cut(part, width) for part in parts[:lines]]
    if len(parts) > lines and not kept[-1].endswith(MORE):
        kept[-1] = _cut(kept[-1] + MORE * int(width), width)
    return "\n".join(kept)


def _cut(line: str, width: float) -> str:
    """Cut a line that has no room, its end a mark."""
    if letters(line) <= width:
        return line
    while line and letters(line) > width - 1:
        line = line[:-1]
    return line.rstrip(MORE + " ") + MORE


def letters(text: str) -> float:
    """Return the width of a text in Latin letters of average width."""
    return sum(WIDE if _is_wide(sign) else 1.0 for sign in text)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after a space, around wide characters, not before a stop."""
    pieces: list[str] = []
    for sign in text:
        wide = _is_wide(sign)
        stop = sign in "，。；：、！？）”’》"
        if pieces and (stop or not (wide or pieces[-1][-1] == " " or _ends_wide(pieces[-1]))):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _ends_wide(piece: str) -> bool:
    return _is_wide(piece[-1]) and piece[-1] not in "（“‘《"
