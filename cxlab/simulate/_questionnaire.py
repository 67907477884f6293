"""The questions behind a frame of answers: what a survey platform would have asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxlab import instruments
from cxlab._core.labels import label, labels_of
from cxlab._core.resources import read_yaml
from cxlab.simulate._carried import carried
from cxlab.simulate._meiyu import TYPES
from cxlab.simulate._question import Question, question

BANKS = ("experience_types", "servqual", "perceived_value", "relationship", "realms", "loyalty")
LIKED = 1  # points that an experience must lie above its expectation to be ticked as good


def questions_of(data: pd.DataFrame, lang: str) -> list[Question]:
    """Return the questions that the columns of a frame answer.

    A frame that says itself what was asked gives that (``attrs["stems"]``, as that of ``company``);
    one with columns of the world of Meiyu the questionnaire of its case, with every kind of
    question; any other one question to a column.
    """
    if "stems" in data.attrs:
        return carried(data, lang)
    words = read_yaml(Path(__file__).with_name("questionnaire.yaml"))
    first = [_branch(data, words, lang), _channel(data, words, lang)]
    blocks = [each for bank in BANKS for each in _blocks(data, bank, words, lang)]
    makers = (_liked, _ranking, _recommend, _again, _comment)
    found = [*first, *blocks, *(maker(data, words, lang) for maker in makers)]
    known = [question for question in found if question is not None]
    return known or [_column(data, name, lang) for name in data.columns]


def _branch(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    if "branch" not in data:
        return None
    asked = words["branch"]
    names = sorted(data["branch"].unique())
    codes = data["branch"].map({name: place for place, name in enumerate(names, start=1)})
    options = {k: asked["option"][lang].format(name) for k, name in enumerate(names, start=1)}
    return question("single", asked[lang], codes.to_frame(), options=options)


def _channel(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    """Phone is no option here: who phoned ticked "other", and wrote it."""
    if "channel" not in data:
        return None
    asked = words["channel"]
    codes = data["channel"].map({"shop": 1, "web": 2, "phone": 3})
    options = {k: asked["options"][k - 1][lang] for k in (1, 2, 3)}
    beside = data["channel"].map({"phone": asked["beside"][lang]}).fillna("")
    return question("single", asked[lang], codes.to_frame(), options=options, beside=beside)


def _blocks(data: pd.DataFrame, name: str, words: Mapping[str, Any], lang: str) -> list[Question]:
    """Return a matrix for each way in which a questionnaire of the bank asks its items."""
    bank = instruments.get(name)
    texts, sign = bank.labels(), "：" if lang == "zh" else ": "
    scale = words["agreement"] if (bank.scale.low, bank.scale.high) == (1, 7) else []
    options = {code: each[lang] for code, each in enumerate(scale, start=1)}
    found = []
    for mode in bank.modes:
        start = f"{mode.label[lang]}{sign}"
        there = [column for column in mode.columns if column in data]
        parts = {column: texts[column][lang].removeprefix(start) for column in there}
        asked = mode.stem[lang].rstrip("：:，, ") if mode.stem else bank.title[lang]
        if there:
            found.append(question("matrix", asked, data[there], parts, options=options))
    return found


def _types(words: Mapping[str, Any], prefix: str, lang: str) -> dict[str, str]:
    return {prefix + kind: words["types"][kind][lang] for kind in TYPES}


def _liked(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    pairs = {kind: (f"x_{kind}", f"e_{kind}") for kind in TYPES}
    if not all(name in data for pair in pairs.values() for name in pair):
        return None
    ticks = pd.DataFrame(
        {f"liked_{kind}": data[x] >= data[e] + LIKED for kind, (x, e) in pairs.items()}
    ).astype("boolean")
    ticks[~ticks.any(axis=1)] = pd.NA
    return question("multiple", words["liked"][lang], ticks, _types(words, "liked_", lang))


def _ranking(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    """Rank the types by their importance, the first named first where they matter the same."""
    if not all(f"w_{kind}" in data for kind in TYPES):
        return None
    weights = data[[f"w_{kind}" for kind in TYPES]].to_numpy(float)
    order = np.argsort(-weights, axis=1, kind="stable")
    ranks = np.argsort(order, axis=1) + 1
    table = pd.DataFrame(ranks, index=data.index, columns=[f"rank_{kind}" for kind in TYPES])
    return question("ranking", words["ranking"][lang], table, _types(words, "rank_", lang))


def _recommend(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    if "recommend" not in data:
        return None
    return question("number", words["recommend"][lang], data[["recommend"]])


def _again(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    """Visitors are not asked whether they bought again."""
    if not {"repurchased", "segment"} <= set(data.columns):
        return None
    asked = words["again"]
    shown = (data["segment"] == "local").to_numpy(bool)
    codes = (2 - data["repurchased"]).astype("Int64").where(shown).to_frame()
    options = {k: asked["options"][k - 1][lang] for k in (1, 2)}
    return question("single", asked[lang], codes, options=options, shown=shown)


def _comment(data: pd.DataFrame, words: Mapping[str, Any], lang: str) -> Question | None:
    name = f"comment_{lang}"
    return question("text", words["comment"][lang], data[[name]]) if name in data else None


def _column(data: pd.DataFrame, name: Any, lang: str) -> Question:
    labels = labels_of(data, [name])
    text = labels[name][lang] if name in labels else label({}, name)
    kind = "number" if pd.api.types.is_numeric_dtype(data[name]) else "text"
    return question(kind, text, data[[name]])
