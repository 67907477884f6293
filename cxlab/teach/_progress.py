"""Progress: a small file on the reader's own machine; nothing leaves it."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from cxlab._core.errors import warn
from cxlab._core.i18n import N_, _
from cxlab._core.result import Result

PATIENCE = 2.0  # seconds to wait for another notebook to finish counting
_session: dict[str, dict[str, Any]] = {}  # what cannot be written down, kept for this process


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProgressResult(Result):
    """How far a reader has come, one row per unit."""

    title = N_("Your progress")
    drawing = "cxlab.plots:bars"
    units: ClassVar[Mapping[str, str]] = {"estimate": "share"}

    def headline(self) -> str:
        """State how many exercises are solved."""
        return _("{solved} of {count} exercises solved").format(
            solved=int(self.table["solved"].sum()), count=int(self.table["exercises"].sum())
        )

    def explain(self) -> str:
        """Say how far it went and where it goes on."""
        for row in self.table.to_dict("records"):
            if row["solved"] < row["exercises"]:
                return _("{headline}. Go on with {unit}.").format(
                    headline=self.headline(), unit=self.label(str(row["term"]))
                )
        return _("{headline}.").format(headline=self.headline())

    def plot_options(self) -> dict[str, Any]:
        """Write shares as percent and keep the order of the course."""
        return {"unit": "share", "sort": False}


def progress() -> ProgressResult:
    """Show which exercises of the course are solved on this machine.

    Returns
    -------
    ProgressResult
        ``tidy()`` has one row per unit: exercises, solved, attempts, estimate (share solved, 0-1).
    """
    import pandas as pd

    from cxlab.teach._exercise import read_book
    from cxlab.teach._unit import folders, read

    known, rows, labels = load(), [], {}
    for folder in folders():
        path = folder / "exercises.yaml"
        names = list(read_book(path).exercises) if path.is_file() else []
        entries = [known.get(name, {}) for name in names]
        solved = sum("solved" in entry for entry in entries)
        labels[folder.name] = read(folder).title
        rows.append(
            {
                "term": folder.name,
                "exercises": len(names),
                "solved": solved,
                "attempts": sum(entry.get("attempts", 0) for entry in entries),
                "estimate": solved / len(names) if names else float("nan"),
            }
        )
    columns = ["term", "exercises", "solved", "attempts", "estimate"]
    return ProgressResult(table=pd.DataFrame(rows, columns=columns), n=0, labels=labels)


def home() -> Path:
    """Return the folder of the reader's own files: ``CXLAB_HOME``, else ``~/.cxlab``."""
    own = os.environ.get("CXLAB_HOME")
    return Path(own) if own else Path.home() / ".cxlab"


def load() -> Mapping[str, dict[str, Any]]:
    """Return what is recorded per exercise: attempts, wrong, and solved (when it first was)."""
    return {**_read(home() / "progress.json"), **_session}


def record(exercise: str, right: bool) -> dict[str, Any]:
    """Count an attempt and return the exercise's entry; a folder that is read-only is no error."""
    path = home() / "progress.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.with_suffix(".lock")):
            entries = _read(path)
            entry = _counted(entries.get(exercise, {}), right)
            _write(path, {**entries, exercise: entry})
    except OSError:
        entry = _session[exercise] = _counted(_session.get(exercise, {}), right)
    return entry


def _counted(entry: Mapping[str, Any], right: bool) -> dict[str, Any]:
    counted = {**entry, "attempts": entry.get("attempts", 0) + 1}
    if not right:
        counted["wrong"] = entry.get("wrong", 0) + 1
    elif "solved" not in entry:
        counted["solved"] = datetime.now(UTC).isoformat(timespec="seconds")
    return counted


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """Read the file; a damaged one is set aside, never overwritten."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = content["exercises"]
        if not all(isinstance(entry, dict) for entry in entries.values()):
            raise ValueError
    except OSError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        _set_aside(path)
        return {}
    return entries


def _set_aside(path: Path) -> None:
    number = next(n for n in range(1, 1000) if not path.with_suffix(f".damaged-{n}.json").exists())
    target = path.with_suffix(f".damaged-{number}.json")
    with contextlib.suppress(OSError):
        path.replace(target)
        warn(
            _("The progress file was damaged. It is kept as {name}; counting starts anew.").format(
                name=str(target)
            )
        )


def _write(path: Path, entries: Mapping[str, dict[str, Any]]) -> None:
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    content = {"version": 1, "exercises": dict(sorted(entries.items()))}
    draft.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file, so that two notebooks count one after the other; a stale lock is broken."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if time.monotonic() > end:
                break
            time.sleep(0.01)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
