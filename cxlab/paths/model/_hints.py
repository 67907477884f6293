"""What people write who know another notation, and what to write here instead."""

from __future__ import annotations

import re

from cxlab._core.i18n import N_, _

HINTS = (  # the first that is found in the line
    (
        r":=",
        N_(
            "New numbers (:=) are not defined here: effects() of the fitted model gives indirect "
            "and total effects with intervals. Leave the line out."
        ),
    ),
    (
        r"~\*~|[|｜]",
        N_("Thresholds and scaling factors follow from estimator='wlsmv'. Leave the line out."),
    ),
    (
        r"->|<-|=>|[←→↔⇐⇒⇔]",
        N_("Arrows are written from their end: effect ~ cause; one ~~ other for two heads."),
    ),
    (
        r"==|[<＜>＞](?![~～-])[^=-]*$",
        N_(
            "Constraints are written at the numbers: the same name makes two equal "
            "(f =~ x*q1 + x*q2), a number fixes one. Leave the line out."
        ),
    ),
    (r"^(group|level|block)\s*[:：]", N_("Groups are named by by= of the verb, not in the model.")),
    (
        r"[~～]\s*(\d\s*[*＊]\s*)?[01]\s*$",
        N_("Means belong to the model by themselves where they matter. Leave the line out."),
    ),
    (
        r"\?|start\s*\(",
        N_("Starting values are found by themselves. Leave them out."),
    ),
    (
        r"\bc\s*\(",
        N_(
            "Values by group are not written here: by=, equal= and free= of the verb say what "
            "groups share."
        ),
    ),
    (
        r"\b(equal|label|prior|efa)\s*\(|[\"'“”‘’].*[\"'“”‘’]\s*[*＊]",
        N_("A label is a plain name or a number before the star: f =~ q1 + x*q2 + 0.8*q3."),
    ),
    (
        r"\b(BY|ON|WITH)\b|@",
        N_("Write =~ for BY, ~ for ON, ~~ for WITH, a star for @, and + between items."),
    ),
    (
        r"^\s*(//|/\*|--|%)|\s(//|/\*|--|%)",
        N_("Comments begin with #."),
    ),
    (
        r"\^|\bI\s*\(|:[^:]*:|[*＊][^+＋]*[*＊]",
        N_("Products of constructs are written a:b; squares, a:a."),
    ),
    (
        r"[-−－]\s*[^\W\d]",
        N_("Nothing is taken away: items are joined by +. Reverse the answers of an item first."),
    ),
    (
        r"[+＋]\s*([+＋]|$|[=＝~～])|^\s*[=＝~～<+]|[~～*＊]\s*($|[+＋])",
        N_("A name is missing beside a sign. Write construct =~ item + item."),
    ),
    (
        r"[~～][^~～]+[~～]",
        N_("There are two signs in one line. Give each statement a line of its own, or put ;."),
    ),
    (
        r"[,，、]|\w\s+[^\W\d]",
        N_("Items are joined by +, not by commas or spaces: quality =~ q1 + q2."),
    ),
    (
        "",
        N_(
            "Write construct =~ item + item, effect ~ cause + cause, or one ~~ other; names with "
            "spaces or signs in backquotes: `my item`."
        ),
    ),
)
LONGEST = 300  # letters of a line that are looked at


def hint(line: str) -> str:
    """Return the way out for a line that cannot be understood."""
    return next(_(words) for form, words in HINTS if re.search(form, line[:LONGEST]))
