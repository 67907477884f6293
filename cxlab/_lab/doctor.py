"""The check-up behind ``cxlab doctor``: what is wrong with the set-up, and how to mend it."""

from __future__ import annotations

import os
import platform
import socket
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from cxlab._core.errors import CxError
from cxlab._core.i18n import LANGUAGES, _, listing, use

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_MARKS = {"good": "✓", "hint": "–", "wrong": "✗"}


@dataclass(frozen=True)
class Finding:
    """One line of the check-up: how it stands, what was found, and how to mend it."""

    state: Literal["good", "hint", "wrong"]
    text: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{_MARKS[self.state]} {self.text}" + (f" → {self.mend}" if self.mend else "")

    @property
    def wrong(self) -> bool:
        """True where something needed is missing or broken."""
        return self.state == "wrong"


def findings() -> list[Finding]:
    """Examine the machine; nothing is changed."""
    return [
        _python(),
        *_packages(),
        *_extras(),
        _font(),
        _words(),
        _notebooks(),
        _progress(),
        _port(8888, "cxlab lab"),
        _port(8866, "cxlab dash"),
    ]


def _python() -> Finding:
    from packaging.specifiers import SpecifierSet

    needed = metadata.metadata("cxlab")["Requires-Python"]
    text = f"Python {platform.python_version()} ({sys.executable})"
    if platform.python_version() in SpecifierSet(needed, prereleases=True):
        return Finding("good", text)
    return Finding("wrong", text, _("Python {needed} is needed: install it.").format(needed=needed))


def _packages() -> Iterator[Finding]:
    broken = [unmet for requirement in _required() if (unmet := _unmet(requirement))]
    for text, spec in broken:
        yield Finding("wrong", text, _install([spec]))
    if not broken:
        count = len(_required())
        yield Finding("good", _("{count} packages, versions as needed").format(count=count))


def _extras() -> Iterator[Finding]:
    for extra, purpose in (
        ("data", _("data sets that come from packages")),
        ("fast", _("what computes more quickly on large data and with many drivers")),
    ):
        missing = [unmet[1] for each in _required(extra) if (unmet := _unmet(each))]
        text = _("{name}: {purpose}").format(name=f"cxlab[{extra}]", purpose=purpose)
        if missing:
            text = _("{what} (optional, not installed)").format(what=text)
        yield Finding("hint", text, _install(missing)) if missing else Finding("good", text)


def _font() -> Finding:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from cxlab._core.theme import theme

    try:
        with warnings.catch_warnings(), theme():
            warnings.simplefilter("error")
            figure = Figure()
            figure.text(0.1, 0.5, "客户体验 −3.2")
            FigureCanvasAgg(figure).draw()
    except (OSError, UserWarning) as err:
        return Finding(
            "wrong",
            _("Chinese text cannot be drawn ({reason})").format(reason=err),
            _("Install cxlab again."),
        )
    return Finding("good", _("Chinese text can be drawn"))


def _words() -> Finding:
    try:
        with use("zh"):
            translated = _("Chinese text can be drawn") != "Chinese text can be drawn"
    except OSError:
        translated = False
    if translated:
        return Finding("good", _("languages: {names}").format(names=listing(LANGUAGES.values())))
    return Finding("wrong", _("The Chinese texts are missing"), _("Install cxlab again."))


def _notebooks() -> Finding:
    from cxlab._lab.workplace import FIRST, built, untrusted

    try:
        names = [path.name for path in built()]
    except CxError as err:
        return Finding("wrong", str(err))
    if FIRST not in names:
        return Finding(
            "wrong",
            _("The notebook {name} is missing").format(name=FIRST),
            "cxlab build",
        )
    if unsigned := untrusted():
        return Finding(
            "hint",
            _("{count} of {n} notebooks are not trusted yet").format(
                count=len(unsigned), n=len(names)
            ),
            _("'cxlab lab' does it."),
        )
    return Finding("good", _("{n} notebooks, all trusted").format(n=len(names)))


def _progress() -> Finding:
    from cxlab.teach._progress import home

    folder = home()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(there, os.W_OK | os.X_OK):
        return Finding("good", _("progress is kept in {folder}").format(folder=folder))
    return Finding(
        "wrong",
        _("progress cannot be kept: {folder} is read-only").format(folder=there),
        _("Set the variable CXLAB_HOME to a folder of your own."),
    )


def _port(port: int, command: str) -> Finding:
    with socket.socket() as probe:
        free = probe.connect_ex(("127.0.0.1", port)) != 0
    if free:
        return Finding(
            "good", _("port {port} is free ({command})").format(port=port, command=command)
        )
    return Finding(
        "hint",
        _("port {port} is taken; '{command}' will choose the next one").format(
            port=port, command=command
        ),
        f"{command} --port {port + 10}",
    )


def _required(extra: str = "") -> list[Requirement]:
    """Return what ``pyproject.toml`` asks for, in the set without an extra or in that extra."""
    from packaging.requirements import Requirement

    every = [Requirement(text) for text in metadata.requires("cxlab") or []]
    plain = [r for r in every if not r.marker or r.marker.evaluate({"extra": ""})]
    if not extra:
        return plain
    return [r for r in every if r.marker and r.marker.evaluate({"extra": extra}) and r not in plain]


def _unmet(requirement: Requirement) -> tuple[str, str] | None:
    """Return what is wrong with one package, and what to install; ``None`` when it is fine."""
    wanted = f"{requirement.name}{requirement.specifier}"
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return _("{name} is not installed").format(name=requirement.name), wanted
    if version in requirement.specifier:
        return None
    return (
        _("{name} {version} is installed, {rule} is needed").format(
            name=requirement.name, version=version, rule=requirement.specifier
        ),
        wanted,
    )


def _install(specs: list[str]) -> str:
    """Return the line that installs these packages into the Python that runs."""
    pip = "-m pip install" if find_spec("pip") else ""
    start = f'"{sys.executable}" {pip}' if pip else f'uv pip install --python "{sys.executable}"'
    return " ".join([start, *(f'"{spec}"' for spec in specs)])
