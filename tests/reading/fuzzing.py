"""Reads damaged files one after another and says what became of each, and of the memory.

The test runs it in a process of its own: what the system counts of a process and its children
then comes from these files only.
"""

import io
import os
import signal
import subprocess
import sys
import warnings

from mutations import drawn

import cxlab as cx

NET = "cannot be read as a table"  # the net under all others: nothing should fall into it
PATIENCE = 60  # seconds after which a file is said to hang


class Hangs(BaseException):
    """A file is not done with in time; no reader may take this for an error of the file."""


def outcome(content, name):
    """Read a file; return what became of it: ``read``, ``refused``, or the error nobody foresaw."""
    file = io.BytesIO(content)
    file.name = name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            survey = cx.read(file)
        except cx.CxError as error:
            return f"unforeseen: {error.__cause__!r}" if NET in str(error) else "refused"
        shown = survey._repr_html_() and repr(survey) and survey.explain()
    whole = survey.n and len(survey.items) == survey.data.shape[1]
    return "read" if shown and whole else "half a survey"


def outcomes(seeds, kinds):
    """Return what became of many files, by seed."""
    found = {}
    with cx.use("en"):
        for seed in seeds:
            content, name = drawn(seed, kinds)
            try:
                alarm(PATIENCE)
                found[seed] = outcome(content, name)
            except Exception as error:
                found[seed] = f"{type(error).__name__}: {error}"
            except Hangs:
                found[seed] = "hangs"
            finally:
                alarm(0)
    return found


def alarm(seconds):
    """Break off after some seconds, where the system has such a clock."""
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _hangs)
        signal.alarm(seconds)


def memory():
    """Return the most memory that this process and any one of its children had, in bytes."""
    import resource

    unit = 1024 if os.uname().sysname == "Linux" else 1
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return [resource.getrusage(each).ru_maxrss * unit for each in who]


def _hangs(*_):
    raise Hangs


def outgrow(size):
    """Have a child take so much memory."""
    subprocess.run([sys.executable, "-c", f"bytearray({size})"], check=True)
