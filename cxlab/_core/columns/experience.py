"""Columns of the frameworks of experience: cases, cost trees, maps, tables of the sources."""

from cxlab._core.columns.column import Column
from cxlab._core.i18n import N_

EXPERIENCE = {
    "experience": Column(
        N_("experience"), N_("what was lived through, on the scale of the answers")
    ),
    "expectation": Column(N_("expectation"), N_("what was expected, on the scale of the answers")),
    "satisfaction": Column(N_("satisfaction"), N_("experience minus expectation")),
    "importance": Column(
        N_("importance"), N_("importance, stated by respondents or derived from data")
    ),
    "weighted": Column(N_("weighted"), N_("importance times estimate")),
    "low_usd": Column(N_("from (USD)"), N_("lower end of the price range in US dollars")),
    "high_usd": Column(N_("to (USD)"), N_("upper end of the price range in US dollars")),
    "multiple": Column(N_("multiple"), N_("times the row before, middle to middle on a log scale")),
    "confidence": Column(
        N_("confidence"), N_("how surely the number was traced to its source"), "text"
    ),
    "source": Column(N_("source"), N_("where the number stands"), "text"),
    "participation": Column(N_("participation"), N_("passive below zero, active above")),
    "connection": Column(N_("connection"), N_("absorption below zero, immersion above")),
    "realm": Column(N_("realm"), N_("realm of experience"), "text"),
    "border": Column(
        N_("on a border"), N_("whether the point lies on a border between realms"), "text"
    ),
    "meaning": Column(N_("meaning"), N_("what the term means"), "text"),
    "example": Column(N_("example"), N_("an example of the term"), "text"),
    "parts": Column(N_("parts"), N_("what belongs to the term"), "text"),
    "rule": Column(
        N_("what holds instead"), N_("the rule that replaces the misconception"), "text"
    ),
    "customers": Column(
        N_("target customers"), N_("whom the firm has chosen to serve best"), "text"
    ),
    "key_experience": Column(
        N_("key experience"), N_("the experience that target customers weigh most"), "text"
    ),
    "cem": Column(N_("CEM"), N_("customer experience management"), "text"),
    "crm": Column(N_("CRM"), N_("customer relationship management"), "text"),
    "actual": Column(N_("actual"), N_("actual experience, step 2a of a case"), "score"),
    "ideal": Column(N_("ideal"), N_("ideal experience, step 4a of a case"), "score"),
    "ideal_gap": Column(N_("gap to ideal"), N_("actual minus ideal experience, step 4b"), "score"),
    "low": Column(N_("at least"), N_("smallest value that the missing cells allow"), "score"),
    "high": Column(N_("at most"), N_("largest value that the missing cells allow"), "score"),
    "shops": Column(N_("shops"), N_("number of shops open"), "count"),
    "sales": Column(N_("sales"), N_("sales of all shops together")),
    "ratio": Column(N_("times one shop"), N_("sales as a multiple of those of one shop"), "score"),
    "per_shop": Column(N_("per shop"), N_("that multiple divided by the number of shops"), "score"),
    "decision": Column(N_("decision"), N_("what the rule says to do next"), "text"),
    "area": Column(N_("area"), N_("area of practice that a statement belongs to"), "text"),
    "answer": Column(N_("answer"), N_("the answer given, on the scale of the result"), "score"),
    "n_missing": Column(N_("unanswered"), N_("answers that are not there"), "count"),
    "requirement": Column(N_("requirement"), N_("what would close the gap"), "text"),
    "level": Column(N_("level"), N_("depth in the tree, 0 for the trunk"), "count"),
    "share_of_parent": Column(
        N_("share of parent"), N_("part of the branch above, 0 to 1"), "share"
    ),
    "amount": Column(N_("amount"), N_("money, in the currency the result names"), "money"),
    "outcome": Column(N_("outcome"), N_("how a branch ends: lost, at risk or kept"), "text"),
    "lost": Column(N_("lost"), N_("revenue lost"), "money"),
    "at_risk": Column(N_("at risk"), N_("revenue that may still be lost"), "money"),
    "kept": Column(N_("kept"), N_("revenue that stays"), "money"),
    "revenue": Column(N_("revenue"), N_("revenue that the tree divides"), "money"),
    "share_after": Column(N_("share after"), N_("share once the lever has been moved"), "share"),
    "saving": Column(N_("saving"), N_("loss avoided; negative where the loss grows"), "money"),
    "per_point": Column(N_("per point"), N_("saving per percentage point moved"), "money"),
    "points": Column(N_("points"), N_("percentage points by which a share moves"), "score"),
    "most": Column(N_("at the limit"), N_("saving when the lever is pushed to its limit"), "money"),
    "down": Column(N_("share lower"), N_("change of the loss when the share is lower"), "money"),
    "up": Column(N_("share higher"), N_("change of the loss when the share is higher"), "money"),
    "extra": Column(N_("extra loss"), N_("loss above that at the present share"), "money"),
    "value": Column(N_("value"), N_("value that one unit of money brings"), "score"),
    "cap": Column(N_("cap"), N_("the most that is worth spending"), "money"),
    "gain": Column(N_("gain"), N_("value times amount")),
}
