"""What a platform says of somebody's answers: the end was reached or not, a test or not."""

from __future__ import annotations

from typing import Any

from cxlab.reading._cells.values import written

FINISHED = frozenset({"1", "true", "yes", "y", "是", "complete", "completed", "已完成", "完成"})
LEFT = frozenset(
    {"partial", "incomplete", "unfinished", "not finished", "in progress", "disqualified"}
    | {"未完成", "没有完成", "部分完成", "未提交"}
)
UNFINISHED = LEFT | {"0", "false", "no", "n", "否"}
TESTS = ("preview", "test", "spam", "预览", "測試", "测试", "试填", "試填")
TEST_BITS = 1 | 2 | 8  # Qualtrics: preview 1, test 2, imported 4, spam 8, offline 16


def said(cell: Any) -> str:
    """Return a cell as words in small letters, spaces single."""
    return " ".join(written(cell).lower().split())


def unfinished(cell: Any) -> bool:
    """Tell whether a cell says that the end was not reached.

    Examples
    --------
    >>> unfinished("Partial"), unfinished(False), unfinished("是")
    (True, True, False)
    """
    return said(cell) in UNFINISHED


def test(cell: Any) -> bool:
    """Tell whether a cell marks a test, a preview or spam, by a word or by a number.

    Examples
    --------
    >>> test("Survey Preview"), test(8), test("IP Address"), test(16)
    (True, True, False, False)
    """
    text = said(cell)
    return bool(int(text) & TEST_BITS) if text.isdecimal() else any(word in text for word in TESTS)
