"""Groups too small to be shown: a few answers would tell who gave them."""

from __future__ import annotations

from collections.abc import Iterable

from cxlab._core.errors import DataError, warn
from cxlab._core.i18n import _, shortlist


def refuse_small(left: int, least: int) -> None:
    """Raise once no group is left.

    Raises
    ------
    DataError
        None is.
    """
    if not left:
        raise DataError(
            _(
                "No group has {least} answers or more, so none is shown. Choose larger groups or "
                "longer periods."
            ).format(least=least)
        )


def warn_small(hidden: Iterable[str], least: int) -> None:
    """Name the groups that are not shown."""
    text = not_shown(hidden, least)
    if text:
        warn(text)


def not_shown(hidden: Iterable[str], least: int) -> str:
    """Say which groups are not shown and why; empty if all are."""
    names = list(hidden)
    if not names:
        return ""
    return _("Not shown, because fewer than {least} answered: {groups}.").format(
        least=least, groups=shortlist(names, 6)
    )
