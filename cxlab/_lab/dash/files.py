"""Scripts and styles: kept by the browser for good, because their address changes with them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import os
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, StaticFileHandler, authenticated

from cxlab._lab.dash.base import Guarded, Headers

_FOR_GOOD = "public, max-age=31536000, immutable"
_TEXT = {".js", ".css", ".svg", ".json", ".map", ".html", ".txt"}
_MAIN = "voila.js"
_WORTH = 1_000  # bytes from which packing pays
# ipywidgets' frontend looks for a widget every 100 ms for 2 s, sleeps once more, and gives up
# without another look: a widget that came in that sleep was "not found", and its page empty.
_LAST_LOOK = re.compile(
    rb"(if\(void 0!==\((\w+)=this\._models\[\w+\]\)\)return \2;)"
    rb"(await new Promise\([^;]{1,40}\)\})(throw Error\(\"widget model not found\"\))"
)
_PICTURES = re.compile(r".+\.(png|jpe?g|gif|svg|webp)", re.IGNORECASE)


class Kept(Headers, StaticFileHandler):
    """Files out of several folders, packed once and kept by browsers for good."""

    def initialize(self, paths: Iterable[str]) -> None:  # type: ignore[override]
        """Take the folders; a file in an earlier one goes first."""
        self.roots = [os.path.abspath(path) for path in paths]
        super().initialize(path=self.roots[0])

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send a file, packed where the browser can unpack it."""
        name = path.replace("\\", "/")
        file = next((found for root in self.roots if (found := _file(root, name))), None)
        if file is None or any(part.startswith(".") for part in name.split("/")):
            raise HTTPError(404)
        accepted = "gzip" in self.request.headers.get("Accept-Encoding", "")
        stamp = file.stat().st_mtime_ns
        body, etag, packed = await asyncio.to_thread(_content, str(file), stamp, accepted)
        self.absolute_path = str(file)
        self.set_header("Content-Type", self.get_content_type())
        self.set_header("Cache-Control", _FOR_GOOD)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Etag", etag)
        if packed:
            self.set_header("Content-Encoding", "gzip")
        if self.check_etag_header():
            self.set_status(304)
        elif include_body:
            self.write(body)

    def compute_etag(self) -> str | None:
        """Return the mark that ``get`` has set."""
        return self._headers.get("Etag")

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Answer with the status alone."""
        self.finish(str(status_code))


class Pictures(Guarded, StaticFileHandler):
    """Pictures beside a reader's own notebooks, and nothing else of the folder."""

    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

    @authenticated
    async def get(  # type: ignore[override]
        self, path: str, include_body: bool = True
    ) -> None:
        """Send a picture that lies inside the folder."""
        if not _PICTURES.fullmatch(path) or not self.dash.shelf.inside(path):
            raise HTTPError(404)
        await StaticFileHandler.get(self, path, include_body)


def version(folders: Iterable[str]) -> str:
    """Return a short word that changes when a package or an extension of the pages does."""
    parts = [f"{name} {metadata.version(name)}" for name in ("cxlab", "voila", "ipywidgets")]
    parts.append(_LAST_LOOK.pattern.decode())
    for folder in folders:
        for path in sorted(Path(folder).glob("**/package.json")):
            parts.append(f"{path} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _file(root: str, name: str) -> Path | None:
    path = Path(os.path.abspath(os.path.join(root, name)))
    return path if "\0" not in name and path.is_relative_to(root) and path.is_file() else None


def _script(main: Path) -> bytes:
    """Return Voila's script with all its parts: one request instead of seventy.

    A part adds itself to a list and waits to be asked for, so their order does not matter.
    """
    parts = sorted(main.parent.glob(f"[0-9]*.{_MAIN}"))
    return b"\n;".join(part.read_bytes() for part in [*parts, main])


@lru_cache(maxsize=1_024)
def _content(file: str, _stamp: int, pack: bool) -> tuple[bytes, str, bool]:
    path = Path(file)
    body = _script(path) if path.name == _MAIN else path.read_bytes()
    if path.suffix == ".js":
        body = _LAST_LOOK.sub(rb"\1\3\1\4", body)
    packed = pack and path.suffix in _TEXT and len(body) > _WORTH
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}{"-gz" if packed else ""}"'
    return (gzip.compress(body, 6) if packed else body), etag, packed
