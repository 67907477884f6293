"""The notebooks a reader works in: the checkout's own, or a copy that the reader owns."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.resources import PACKAGE, find

FIRST = "start.ipynb"
_COPY = "cxlab-notebooks"
_RECORD = ".cxlab-copied.json"  # name of each copied file -> digest of what was copied


def folder() -> Path:
    """Return the folder to work in: ``notebooks`` of a checkout, else ``./cxlab-notebooks``.

    The copy is made or brought up to date here; a file the reader has changed is never overwritten.

    Raises
    ------
    SpecError
        The kit carries no notebooks, or the copy cannot be written where the reader stands.
    """
    kit = find("notebooks")
    if PACKAGE not in kit.parents:
        return kit
    target = Path.cwd() / _COPY
    try:
        kept = refresh(kit, target)
    except OSError as err:
        raise SpecError(
            _("Cannot write to '{folder}' ({reason}). Go to a folder of your own first.").format(
                folder=target, reason=err.strerror
            )
        ) from err
    if kept:
        warn(
            _(
                "There is a newer version of {files}, and yours are changed: kept as they are. "
                "Rename yours to get the new ones."
            ).format(files=listing(kept))
        )
    return target


def refresh(kit: Path, target: Path) -> list[str]:
    """Copy the notebooks of the kit to ``target``; return changed files that miss a newer one."""
    record = target / _RECORD
    copied = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    kept = []
    for source in sorted(path for path in kit.rglob("*") if path.is_file() and _visible(path)):
        name = source.relative_to(kit).as_posix()
        own, new = target / name, _digest(source)
        if own.exists() and _digest(own) not in (new, copied.get(name)):
            kept += [] if copied.get(name) == new else [name]
            continue
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, own)
        copied[name] = new
    target.mkdir(exist_ok=True)
    record.write_text(json.dumps(copied, indent=1), encoding="utf-8")
    return kept


def built() -> Iterator[Path]:
    """Yield the notebooks that came with the kit."""
    return (path for path in sorted(find("notebooks").rglob("*.ipynb")) if _visible(path))


def trust() -> None:
    """Sign the kit's notebooks, so that JupyterLab shows their outputs at once.

    A signature belongs to the content: a copy is trusted with its original, a changed one is not.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    with NotebookNotary() as notary:
        for path in built():
            notary.sign(nbformat.read(path, as_version=4))


def untrusted() -> list[str]:
    """Return the names of the kit's notebooks that are not signed yet."""
    import nbformat
    from nbformat.sign import NotebookNotary

    with NotebookNotary() as notary:
        return [
            path.name
            for path in built()
            if not notary.check_signature(nbformat.read(path, as_version=4))
        ]


def _visible(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(find("notebooks")).parts)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
