"""Groups too small to be shown: a few answers would tell who gave them."""

from __future__ import annotations

from collections.abc import Iterable

from cxlab._core.errors import DataError, warn
from cxlab._core.i18n import _, shortlist

LEAST = 10  # answers a group must have to be shown, unless somebody says another number


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


def refuse_beside_total(left: Iterable[bool], least: int) -> None:
    """Raise when no group can be shown without telling a small one.

    Raises
    ------
    DataError
        None can.
    """
    if not any(left):
        raise DataError(
            _(
                "Beside the total, the groups would give away one of fewer than {least} answers, "
                "so none is shown. Choose larger groups or longer periods."
            ).format(least=least)
        )


def warn_small(hidden: Iterable[str], least: int, further: Iterable[str] = ()) -> None:
    """Name the groups that are not shown, and those left out besides."""
    for text in (not_shown(hidden, least), left_out(further)):
        if text:
            warn(text)


def left_out(further: Iterable[str]) -> str:
    """Say which groups are left out for the sake of small ones; empty if none is."""
    names = list(further)
    if not names:
        return ""
    return _(
        "Not shown either, as a small group could be worked out from the total: {groups}."
    ).format(groups=shortlist(names, 6))


def not_shown(hidden: Iterable[str], least: int) -> str:
    """Say which groups are not shown and why; empty if all are."""
    names = list(hidden)
    if not names:
        return ""
    return _("Not shown, because fewer than {least} answered: {groups}.").format(
        least=least, groups=shortlist(names, 6)
    )
