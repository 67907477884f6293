"""Instruments from YAML and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _, listing
from cxlab._core.validate import finite, listed, mapping, sequence
from cxlab.instruments._instrument import (
    Dimension,
    Instrument,
    Item,
    Mode,
    Scale,
    Text,
    Weights,
)

PARTS = ("name", "title", "scale", "modes", "dimensions")


def parse(entry: Any) -> Instrument:
    """Build an instrument from what YAML gives."""
    _demand(entry, PARTS, _("The instrument"))
    name = str(entry["name"])
    parts = sequence(entry["dimensions"], f"{name}: dimensions")
    dimensions = tuple(_dimension(each, name) for each in parts)
    ids = [item.id for dimension in dimensions for item in dimension.items]
    scale = _demand(entry["scale"], ("low", "high"), f"{name}: scale")
    low, high = (_round(finite(scale[end], f"{name}: scale: {end}")) for end in ("low", "high"))
    weights = entry.get("weights")
    pair = sequence(entry.get("pair") or (), f"{name}: pair")
    if len(pair) not in (0, 2):
        raise SpecError(
            _("{name}: pair must name two modes, such as [perception, expectation].").format(
                name=name
            )
        )
    return Instrument(
        name=name,
        title=_text(entry["title"]),
        about=_text(entry["about"]) if "about" in entry else None,
        scale=Scale(low, high, _anchors(scale, f"{name}: scale")),
        modes=tuple(
            Mode(
                name=mode,
                label=_text(spec.get("label", mode)),
                columns=_columns(spec, ids, f"{name}: {mode}"),
                stem=_text(spec["stem"]) if "stem" in spec else None,
                anchors=_anchors(spec, f"{name}: {mode}"),
            )
            for mode, spec in _modes(entry["modes"], name)
        ),
        dimensions=dimensions,
        pair=(pair[0], pair[1]) if pair else None,
        weights=Weights(
            _columns(weights, [each.name for each in dimensions], f"{name}: weights"),
            None if weights.get("total") is None else finite(weights["total"], f"{name}: total"),
        )
        if weights
        else None,
        sources=tuple(map(str, listed(entry.get("sources") or (), f"{name}: sources"))),
    )


def plain(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as plain mappings and lists, what is empty left out."""
    ids = [item.id for dimension in instrument.dimensions for item in dimension.items]
    weights = instrument.weights
    return _full(
        name=instrument.name,
        title=_copy(instrument.title),
        about=_copy(instrument.about),
        sources=list(instrument.sources),
        scale=_full(
            low=instrument.scale.low,
            high=instrument.scale.high,
            anchors=_ends(instrument.scale.anchors),
        ),
        pair=list(instrument.pair or ()),
        modes={
            mode.name: _full(
                **_where(mode.columns, ids),
                label=_copy(mode.label),
                stem=_copy(mode.stem),
                anchors=_ends(mode.anchors),
            )
            for mode in instrument.modes
        },
        weights=_full(
            **_where(weights.columns, [each.name for each in instrument.dimensions]),
            total=weights.total,
        )
        if weights
        else None,
        dimensions=[
            {
                "name": dimension.name,
                "label": _copy(dimension.label),
                "items": [
                    _full(
                        id=item.id,
                        **_copy(item.text),
                        covers=_copy(item.covers),
                        reversed=item.reversed or None,
                    )
                    for item in dimension.items
                ],
            }
            for dimension in instrument.dimensions
        ],
    )


def _dimension(entry: Any, where: str) -> Dimension:
    _demand(entry, ("name", "label", "items"), f"{where}: dimensions")
    items = [
        _demand(item, ("id", *LANGUAGES), f"{where}: {entry['name']}")
        for item in sequence(entry["items"], f"{where}: {entry['name']}: items")
    ]
    return Dimension(
        name=str(entry["name"]),
        label=_text(entry["label"]),
        items=tuple(
            Item(
                id=str(item["id"]),
                text={code: str(item[code]) for code in LANGUAGES},
                reversed=bool(item.get("reversed", False)),
                covers=_text(item["covers"]) if "covers" in item else None,
            )
            for item in items
        ),
    )


def _columns(entry: Mapping[str, Any], ids: Sequence[str], where: str) -> tuple[str, ...]:
    """Return the named columns, or a prefix put before the ids."""
    if "columns" in mapping(entry, where):
        return tuple(str(column) for column in listed(entry["columns"], where))
    _demand(entry, ("prefix",), where)
    return tuple(f"{entry['prefix']}{name}" for name in ids)


def _where(columns: Sequence[str], ids: Sequence[str]) -> dict[str, Any]:
    """Write columns as a prefix where that says it all."""
    prefix = columns[0].removesuffix(ids[0])
    if prefix and list(columns) == [prefix + name for name in ids]:
        return {"prefix": prefix}
    return {"columns": list(columns)}


def _text(value: Any) -> Text:
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    _demand(value, tuple(LANGUAGES), str(value))
    return {code: str(value[code]) for code in LANGUAGES}


def _anchors(entry: Mapping[str, Any], where: str) -> tuple[Text, Text] | None:
    if not entry.get("anchors"):
        return None
    found = _demand(entry["anchors"], ("low", "high"), f"{where}: anchors")
    return _text(found["low"]), _text(found["high"])


def _modes(given: Any, name: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the modes as (name, fields), a mapping each."""
    modes = mapping(given, f"{name}: modes")
    return [(str(mode), mapping(spec, f"{name}: {mode}")) for mode, spec in modes.items()]


def _round(number: float) -> float:
    """Keep a whole number whole, as YAML gave it."""
    return int(number) if number == int(number) else number


def _ends(anchors: tuple[Text, Text] | None) -> dict[str, Any] | None:
    return {"low": _copy(anchors[0]), "high": _copy(anchors[1])} if anchors else None


def _copy(text: Text | None) -> dict[str, str]:
    return dict(text or {})


def _full(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part not in (None, {}, [], "")}


def _demand(entry: Any, parts: Sequence[str], where: str) -> Any:
    """Return a mapping that has all the parts named."""
    missing = [part for part in parts if not isinstance(entry, Mapping) or part not in entry]
    if missing:
        raise SpecError(
            _(
                "{where} lacks {parts}. Add them; the banks in cxlab/instruments show the form."
            ).format(where=where, parts=listing(repr(part) for part in missing))
        )
    return entry
