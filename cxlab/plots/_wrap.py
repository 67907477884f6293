"""Line breaks for letters and Chinese characters alike."""

from __future__ import annotations

import unicodedata


def wrap(text: str, width: float) -> list[str]:
    """Break a text into lines of at most ``width`` letters; Chinese characters count twice.

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


def letters(text: str) -> int:
    """Count letters, wide characters twice."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after a space, around wide characters, not before a stop."""
    pieces: list[str] = []
    for sign in text:
        wide = letters(sign) == 2
        stop = sign in "，。；：、！？）”’》"
        if pieces and (stop or not (wide or pieces[-1][-1] == " " or _ends_wide(pieces[-1]))):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _ends_wide(piece: str) -> bool:
    return letters(piece[-1]) == 2 and piece[-1] not in "（“‘《"
