"""Columns of work on units and exercises."""

from cxlab._core.columns.column import Column
from cxlab._core.i18n import N_

LESSONS = {
    "exercises": Column(N_("exercises"), N_("exercises of the unit"), "count"),
    "solved": Column(N_("solved"), N_("exercises answered rightly at least once"), "count"),
    "attempts": Column(N_("attempts"), N_("answers checked so far"), "count"),
    "minutes": Column(N_("minutes"), N_("time a unit takes"), "count"),
    "words_en": Column(N_("English words"), N_("words of the English text"), "count"),
    "words_zh": Column(N_("Chinese words"), N_("characters of the Chinese text / 1.6"), "count"),
    "code_cells": Column(N_("code cells"), N_("code cells of the students' copy"), "count"),
    "tested_cells": Column(N_("tested cells"), N_("cells whose output is compared"), "count"),
    "correct": Column(N_("solution passes"), N_("whether the solution is accepted")),
    "mistakes": Column(N_("mistakes"), N_("typical wrong answers listed"), "count"),
    "recognised": Column(N_("recognised"), N_("mistakes answered with their message"), "count"),
    "hints": Column(N_("hints"), N_("hints of the exercise"), "count"),
    "seconds": Column(N_("seconds"), N_("time it took"), "score"),
    "kilobytes": Column(N_("kB"), N_("size of the file in kilobytes"), "score"),
}
