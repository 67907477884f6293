"""The answers of a page: only calls that changed are run again, each fault stays with its call."""

from __future__ import annotations

import logging
import uuid
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from traitlets.config import Application

from cxlab._core.errors import CxError, CxWarning, ModelError
from cxlab._core.i18n import _, language
from cxlab.dashboards._call import Call

_KEPT = 48  # answers; a visitor who moves a slider back gets the earlier one at once


@dataclass(frozen=True)
class Outcome:
    """What came of a call: an answer with its doubts, or the error."""

    answer: Any = None
    doubts: tuple[str, ...] = ()
    error: CxError | None = None


class Work:
    """Runs calls on one data set.

    Parameters
    ----------
    data
        What the calls know as ``data``.
    """

    def __init__(self, data: Any) -> None:
        self.data = data
        self._kept: dict[str, Outcome] = {}

    def run(self, calls: Sequence[Call]) -> dict[str, Outcome]:
        """Return what comes of each call, by name; a call that needs a failed one fails with it."""
        done: dict[str, Outcome] = {"data": Outcome(self.data)}
        keys: dict[str, str] = {"data": "data"}
        for call in calls:
            needs = sorted(call.needs() & set(done))
            keys[call.name] = "\n".join(
                [language(), call.code(set(done)), *(keys[name] for name in needs)]
            )
            done[call.name] = self._outcome(keys[call.name], call, done, needs)
        return done

    def _outcome(
        self, key: str, call: Call, done: Mapping[str, Outcome], needs: Sequence[str]
    ) -> Outcome:
        inherited = [doubt for name in needs for doubt in done[name].doubts]
        failed = next((done[name].error for name in needs if done[name].error), None)
        if failed:
            return Outcome(error=failed)
        found = self._kept.pop(key, None) or attempt(
            lambda: call.run({name: done[name].answer for name in done})
        )
        self._kept[key] = found  # the last used stands last
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return replace(found, doubts=tuple(dict.fromkeys([*inherited, *found.doubts])))


def attempt(run: Any) -> Outcome:
    """Run something; a fault that nobody foresaw becomes words with a number to find it by."""
    with warnings.catch_warnings(record=True) as weak:
        warnings.simplefilter("always", CxWarning)
        try:
            answer = run()
        except CxError as error:
            return Outcome(error=error)
        except Exception:
            return Outcome(error=unforeseen())
    said = [str(item.message) for item in weak if issubclass(item.category, CxWarning)]
    return Outcome(answer, tuple(dict.fromkeys(said)))


def unforeseen() -> ModelError:
    """Write the fault into the server's log, and return words for the visitor."""
    number = uuid.uuid4().hex[:8]
    kernel = Application.instance() if Application.initialized() else None
    log = kernel.log if kernel else logging.getLogger("cxlab")  # a kernel's log is not on the page
    log.error("fault %s", number, exc_info=True)
    return ModelError(
        _(
            "This could not be computed, and the reason was not foreseen. Try other settings; to "
            "have it mended, tell whoever runs this page the number {number}."
        ).format(number=number)
    )
