"""What is weak about a report for management, and how its numbers were computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _, listing, shortlist
from cxlab._core.labels import inside
from cxlab._core.numerals import share_text
from cxlab.report._findings import paired
from cxlab.report._survey import BOOT, SEED

if TYPE_CHECKING:
    from cxlab.report._findings import Said
    from cxlab.report._management import Answers

FEW = 30  # answers below which a group is read with care
LOST = 0.05  # share of rows left out that a reader should hear of


def weak(answers: Answers) -> Said:
    """Return what weakens the findings, with the names of the results concerned."""
    survey, found = answers.survey, answers.found
    said: Said = [(doubt, ()) for doubt in dict.fromkeys(survey.doubts)]
    for name, result in found.items():
        few = [] if name == "differences" else _few(result)
        if few:
            text = _("Fewer than {few} answers, so read with care: {groups}.")
            said.append((text.format(few=FEW, groups=shortlist(few, 5)), (name,)))
        lost = result.n_dropped / max(result.n + result.n_dropped, 1)
        if lost > LOST:
            text = _(
                "{count:,} rows ({share}) are left out because answers are missing; if those "
                "customers think otherwise, the numbers are biased."
            )
            shown = text.format(count=result.n_dropped, share=share_text(lost, 1))
            said.append((shown, (name,)))
    ipa: Any = found.get("ipa")
    if ipa is not None:
        open_ = ipa.table.loc[ipa.table["stability"] < ipa.conf, "term"]
        shaky = [inside(ipa.labels, term) for term in open_]
        if len(shaky):
            text = _("Another sample might place these drivers in another field: {named}.")
            said.append((text.format(named=listing(shaky)), ("ipa",)))
        text = _(
            "What goes together in one survey need not be cause and effect: try a remedy in a few "
            "places before it is done everywhere."
        )
        said.append((text, ("importance", "ipa")))
    text = _(
        "The answers are not weighted, and customers who did not answer are missing: the intervals "
        "cover the chance of sampling, not this bias."
    )
    return [*said, (text, ())]


def methods(answers: Answers) -> Said:
    """Return one line per method, with its rule and its assumptions."""
    found: dict[str, Any] = answers.found
    said: Said = []
    if "nps" in found:
        text = _(
            "Net Promoter Score: share of answers 9-10 minus share of answers 0-6, in points from "
            "-100 to 100; adjusted-Wald intervals."
        )
        said.append((text, ("nps", "nps_by")))
    if "differences" in found:
        text = _(
            "Differences between groups: two-sided tests, p-values adjusted for the number of "
            "pairs by Holm's rule; each interval stands for one pair alone."
        )
        said.append((text, ("differences",)))
    if "service" in found:
        text = (
            _(
                "Gap: perception minus expectation of the same respondent, averaged over the items "
                "of a dimension; t intervals. The steps of the scale count as equal, and a gap "
                "carries the errors of both answers."
            )
            if paired(found["service"])
            else _("Scores: means of the items of a dimension; t intervals. The steps count equal.")
        )
        said.append((text, ("service", "service_by")))
    if "importance" in found:
        named = {
            "lmg": _(
                "Importance (LMG): what a driver adds to R², averaged over all orders of entry; a "
                "straight line for every driver. Percentile intervals from {boot:,} resamples, "
                "seed {seed}."
            ),
            "johnson": _(
                "Importance (Johnson's weights): R² divided among the drivers, also where they "
                "overlap. Percentile intervals from {boot:,} resamples, seed {seed}."
            ),
        }
        text = named[found["importance"].method].format(boot=BOOT, seed=SEED)
        said.append((text, ("importance",)))
        text = _(
            "Map: importance is Johnson's share of R², performance the mean answer, the crosshair "
            "the mean of the drivers. A driver counts as settled if at least {conf:.0%} of the "
            "resamples put it into the same field."
        )
        said.append((text.format(conf=found["ipa"].conf), ("ipa",)))
    return said


def _few(result: Any) -> list[str]:
    table = result.table
    if "group" not in table or "n" not in table:
        return []
    return list(dict.fromkeys(map(str, table.loc[table["n"] < FEW, "group"])))
