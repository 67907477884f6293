"""Which of the four realms an offer belongs to, by participation and connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.result import Result
from cxlab._core.validate import finite
from cxlab.frameworks._pairs import Numbers, paired
from cxlab.frameworks._types import scale_labels
from cxlab.instruments import get

SIDES = {  # signs of participation (active) and connection (immersion)
    "entertainment": (-1, -1),
    "education": (1, -1),
    "escapism": (1, 1),
    "esthetics": (-1, 1),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlaceResult(Result):
    """Offers on the map of the four realms."""

    title = N_("Place on the map of the four realms")
    drawing = "cxlab.plots:realm_map"
    sources = ("pine_gilmore_1999",)

    @property
    def realm(self) -> str:
        """The realm of the first offer; on a border the realms it touches, joined by a slash."""
        return str(self.table["realm"].iloc[0])

    def word(self, value: Any) -> Any:
        """Return a realm, or the realms of a border, in words."""
        names = value.split("/") if isinstance(value, str) else []
        return "/".join(map(self.label, names)) if names and set(names) <= set(SIDES) else value

    def label(self, term: str) -> str:
        """Return an offer or a realm as a reader should see it."""
        return _("this offer") if term == "" else super().label(term)

    def headline(self) -> str:
        """State where the offers belong."""
        if len(self.table) == 1:
            offer, realm = self.label(self.table["term"].iloc[0]), self.word(self.realm)
            return _("{offer}: {realm}").format(offer=offer, realm=realm)
        counts = self.table["realm"].where(~self.table["border"], "").value_counts()
        names = (self.word(realm) or _("on a border") for realm in counts.index)
        return _("By realm: {counts}").format(
            counts=listing(f"{name}\u00a0{n}" for name, n in zip(names, counts, strict=True))
        )

    def explain(self) -> str:
        """Give the rule by which the map is read."""
        texts = [
            _(
                "Two questions place an offer: does the customer take part (active) or watch "
                "(passive), and is the experience taken in (absorption) or entered (immersion)? "
                "Entertainment is passive and absorbed, education active and absorbed, escapism "
                "active and immersed, esthetics passive and immersed."
            )
        ]
        if self.table["border"].any():
            texts.append(_("On an axis an offer belongs to both realms it touches."))
        return paragraph(texts)

    def plot_options(self) -> dict[str, Any]:
        """Words of the map."""
        return {"realms": {realm: self.label(realm) for realm in SIDES}, "words": map_words()}


def map_words() -> tuple[str, str, str, str]:
    """Words of the map's axes in the language in use."""
    return _("passive participation"), _("active participation"), _("absorption"), _("immersion")


def realm_at(participation: float, connection: float) -> str:
    """Return the realm of a point; on a border all it touches, joined by a slash."""
    point = (participation, connection)
    return "/".join(
        realm
        for realm, sides in SIDES.items()
        if all(side * value >= 0 for side, value in zip(sides, point, strict=True))
    )


def place(participation: float | Numbers, connection: float | Numbers) -> PlaceResult:
    """Place offers on the map of the four realms of experience.

    Parameters
    ----------
    participation
        Below zero passive, above zero active; a number, or ``{offer: number}``.
    connection
        Below zero absorption, above zero immersion; likewise.

    Returns
    -------
    PlaceResult
        One row per offer: ``participation connection realm border``. On a border ``realm`` names
        the realms it touches, joined by a slash.

    Raises
    ------
    SpecError
        A value is not a finite number, or the two name different offers.

    Examples
    --------
    >>> place(1, -0.5).realm, place(1, 0).realm
    ('education', 'education/escapism')
    """
    if isinstance(participation, Mapping | pd.Series) or isinstance(
        connection, Mapping | pd.Series
    ):
        pairs = paired(participation, connection, ("participation", "connection"))  # type: ignore[arg-type]
        if not pairs:
            raise SpecError(_("No offer was named. Name at least one."))
    else:
        pairs = {"": (finite(participation, "participation"), finite(connection, "connection"))}
    rows = [
        {
            "term": term,
            "participation": across,
            "connection": down,
            "realm": realm_at(across, down),
            "border": across == 0 or down == 0,
        }
        for term, (across, down) in pairs.items()
    ]
    return PlaceResult(table=pd.DataFrame(rows), n=0, labels=scale_labels(get("realms")))
