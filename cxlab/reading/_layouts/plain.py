"""Any other table: roles by the names of the columns, multiple choices where they are certain."""

from __future__ import annotations

from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices, roles
from cxlab.reading._layouts.draft import Draft
from cxlab.reading._log import Log

SIGNS = {"┋": 0.0, "|": 1.5}  # what divides options, and how often each must come back


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Find the roles, the questions of a header in two rows, and multiple choices."""
    found = roles.found(sheet)
    signs = {
        name: sign
        for name, column in sheet.columns.items()
        for sign, repeats in SIGNS.items()
        if name not in sheet.fields and choices.certain(column, sign, repeats)
    }
    draft = Draft(sheet, log)
    for name in sheet.columns:
        if name in signs:
            label = sheet.labels.get(name, sheet.sources.get(name, name))
            choices.multiple(draft, name, name, sign=signs[name], label=label)
        else:
            draft.keep(name, group=sheet.parts.get(name, ("", ""))[0])
    draft.roles = {role: name for role, name in found.items() if name not in signs}
    return roles.settled(draft.done(), log, sure=False)
