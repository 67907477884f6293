"""The four realms of experience, measured: their strength, and the place on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import decimals, signed
from cxlab._core.result import Result
from cxlab.frameworks._means import extremes, group_of, mean_rows, parts
from cxlab.frameworks._place import SIDES, map_words, realm_at
from cxlab.instruments import get, score

RICHNESS, AXES = "richness", ("participation", "connection")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RealmsResult(Result):
    """Scores of the four realms, richness, and the position on the map.

    Parameters
    ----------
    span
        Ends of the answer scale.
    """

    span: tuple[float, float]

    title = N_("Four realms of experience")
    drawing = "cxlab.plots:realm_map"
    sources = ("pine_gilmore_1999", "oh_2007")

    def label(self, term: str) -> str:
        """Return a realm, or the name of a row, in the language in use."""
        names = {
            RICHNESS: _("richness (mean of the four)"),
            "participation": _("participation (active − passive)"),
            "connection": _("connection (immersion − absorption)"),
        }
        return names.get(term) or super().label(term)

    def headline(self) -> str:
        """State the strongest and the weakest realm; with groups, the richest and the poorest."""
        if self._grouped:
            low, high, apart = extremes(self.table[self.table["term"] == RICHNESS])
            text = (
                _("Richness of experience runs from {low:.1f} in {least} to {high:.1f} in {most}")
                if apart
                else _(
                    "No clear difference in richness of experience by group: "
                    "{low:.1f} to {high:.1f}"
                )
            )
            return text.format(
                low=low["estimate"], least=low["group"], high=high["estimate"], most=high["group"]
            )
        weak, strong, _apart = extremes(self.table[self.table["term"].isin(SIDES)])
        return _("Strongest realm: {strong} ({high:.1f}); weakest: {weak} ({low:.1f})").format(
            strong=self.label(strong["term"]),
            high=strong["estimate"],
            weak=self.label(weak["term"]),
            low=weak["estimate"],
        )

    def explain(self) -> str:
        """Say how rich the experience is and where it lies, and what the map cannot show."""
        texts = [] if self._grouped else self._strength()
        texts.append(
            _(
                "The centre of the map is not a weakness: an experience with all four realms "
                "strong lies there too, and is what Pine and Gilmore call the sweet spot. Read "
                "position and richness together."
            )
        )
        return paragraph(texts)

    def drawn(self) -> pd.DataFrame:
        """Return one row per point on the map with the ends of its two intervals."""
        points = []
        for name, rows in self._rows().items():
            point: dict[str, Any] = {"label": name or _("this experience")}
            for axis in AXES:
                point[axis] = rows[axis]["estimate"]
                point[f"{axis}_low"] = rows[axis]["conf_low"]
                point[f"{axis}_high"] = rows[axis]["conf_high"]
            points.append(point)
        return pd.DataFrame(points)

    def plot_options(self) -> dict[str, Any]:
        """Words of the map, with the scores in the quarters."""
        names = {realm: self.label(realm) for realm in SIDES}
        if self._grouped:
            return {"words": map_words(), "realms": names}
        low, high = self.span
        rows = {realm: self._rows()[""][realm] for realm in SIDES}
        texts = {
            realm: f"{names[realm]}\n{row['estimate']:.2f}  "
            f"[{decimals(row['conf_low'])}, {decimals(row['conf_high'])}]"
            for realm, row in rows.items()
        }
        shade = {realm: (row["estimate"] - low) / (high - low) for realm, row in rows.items()}
        return {"words": map_words(), "realms": texts, "shade": shade}

    @property
    def _grouped(self) -> bool:
        return "group" in self.table

    def _rows(self) -> dict[str, dict[str, Any]]:
        """Return the rows by group and term; the group is "" without groups."""
        out: dict[str, dict[str, Any]] = {}
        for row in self.table.to_dict("records"):
            out.setdefault(str(row.get("group", "")), {})[row["term"]] = row
        return out

    def _strength(self) -> list[str]:
        rows = self._rows()[""]
        texts = [
            _(
                "Richness, the mean of the four realms, is {value:.2f} ({low} to {high}) "
                "on a scale from {bottom:g} to {top:g}."
            ).format(
                value=rows[RICHNESS]["estimate"],
                low=decimals(rows[RICHNESS]["conf_low"]),
                high=decimals(rows[RICHNESS]["conf_high"]),
                bottom=self.span[0],
                top=self.span[1],
            )
        ]
        clear = [axis for axis in AXES if rows[axis]["conf_low"] * rows[axis]["conf_high"] > 0]
        if not clear:
            return [*texts, _("It lies in the middle of the map: no side is clearly stronger.")]
        point = {axis: rows[axis]["estimate"] if axis in clear else 0.0 for axis in AXES}
        passive, active, absorbed, immersed = map_words()
        ends = {"participation": (passive, active), "connection": (absorbed, immersed)}
        sides = (
            _("{name} ({value})").format(
                name=ends[axis][point[axis] > 0], value=signed(point[axis], 2)
            )
            for axis in clear
        )
        towards = realm_at(*point.values()).split("/")
        return [
            *texts,
            _("It leans to {sides}, toward {realms}.").format(
                sides=listing(sides), realms=listing(self.label(realm) for realm in towards)
            ),
        ]


def realms(data: pd.DataFrame, *, by: str | None = None, conf: float = 0.95) -> RealmsResult:
    """Score the four realms of experience and place the visit on their map.

    Parameters
    ----------
    data
        One row per respondent with the columns of the item bank ``realms``.
    by
        Column of groups; each is estimated by itself.
    conf
        Confidence level of the intervals.

    Returns
    -------
    RealmsResult
        ``tidy()`` has a row per realm, ``richness`` (mean of the four), ``participation`` and
        ``connection``, all in points of the scale: ``estimate std_error conf_low conf_high n``.

    Raises
    ------
    DataError
        A column is absent or an answer lies off the scale.

    Notes
    -----
    Participation is the mean of the active realms (education, escapism) minus the mean of the
    passive ones (entertainment, esthetics); connection is the mean of the immersive realms
    (escapism, esthetics) minus the mean of the absorbing ones (entertainment, education). Both are
    paired differences within respondents.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> names = [f"realm_{part}{item}" for part in "ndxs" for item in (1, 2, 3)]
    >>> answers = pd.DataFrame(rng.integers(1, 8, (20, 12)), columns=names)
    >>> realms(answers).tidy()["term"].tolist()[4:]
    ['richness', 'participation', 'connection']
    """
    bank = get("realms")
    scored = score(data, bank, by=by, conf=conf)
    scores = scored.scores.reset_index(drop=True)[list(SIDES)]
    side = pd.DataFrame(SIDES, index=list(AXES)).T / 2
    values = scores.assign(**{RICHNESS: scores.mean(axis=1, skipna=False)}).join(scores @ side)
    tables = [mean_rows(part, conf, name) for name, part in parts(values, group_of(data, by))]
    table = pd.concat(tables, ignore_index=True).drop(columns=["statistic", "df", "p_value"])
    return RealmsResult(
        table=table,
        n=scored.n,
        n_dropped=scored.n_dropped,
        dropped=scored.dropped,
        conf=conf,
        labels=scored.labels,
        span=(bank.scale.low, bank.scale.high),
    )
