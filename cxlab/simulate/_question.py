"""A question of a questionnaire, and what everybody answered to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Question:
    """A question, and what everybody answered to it.

    Parameters
    ----------
    kind
        ``single``, ``matrix``, ``multiple``, ``ranking``, ``number`` or ``text``.
    text
        The question.
    parts
        The row or option of each column of answers; one empty text where there is one column.
    options
        The words of each code.
    answers
        Codes, yes and no, ranks or texts; missing where there is no answer.
    shown
        Whether a respondent was asked at all, shape (n_rows,).
    beside
        What was written beside an option; empty otherwise.
    """

    kind: str
    text: str
    parts: Mapping[str, str]
    options: Mapping[int, str]
    answers: pd.DataFrame
    shown: NDArray[np.bool_]
    beside: pd.Series


def question(
    kind: str,
    text: str,
    answers: pd.DataFrame,
    parts: Mapping[str, str] | None = None,
    **more: Any,
) -> Question:
    """Return a question that everybody was asked, unless ``more`` says otherwise.

    One column of answers is no part of anything, unless ``parts`` says otherwise.
    """
    n = len(answers)
    settings: dict[str, Any] = {
        "options": {},
        "shown": np.ones(n, bool),
        "beside": pd.Series([""] * n, index=answers.index),
    }
    return Question(
        kind=kind,
        text=text,
        parts=parts or {str(answers.columns[0]): ""},
        answers=answers.convert_dtypes(),
        **{**settings, **more},
    )
