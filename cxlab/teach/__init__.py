"""Teaching: units built into notebooks, answers checked at once, progress kept on the machine."""

from cxlab.teach._build import BuildResult, build, stale
from cxlab.teach._check import CheckResult, check
from cxlab.teach._outline import OutlineResult, outline
from cxlab.teach._progress import ProgressResult, progress
from cxlab.teach._rehearse import RehearsalResult, rehearse

__all__ = [
    "BuildResult",
    "CheckResult",
    "OutlineResult",
    "ProgressResult",
    "RehearsalResult",
    "build",
    "check",
    "outline",
    "progress",
    "rehearse",
    "stale",
]
