"""A cost tree as a table, one row per branch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _, localized
from cxlab._core.validate import brief, numeric
from cxlab.frameworks._entry import named
from cxlab.frameworks._headings import absent, bare, read_headings
from cxlab.frameworks.cost._node import Node, check_depth, walk

HEADINGS = {
    "path": ("路径",),
    "parent": ("above", "branch above", "上级", "上级分支", "上一级"),
    "branch": ("name", "分支", "名称"),
    "share": ("part", "占比", "比例", "份额"),
    "outcome": ("end", "result", "结果", "结局"),
    "label": ("words", "说明", "显示名称"),
}
ENDS = {
    "lost": ("leave", "流失", "损失"),
    "at_risk": ("risk", "有流失风险", "有风险", "风险"),
    "kept": ("stay", "留住", "保留"),
}

Path = tuple[str, ...]


def read_table(table: pd.DataFrame) -> tuple[Node, ...]:
    """Return the branches that a table describes.

    Raises
    ------
    DataError
        A column is absent or unknown, a share is missing, or a branch above is not there.
    SpecError
        A split does not add up to 1, or a share or an outcome is none.
    """
    rows = read_headings(table, HEADINGS).reset_index(drop=True)
    if "path" not in rows and "branch" not in rows:
        raise absent("branch", HEADINGS)
    if "share" not in rows:
        raise absent("share", HEADINGS)
    paths = _paths(rows) if "path" in rows else _climbed(rows)
    for path in paths:
        check_depth(path[-1], len(path))
    shares = numeric(rows, ["share"])["share"]
    if shares.isna().any():
        row = int(shares.isna().to_numpy().argmax())
        raise DataError(
            _(
                "{name!r} has no share (row {row}). Say which part of the branch above it is."
            ).format(name="/".join(paths[row]), row=row + 1)
        )
    below: dict[Path, list[int]] = {}
    for row, path in enumerate(paths):
        below.setdefault(path[:-1], []).append(row)
    outcomes, labels = _texts(rows, "outcome"), _texts(rows, "label")
    meant = {bare(word): end for end, words in ENDS.items() for word in (end, *words)}

    def grow(above: Path) -> tuple[Node, ...]:
        return tuple(
            Node(
                name=paths[row][-1],
                share=float(shares[row]),
                outcome=meant.get(bare(outcomes[row]), outcomes[row]),
                branches=grow(paths[row]),
                label=labels[row],
            )
            for row in below.get(above, ())
        )

    return grow(())


def write_table(branches: tuple[Node, ...]) -> pd.DataFrame:
    """Return path, share, outcome and label of every branch."""
    rows = [
        (path, node.share, node.outcome, localized(node.label) if node.label else "")
        for path, _level, node in walk(branches)
    ]
    return pd.DataFrame(rows, columns=["path", "share", "outcome", "label"])


def _paths(rows: pd.DataFrame) -> list[Path]:
    """Read paths, every branch above among them."""
    for column in ("branch", "parent"):
        if column in rows:
            raise DataError(
                _("The table has a path and a column {name!r}. Keep one of the two.").format(
                    name=column
                )
            )
    paths = [_split(text, row) for row, text in enumerate(rows["path"])]
    for row, path in enumerate(paths):
        if path in paths[:row]:
            raise _twice("/".join(path), row)
        if path[:-1] and path[:-1] not in paths:
            raise _nowhere("/".join(path[:-1]), row)
    return paths


def _climbed(rows: pd.DataFrame) -> list[Path]:
    """Find the path of each branch from the branch above it."""
    names = [_name(text, row) for row, text in enumerate(rows["branch"])]
    above = [_split(text, row) if text else () for row, text in enumerate(_texts(rows, "parent"))]
    found: dict[int, Path] = {}
    while len(found) < len(names):
        before = len(found)
        for row, name in enumerate(names):
            if row in found:
                continue
            path = _reached(above[row], row, names, found)
            if path is not None:
                if (*path, name) in found.values():
                    raise _twice("/".join((*path, name)), row)
                found[row] = (*path, name)
        if len(found) == before:
            row = next(row for row in range(len(names)) if row not in found)
            raise DataError(
                _(
                    "{name!r} (row {row}) lies above itself. Leave 'parent' empty in the first "
                    "split, and let every other branch name the one above it."
                ).format(name=names[row], row=row + 1)
            )
    return [found[row] for row in range(len(names))]


def _reached(wanted: Path, row: int, names: Sequence[str], found: dict[int, Path]) -> Path | None:
    """Return the path of the branch above; ``None`` while it is not yet known."""
    if not wanted or wanted in found.values():
        return wanted
    held = [other for other, name in enumerate(names) if name == wanted[-1] and other != row]
    if any(other not in found for other in held):
        return None
    fitting = [found[other] for other in held if found[other][-len(wanted) :] == wanted]
    if not fitting:
        raise _nowhere("/".join(wanted), row)
    if len(fitting) > 1:
        raise DataError(
            _(
                "{name!r} (above row {row}) fits {count} branches. "
                "Write its whole path, such as {path!r}."
            ).format(
                name="/".join(wanted), row=row + 1, count=len(fitting), path="/".join(fitting[0])
            )
        )
    return fitting[0]


def _split(text: Any, row: int) -> Path:
    return tuple(_name(part.strip(), row) for part in _name(text, row).split("/"))


def _name(text: Any, row: int) -> str:
    if text is None or pd.isna(text) or not str(text).strip():
        raise DataError(
            _("Row {row} of the table names no branch. Write a name, or leave the row out.").format(
                row=row + 1
            )
        )
    return named(str(text).strip(), _("The table"))


def _texts(rows: pd.DataFrame, column: str) -> list[str]:
    """Return a column of words; an absent one, and an empty cell, as empty."""
    values = rows[column] if column in rows else [None] * len(rows)
    return ["" if value is None or pd.isna(value) else str(value).strip() for value in values]


def _twice(name: str, row: int) -> DataError:
    return DataError(
        _("{name} stands twice (row {row}). Give each branch a name of its own.").format(
            name=brief(name), row=row + 1
        )
    )


def _nowhere(name: str, row: int) -> DataError:
    return DataError(
        _("There is no branch {name} above row {row}. Add a row for it, or correct it.").format(
            name=brief(name), row=row + 1
        )
    )
