"""The server's log: one line of JSON per event, and nothing in it that belongs to a person."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PERSONAL = re.compile(
    r"\?\S*"  # what stands behind a question mark is the visitor's query
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b(?!\S*\.py)|\b(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\b"  # addresses
    r"|[\w.+-]+@[\w-]+\.\w+",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"^\s*(?:File .+|Cell In.+|-+>\s*\d.*|[\w.]+(?:Error|Exception|Interrupt|Warning))(?=[:\s]|$)"
)

_USUAL = ("Notebook %s is not trusted",)  # of every page, and no fault


class Journal:
    """A log of events: page, kernel, duration, status; no address, no query, no values of data.

    Parameters
    ----------
    path
        File the lines are appended to; standard error when absent.
    plain
        Write for the reader at this machine: faults in full, everything else left out.
    """

    def __init__(self, path: Path | None = None, *, plain: bool = False) -> None:
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None
        self.plain = plain

    def note(self, event: str, **facts: Any) -> None:
        """Write one event; facts that are ``None`` are left out."""
        if self.plain and "trace" not in facts and event != "log":
            return
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        known = {name: fact for name, fact in facts.items() if fact is not None}
        if "kernel" in known:
            known["kernel"] = str(known["kernel"])[:8]
        if self.plain:
            trace = known.pop("trace", "")
            line = " ".join(f"{name}={fact}" for name, fact in known.items())
            line = f"[cxlab] {event} {line}" + (f"\n{trace}" if trace else "")
        else:
            line = json.dumps({"time": time, "event": event, **known}, ensure_ascii=False)
        stream = self._file or sys.stderr
        stream.write(line + "\n")
        stream.flush()

    def fault(self, error: str | BaseException, **facts: Any) -> str:
        """Write a traceback; return the number under which the operator finds it."""
        if isinstance(error, BaseException):
            error = "".join(traceback.format_exception(error))
        text = uncoloured(error)
        number = secrets.token_hex(4)
        trace = text if self.plain else places(text)
        self.note("fault", error=number, **facts, trace=trace)
        return number

    def close(self) -> None:
        """Close the file of the log."""
        if self._file:
            self._file.close()


def uncoloured(text: str) -> str:
    """Return what a notebook wrote for a terminal, without its colours."""
    return _ANSI.sub("", text)


def places(trace: str) -> str:
    """Keep of a traceback where it happened and the kinds of error: messages may quote data.

    Examples
    --------
    >>> places("ValueError: 138 is no number")
    'ValueError'
    """
    kept = []
    for line in uncoloured(trace).splitlines():
        if not _PLACES.match(line):
            continue
        name = re.match(r"^\s*[\w.]+(?:Error|Exception|Interrupt|Warning)(?=[:\s]|$)", line)
        kept.append(name[0] if name else line)
    return "\n".join(kept)


class Relay(logging.Handler):
    """Pass what libraries log on to the journal, without personal data."""

    def __init__(self, journal: Journal, level: int = logging.WARNING) -> None:
        super().__init__(level)
        self.journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; arguments of a message may quote visitors and are left out."""
        if str(record.msg).startswith(_USUAL):
            return
        words = record.getMessage() if self.journal.plain else str(record.msg)
        message = words if self.journal.plain else _PERSONAL.sub("…", words)[:300]
        facts: dict[str, Any] = {"level": record.levelname, "message": message}
        if record.exc_info and record.exc_info[1]:
            self.journal.fault(record.exc_info[1], **facts)
        else:
            self.journal.note("log", **facts)
