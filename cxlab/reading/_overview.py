"""A log as people read it: what was found in many columns in one row, doubts first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, shortlist
from cxlab.reading._cells.personal import WORDS
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import KINDS, RULES
from cxlab.reading._quality.rules import KINDS as FLAG_KINDS
from cxlab.reading._quality.table import ANY, SEVERAL

ORDER = ("warned", "dropped")  # what people see first
APART = 3  # rows of one rule with different words; more are joined
SHORT, NAMED = 20, 3  # letters of a text of which several are named, and how many
HEADINGS = {
    "rule": N_("what was found"),
    "kind": N_("what was done"),
    "column": N_("column"),
    "rows": N_("rows"),
    "first": N_("first in line"),
    "before": N_("before"),
    "after": N_("after"),
}


def in_words(log: pd.DataFrame) -> pd.DataFrame:
    """Return a log in the language in use, a row per entry; the headings are still codes."""
    table = log.astype("object")
    table["rule"] = [_(RULES[rule].words) for rule in log["rule"]]
    table["kind"] = [_(KINDS[kind]) for kind in log["kind"]]
    table["before"] = [_before(*pair) for pair in zip(log["rule"], log["before"], strict=True)]
    table["after"] = [_after(*pair) for pair in zip(log["rule"], log["after"], strict=True)]
    for name in ("rows", "first"):
        table[name] = ["" if pd.isna(count) else f"{count:,}" for count in log[name]]
    return table


def _before(rule: str, before: str) -> str:
    if rule.startswith("personal") and before in WORDS:
        return _(WORDS[before])
    return _(FLAG_KINDS[ANY]) if rule == "without" and before == SEVERAL else before


def _after(rule: str, after: str) -> str:
    if rule == "layout" and after in PLATFORMS:
        return _(PLATFORMS[after])
    return _("ids: {count}").format(count=after) if rule == "id_kept" else after


def headed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a log with its headings in the language in use."""
    return table.rename(columns={name: _(words) for name, words in HEADINGS.items()})


def gathered(log: pd.DataFrame) -> list[list[int]]:
    """Return the places of the entries that stand in one row, doubts first, then what is left out.

    Entries about columns stand together if rule, before and after are the same; those of one rule
    all do if there would be more than three rows of them.
    """
    alike: dict[Hashable, list[int]] = defaultdict(list)
    of_rule: dict[str, set[Hashable]] = defaultdict(set)
    entries = log[["rule", "column", "before", "after"]].itertuples(index=False, name=None)
    for place, (rule, column, before, after) in enumerate(entries):
        key: Hashable = (rule, before, after) if column else (rule, place)
        alike[key].append(place)
        if column:
            of_rule[rule].add(key)
    many = {key: rule for rule, keys in of_rule.items() if len(keys) > APART for key in keys}
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for key, places in alike.items():
        groups[many.get(key, key)] += places
    kinds = log["kind"].tolist()
    rank = {kind: number for number, kind in enumerate(ORDER)}
    return sorted(
        map(sorted, groups.values()), key=lambda places: rank.get(kinds[places[0]], len(rank))
    )


def overview(log: pd.DataFrame) -> pd.DataFrame:
    """Return the log with a row to what stands together, in the language in use."""
    words = in_words(log)
    told = [_joined(words.iloc[places], log.iloc[places]) for places in gathered(log)]
    return headed(pd.DataFrame(told, columns=list(HEADINGS), dtype="object"))


def _joined(words: pd.DataFrame, entries: pd.DataFrame) -> dict[str, Any]:
    """Return one row for several entries: columns in short, a range of rows, the first line."""
    first = entries["first"].min()
    return {
        "rule": words["rule"].iloc[0],
        "kind": words["kind"].iloc[0],
        "column": _listed(words["column"]),
        "rows": _range(entries["rows"].dropna().tolist()),
        "first": "" if pd.isna(first) else f"{first:,}",
        "before": _listed(words["before"]),
        "after": _listed(words["after"]),
    }


def _listed(texts: Iterable[str]) -> str:
    names = [text for text in dict.fromkeys(texts) if text]
    brief = all(len(name) <= SHORT for name in names[:NAMED])
    return shortlist(names, NAMED if brief else 1)


def _range(counts: Sequence[int]) -> str:
    if not counts:
        return ""
    low, high = min(counts), max(counts)
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
