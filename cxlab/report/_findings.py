"""The findings of a report for management: one sentence each, with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.i18n import _, listing, paragraph, shortlist
from cxlab._core.labels import inside
from cxlab._core.numerals import decimals, share_text, signed

if TYPE_CHECKING:
    from cxlab.report._management import Answers

Said = list[tuple[str, tuple[str, ...]]]


def findings(answers: Answers) -> Said:
    """Return the sentences with the names of the results they draw on."""
    found: dict[str, Any] = answers.found
    said: Said = []
    if "nps" in found:
        said.append((_score(found["nps"]), ("nps",)))
    if "differences" in found:
        said.append((_groups(answers), ("nps_by", "differences")))
    if "service" in found:
        said.append((_service(found["service"]), ("service",)))
    if "importance" in found:
        said.append((_driver(found["importance"]), ("importance",)))
        said.append((_places(found["ipa"]), ("ipa",)))
    return said


def service_words(result: Any) -> str:
    """Say in plain words how far service is from what was expected; of plain scales what stands."""
    if not paired(result):
        return result.explain()
    rows = dimensions(result)
    short, above = rows[rows["conf_high"] < 0], rows[rows["conf_low"] > 0]
    said = [
        _(
            "The same {n:,} customers said what they expect and what they got. Below expectation "
            "beyond chance: {short}; above it: {above}."
        ).format(
            n=result.n,
            short=listing(map(result.label, short["term"])) or _("none"),
            above=listing(map(result.label, above["term"])) or _("none"),
        )
    ]
    if "weighted" in rows and rows["weighted"].notna().any():
        heavy = rows.loc[rows["weighted"].idxmin()]
        said.append(
            _(
                "Counting how much each matters to customers, {name} weighs most: {weighted} "
                "points of the weighted gap, with {weight:.0%} of the importance."
            ).format(
                name=result.label(heavy["term"]),
                weighted=signed(heavy["weighted"], 2),
                weight=heavy["weight"],
            )
        )
    return paragraph(said)


def service_by_words(result: Any) -> str:
    """Say how many gaps of groups are beyond chance; of plain scales what stands."""
    rows = dimensions(result)
    if not paired(result) or not len(rows):
        return result.explain()
    worst = rows.loc[rows["estimate"].idxmin()]
    return _(
        "Of {count} gaps, one for each dimension and group, {short} are below expectation beyond "
        "chance and {above} above it; the largest shortfall is {name} of {group} ({gap} points). "
        "Whether groups differ from each other is not tested here."
    ).format(
        count=len(rows),
        short=int((rows["conf_high"] < 0).sum()),
        above=int((rows["conf_low"] > 0).sum()),
        name=result.label(worst["term"]),
        group=worst["group"],
        gap=signed(worst["estimate"], 2),
    )


def dimensions(result: Any) -> Any:
    """Return the rows of the dimensions that have an interval."""
    rows = result.tidy()
    return rows[~rows["term"].isin(["overall", "overall_weighted"])].dropna(subset=["conf_low"])


def paired(result: Any) -> bool:
    """Whether a questionnaire asked for perception and expectation."""
    from cxlab.instruments import GapResult

    return isinstance(result, GapResult)


def _score(result: Any) -> str:
    row = result.table.iloc[0]
    return _(
        "Of {n:,} customers {promoters} are promoters and {detractors} detractors: NPS {estimate} "
        "({conf:.0%} interval {low} to {high})."
    ).format(
        n=result.n,
        promoters=share_text(row["promoters"], 1),
        detractors=share_text(row["detractors"], 1),
        estimate=signed(row["estimate"]),
        conf=result.conf,
        low=signed(row["conf_low"]),
        high=signed(row["conf_high"]),
    )


def _groups(answers: Answers) -> str:
    split: Any = answers.found["nps_by"]
    differences = answers.found["differences"]
    rows = split.table.sort_values("estimate", kind="stable")
    p = differences.table["p_holm" if len(differences.table) > 1 else "p_value"]
    sure = int((p < 1 - differences.conf).sum())
    words = {
        "by": answers.survey.inside(str(answers.survey.by)),
        "worst": split.group(rows["group"].iloc[0]),
        "low": signed(rows["estimate"].iloc[0]),
        "best": split.group(rows["group"].iloc[-1]),
        "high": signed(rows["estimate"].iloc[-1]),
        "sure": sure,
        "count": len(p),
    }
    if sure:
        return _(
            "By {by}, NPS runs from {low} ({worst}) to {high} ({best}); {sure} of {count} "
            "differences between two groups are beyond chance."
        ).format(**words)
    return _(
        "By {by}, NPS runs from {low} ({worst}) to {high} ({best}), but none of the {count} "
        "differences between two groups is beyond chance."
    ).format(**words)


def _service(result: Any) -> str:
    rows = dimensions(result)
    if not len(rows):
        return result.headline()
    low, high = rows.loc[rows["estimate"].idxmin()], rows.loc[rows["estimate"].idxmax()]
    if not paired(result):
        return _("{best} stands highest with {top}, {worst} lowest with {bottom}.").format(
            best=result.label(high["term"]),
            top=decimals(high["estimate"]),
            worst=result.label(low["term"]),
            bottom=decimals(low["estimate"]),
        )
    words = {
        "name": result.label(low["term"]),
        "gap": signed(low["estimate"], 2),
        "conf": result.conf,
        "low": signed(low["conf_low"], 2),
        "high": signed(low["conf_high"], 2),
    }
    if low["conf_high"] < 0:
        return _(
            "Service falls short of expectation most in {name}: {gap} points ({conf:.0%} interval "
            "{low} to {high})."
        ).format(**words)
    return _(
        "No dimension of service is below expectation beyond chance; the least to spare is in "
        "{name}: {gap} points ({conf:.0%} interval {low} to {high})."
    ).format(**words)


def _driver(result: Any) -> str:
    rows = result.table.sort_values("rank", kind="stable")
    first, rivals = rows.iloc[0], rows.iloc[1:]
    rivals = rivals.loc[rivals["rank_low"] == 1, "term"]
    words = {
        "y": inside(result.labels, result.outcome),
        "x": inside(result.labels, first["term"]),
        "share": share_text(first["share"], 1),
        "r2": share_text(result.r2, 1),
        "rivals": shortlist(inside(result.labels, rival) for rival in rivals),
    }
    if len(rivals):
        return _(
            "The drivers explain {r2} of the differences in {y}; {x} has the largest part "
            "({share} of it), though {rivals} could hold that place as well."
        ).format(**words)
    return _(
        "The drivers explain {r2} of the differences in {y}; {x} has the largest part "
        "({share} of it), and no other driver could hold that place."
    ).format(**words)


def _places(result: Any) -> str:
    rows = result.quadrant("concentrate")
    if not len(rows):
        return _(
            "No driver is both more important than the average of the drivers and done less well."
        )
    sure = rows["stability"] >= result.conf
    told = pd.Series([inside(result.labels, term) for term in rows["term"]], index=rows.index)
    named = shortlist(told, 3)
    if sure.all():
        return _(
            "Most is to be gained where importance is above and performance below the average of "
            "the drivers: {named}."
        ).format(named=named)
    if not sure.any():
        return _(
            "Most may be gained where importance is above and performance below the average of "
            "the drivers: {named}; none of this is settled yet."
        ).format(named=named)
    return _(
        "Most may be gained where importance is above and performance below the average of the "
        "drivers: {named}; not settled among them: {open}."
    ).format(named=named, open=shortlist(told[~sure], 3))
