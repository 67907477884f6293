"""Who shares the credit: columns, factors with all their dummies, and groups of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core import validate
from cxlab._core.design import Design, Terms, variables
from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _, listing
from cxlab._core.labels import Labels, labels_of


@dataclass(frozen=True, eq=False)
class Players:
    """The drivers that are credited.

    Parameters
    ----------
    names
        Their names: terms of ``x``, or names of groups.
    blocks
        The columns of the design matrix (without the intercept) that belong to each.
    factor
        Whether dummies stand behind it.
    labels
        Readers' names.
    """

    names: tuple[str, ...]
    blocks: tuple[tuple[int, ...], ...]
    factor: tuple[bool, ...]
    labels: Labels


def members(terms: Terms, groups: Any) -> dict[str, list[str]]:
    """Return the terms of every driver: those of ``groups`` together, the others alone.

    A driver stands where its first term stands in ``x``.

    Raises
    ------
    SpecError
        A group is empty, names what is not in ``x``, overlaps another, or bears a driver's name.
    """
    alone = [str(term) for term in terms.formula if str(term) != "1"]
    written = {_squeezed(name): name for name in alone}
    given = {} if groups is None else validate.mapping(groups, "groups")
    home: dict[str, str] = {}
    for group, names in given.items():
        wanted = [written.get(_squeezed(n), str(n)) for n in validate.listed(names, "groups")]
        if not wanted:
            raise SpecError(
                _("The group {name!r} holds no column. Name its columns, or leave it out.").format(
                    name=group
                )
            )
        for name in wanted:
            if name not in alone:
                raise SpecError(
                    _("The group {group!r} names {name}, which is not in x. {hint}")
                    .format(group=group, name=validate.brief(name), hint=_near(name, alone))
                    .strip()
                )
            if name in home:
                raise SpecError(
                    _(
                        "{name!r} is in the groups {first!r} and {second!r}. A driver's credit can "
                        "go to one group only."
                    ).format(name=name, first=home[name], second=str(group))
                )
            home[name] = str(group)
    clash = [name for name in alone if name not in home and name in home.values()]
    if clash:
        raise SpecError(
            _("{name!r} is the name of a group and of a driver outside it. Rename one.").format(
                name=clash[0]
            )
        )
    out: dict[str, list[str]] = {}
    for name in alone:
        out.setdefault(home.get(name, name), []).append(name)
    return out


def _squeezed(name: object) -> str:
    """Return a term without what formulaic writes in its own way."""
    return str(name).replace(" ", "").replace("`", "")


def _near(name: str, known: list[str]) -> str:
    return validate.closest(name, known) or _("Name it in x as well.")


def credited(data: pd.DataFrame, design: Design, members: Mapping[str, list[str]]) -> Players:
    """Return the drivers with their columns of the design matrix.

    Raises
    ------
    SpecError
        Two drivers share a column of the data, as an effect and its interaction do.
    """
    columns = list(map(str, design.terms.columns))
    _apart(design, members, columns)
    known = labels_of(data, [*design.terms.columns, *members])
    given = {str(name): words for name, words in known.items()}
    blocks, factors, labels = [], [], dict[str, Mapping[str, str]]()
    for name, own in members.items():
        places = [j for j, column in enumerate(design.drivers) if design.owner[column] in own]
        used = variables(own[0], columns)
        plain = len(own) == 1 and (own[0] in columns or own[0].startswith("C("))
        if name in given:
            labels[name] = given[name]
        elif plain and len(used) == 1:
            labels[name] = given.get(used[0], dict.fromkeys(LANGUAGES, used[0]))
        blocks.append(tuple(places))
        factors.append(any("[T." in design.drivers[j] for j in places))
    return Players(tuple(members), tuple(blocks), tuple(factors), labels)


def _apart(design: Design, members: Mapping[str, list[str]], columns: list[str]) -> None:
    """Refuse drivers that share a column: none enters without the other."""
    home = {term: name for name, own in members.items() for term in own}
    user: dict[str, str] = {}
    for term in design.spec.terms:
        if str(term) not in home:
            continue
        for factor in term.factors:
            for column in variables(factor.expr, columns):
                first = user.setdefault(column, home[str(term)])
                if first != home[str(term)]:
                    raise SpecError(
                        _(
                            "{names} share the column {column!r}, so credit can't be divided "
                            "between them. Put them into one group: groups={{'name': [...]}}."
                        ).format(names=listing(map(repr, (first, home[str(term)]))), column=column)
                    )
