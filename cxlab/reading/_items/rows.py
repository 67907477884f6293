"""One row per column: what it is, which item it stands for, the ends of its scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.labels import Attached
from cxlab.reading._items.answer_column import AnswerColumn, numeric
from cxlab.reading._items.checks import check_recommend, decimals
from cxlab.reading._items.kinds import Known, ends, lone_scale, plain_kind, scale_blocks
from cxlab.reading._items.work import Work


def item_rows(work: Work) -> pd.DataFrame:
    """Return a row per column: what it is, and what was found of it."""
    known = {name: _known(work, name) for name in work.told}
    roles = {column: role for role, column in work.sheet.roles.items()}
    kinds = {name: plain_kind(each, roles.get(name, "")) for name, each in known.items()}
    blocks = scale_blocks(list(known.values()), kinds)
    rows = []
    for name, each in known.items():
        kind, block, top = kinds[name], each.group, None
        if name in blocks:
            kind, (block, top) = "scale", blocks[name]
        elif kind == "number" and (top := lone_scale(each)):
            kind = "scale"
        if kind in ("scale", "number") and name not in work.found:
            if check_recommend(each.told, each.text or work.texts[name], work.log):
                kind, top = "scale", 10
            elif _mostly_whole(each.told):
                decimals(each.told, work.log)
        low, high = ends(each, top) if kind == "scale" else (None, None)
        match = work.found.get(name)
        mode, dimension, turned = work.item_of.get(work.names[name], ("", "", False))
        mapped = name in work.mapping.columns
        rows.append({
            "column": work.names[name],
            "source": work.sheet.sources.get(name, name),
            "text": each.text,
            "kind": kind,
            "item": match.column if match else "",
            "mode": mode if match else "",
            "dimension": dimension if match else "",
            "how": match.how if match else "mapping" if mapped else "",
            "match": match.alike if match else np.nan,
            "scale_low": np.nan if low is None else float(low),
            "scale_high": np.nan if high is None else float(high),
            "reversed": bool(match) and turned,
            "n": (n := int(work.series[name].notna().sum())),
            "n_missing": len(work.series[name]) - n,
            "block": block,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _known(work: Work, name: str) -> Known:
    """Gather what was found of a column."""
    scale = work.scales.get(name)
    text = work.texts[name] if work.texts[name] != name or work.names[name] != name else ""
    words = dict(scale.words) if scale else work.file_words(name)
    base = Known(
        name=name,
        told=work.told[name],
        series=work.series[name],
        text=text if text != work.names[name] else "",
        kind=work.sheet.kinds.get(name, ""),
        group=work.sheet.groups.get(name, ""),
        words=words or None,
    )
    place = work.place(name)
    if place and work.instrument is not None and all(map(numeric, base.told.live)):
        low, high = work.instrument.scale.low, work.instrument.scale.high
        group = base.group or f"{work.instrument.name} {place[0]}"
        return replace(base, kind="scale", low=low, high=high, group=group)
    if scale is not None and not base.kind:
        return replace(base, kind="scale", low=scale.low, high=scale.high)
    return base


def _mostly_whole(told: AnswerColumn) -> bool:
    """Tell whether nearly all answers are whole numbers of a short scale."""
    live = told.live
    if (
        told.many
        or not live
        or not all(map(numeric, live))
        or not 0 <= min(live) <= max(live) <= 10
    ):
        return False
    whole = [value is not None and float(value).is_integer() for value in told.answers]
    total, _line = told.where(value is not None for value in told.answers)
    return sum({value: 1 for value in live if float(value).is_integer()}.values()) >= 3 and (
        0.9 * total <= told.where(whole)[0] < total
    )


def described(
    frame: pd.DataFrame, data: pd.DataFrame, items: pd.DataFrame, work: Work
) -> pd.DataFrame:
    """Put the questions and the words of the answers on the frame.

    An item is called as its instrument calls it, in both languages; any other column by its
    question.
    """
    texts = {name: text for name, text in zip(items["column"], items["text"], strict=True) if text}
    known: dict[str, Any] = dict(work.instrument.labels()) if work.instrument else {}
    labels = texts | {name: known[name] for name in frame.columns if name in known}
    words = {
        work.names[name]: dict(sorted(scale.words.items()))
        for name, scale in work.scales.items()
        if scale.words
    }
    for name in work.told:
        kept = work.file_words(name) or work.sheet.words.get(name)
        if kept and name not in work.scales:
            words[work.names[name]] = dict(kept)
    frame.attrs = {**data.attrs, "labels": Attached(labels), "words": Attached(words)}
    return frame
