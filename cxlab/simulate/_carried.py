"""The questionnaire that a frame carries with it: questions, blocks and words in its ``attrs``."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab.simulate._question import Question, question

UNASKED = ("duration", "churned")  # measured by the platform, known to the register


def carried(data: pd.DataFrame, lang: str) -> list[Question]:
    """Return the questions of a frame that says in ``attrs`` what was asked.

    Parameters
    ----------
    data
        ``attrs["labels"]`` has the question of each column, ``attrs["stems"]`` those of the blocks
        by the prefix of their columns, ``attrs["words"]`` the words of answers by column and code.
    lang
        Language of the questionnaire.
    """
    stems = data.attrs["stems"]
    found: list[Question] = []
    done: set[str] = set()
    for name in map(str, data.columns):
        prefix = next((each for each in stems if name.startswith(each)), name)
        if name in UNASKED or prefix in done:
            continue
        done.add(prefix)
        found.append(_block(data, prefix, lang) if prefix in stems else _one(data, name, lang))
    return found


def _block(data: pd.DataFrame, prefix: str, lang: str) -> Question:
    """Return a matrix; a block of yes and no is a multiple choice."""
    names = [name for name in map(str, data.columns) if name.startswith(prefix)]
    sign, labels = "：" if lang == "zh" else ": ", data.attrs["labels"]
    parts = {name: labels[name][lang].rpartition(sign)[2] for name in names}
    answers, kind = data[names], "matrix"
    if answers.isin([0, 1]).all(axis=None):
        answers, kind = answers.astype("boolean"), "multiple"
    text = data.attrs["stems"][prefix][lang]
    return question(kind, text, answers, parts, shown=_answered(answers))


def _one(data: pd.DataFrame, name: str, lang: str) -> Question:
    """Return a single question: one of several words, a number, or a text."""
    text, words = data.attrs["labels"][name][lang], data.attrs["words"].get(name)
    if words is None:
        kind = "number" if pd.api.types.is_numeric_dtype(data[name]) else "text"
        answers = data[[name]]
        return question(kind, text, answers, shown=_answered(answers))
    places = {code: place for place, code in enumerate(words, start=1)}
    options = {place: words[code][lang] for code, place in places.items()}
    answers = data[name].map(places).astype("Int64").to_frame()
    return question("single", text, answers, options=options, shown=_answered(answers))


def _answered(answers: pd.DataFrame) -> NDArray[np.bool_]:
    """Return who was asked: whoever answered anything."""
    return answers.notna().any(axis=1).to_numpy(dtype=np.bool_)
