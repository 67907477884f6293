"""What the operator of ``cxlab dash`` may choose."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _

SECRETS = ("CXLAB_TOKEN", "CXLAB_PASSWORD")  # kernels never see these variables
_SHARE = 0.7  # of the memory that is free at the start may be used by visitors
_EACH = 120  # MB that one visitor's kernel may need
_PER_CORE = 20  # visitors that one core can serve in turns


@dataclass(frozen=True)
class Options:
    """The choices, as checked; see ``cxlab dash --help``."""

    public: bool = False
    host: str = "127.0.0.1"
    base_url: str = "/"
    token: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    visitors: int | None = None
    upload_mb: int = 25
    log: Path | None = None

    def __post_init__(self) -> None:
        if self.visitors is not None and self.visitors < 1:
            raise SpecError(_("--visitors must be 1 or more; it is {n}.").format(n=self.visitors))
        if not 1 <= self.upload_mb <= 2_000:
            raise SpecError(
                _("--upload-mb must lie in 1-2000; it is {n}.").format(n=self.upload_mb)
            )
        if not self.public and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise SpecError(
                _(
                    "Without --public the pages are for this machine only, and {host} is open to "
                    "others. Add --public, or leave --host out."
                ).format(host=self.host)
            )
        if self.log and not self.log.absolute().parent.is_dir():
            raise SpecError(
                _("There is no folder for the log file {file}. Make it first.").format(
                    file=self.log
                )
            )

    @property
    def prefix(self) -> str:
        """The path under which the pages stand, with a slash at both ends."""
        middle = self.base_url.strip("/")
        return f"/{middle}/" if middle else "/"

    @property
    def places(self) -> int:
        """How many visitors are served at once."""
        return self.visitors or room()


def room() -> int:
    """Return how many visitors this machine can serve at once, by its memory and its cores."""
    import psutil

    free = psutil.virtual_memory().available
    limit = Path("/sys/fs/cgroup/memory.max")  # what a container may use
    if limit.exists() and (text := limit.read_text(encoding="ascii").strip()).isdigit():
        free = min(free, int(text))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(int(_SHARE * free / (_EACH << 20)), _PER_CORE * (cores or 1)))
