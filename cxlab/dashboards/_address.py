"""The address of a page: its settings as a query, so that a link shows the same page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from cxlab._core.errors import SpecError
from cxlab.dashboards._setting import Setting

_LONGEST = 8_000  # characters of a query; browsers and proxies cut longer ones
_MOST = 400  # names in it

Query = Mapping[str, Sequence[str]]


def asked() -> Query:
    """Return the query of the page's address; empty outside Voila."""
    if not os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
        return {}
    text = os.environ.get("QUERY_STRING", "")[:_LONGEST]
    return parse_qs("&".join(text.split("&")[:_MOST]), keep_blank_values=True)


def read(settings: Sequence[Setting], query: Query) -> tuple[dict[str, Any], list[str]]:
    """Return the values that a query gives, and what is wrong with the rest in words."""
    values, wrong = {}, []
    for setting in settings:
        if setting.name in query:
            try:
                values[setting.name] = setting.read(query[setting.name])
            except SpecError as error:
                wrong.append(str(error))
    return values, wrong


def write(settings: Sequence[Setting], values: Mapping[str, Any], **basis: str) -> str:
    """Write the query: language and data first, then the settings that were changed."""
    changed = [each for each in settings if values[each.name] != each.start]
    pairs = [(each.name, text) for each in changed for text in each.write(values[each.name])]
    query = urlencode([*basis.items(), *pairs])
    return query if len(query) <= _LONGEST else urlencode(list(basis.items()))
