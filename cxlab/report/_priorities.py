"""What to do first: drivers that matter and are done less well, gaps, groups that fall behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.i18n import _, paragraph
from cxlab._core.numerals import decimals, p_text, share_text, signed
from cxlab.report._findings import dimensions, paired

if TYPE_CHECKING:
    from cxlab.report._management import Answers

MOST = 3  # of each kind


def priorities(answers: Answers) -> tuple[pd.DataFrame | None, str]:
    """Return the table of priorities, or ``None`` where nothing stands out, and its words."""
    found: dict[str, Any] = answers.found
    rows: list[tuple[str, str, str, str]] = []
    if "ipa" in found:
        rows += _drivers(found["ipa"], _table(answers, "ipa"))
    if "service" in found and paired(found["service"]):
        rows += _gaps(found["service"], _table(answers, "service"))
    if "differences" in found:
        rows += _groups(found["differences"], _table(answers, "differences"))
    if not rows:
        return None, _(
            "So far nothing stands out from chance, so no priorities can be set. More answers "
            "would narrow the intervals."
        )
    heads = [_("Place"), _("What"), _("Why"), _("How sure"), _("Numbers in")]
    table = pd.DataFrame(
        [(str(place), *row) for place, row in enumerate(rows, 1)], columns=heads, dtype=str
    )
    return table, paragraph(
        [
            _(
                "The order: first drivers that weigh more than average and are done less well, "
                "then gaps of service, then groups that fall behind; within each the largest "
                "first."
            ),
            _(
                "It says where customers see most room, not what a remedy costs: set the cost "
                "beside it before you decide."
            ),
        ]
    )


def _table(answers: Answers, name: str) -> str:
    number = answers.places[name]  # every part so far is a table, but the findings at place 0
    return _("Table {number}").format(number=number)


def _drivers(result: Any, table: str) -> list[tuple[str, str, str, str]]:
    out = []
    for row in result.quadrant("concentrate").head(MOST).to_dict("records"):
        why = _(
            "{importance} of what the drivers explain; performance {performance}, average of the "
            "drivers {average}"
        ).format(
            importance=share_text(row["importance"], 1),
            performance=decimals(row["performance"]),
            average=decimals(result.cross[0]),
        )
        words = (
            _("settled: the same field in {held} of the resamples")
            if row["stability"] >= result.conf
            else _("not settled: the same field in only {held} of the resamples")
        )
        out.append((row["label"], why, words.format(held=share_text(row["stability"], 1)), table))
    return out


def _gaps(result: Any, table: str) -> list[tuple[str, str, str, str]]:
    rows = dimensions(result)
    rows = rows[rows["conf_high"] < 0]
    weighed = "weighted" in rows and rows["weighted"].notna().all()
    out = []
    size = "weighted" if weighed else "estimate"
    for row in rows.sort_values(size).head(MOST).to_dict("records"):
        why = _("gap of {gap} points to what was expected").format(gap=signed(row["estimate"], 2))
        if weighed:
            why = _(
                "gap of {gap} points to what was expected, with {weight} of the importance"
            ).format(gap=signed(row["estimate"], 2), weight=share_text(row["weight"], 1))
        sure = _("{conf:.0%} interval {low} to {high}, without zero").format(
            conf=result.conf, low=signed(row["conf_low"], 2), high=signed(row["conf_high"], 2)
        )
        out.append((result.label(row["term"]), why, sure, table))
    return out


def _groups(result: Any, table: str) -> list[tuple[str, str, str, str]]:
    frame = result.tidy()
    frame["p"] = frame["p_holm" if len(frame) > 1 else "p_value"]
    sure = frame[frame["p"] < 1 - result.conf]
    sure = sure.reindex(sure["estimate"].abs().sort_values(ascending=False).index)
    out: list[tuple[str, str, str, str]] = []
    seen: set[str] = set()
    for row in sure.to_dict("records"):
        behind, ahead = row["group"], row["against"]
        if row["estimate"] > 0:
            behind, ahead = ahead, behind
        if behind in seen or len(out) == MOST:
            continue
        seen.add(behind)
        why = _("NPS {size} points below {ahead}").format(
            size=decimals(abs(row["estimate"]), 1), ahead=result.metric.group(ahead)
        )
        sure_text = _("beyond chance by Holm's rule ({p})").format(p=p_text(row["p"]))
        out.append((result.metric.group(behind), why, sure_text, table))
    return out
