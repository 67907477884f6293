"""Path models from YAML and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import brief, mapping, sequence
from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import Construct, construct, covariance, interaction, path

PARTS = ("constructs", "paths", "covariances")


def parse(entry: Any) -> PathModel:
    """Build a model from what YAML gives."""
    given = mapping(entry, _("The model"))
    _allowed(given, _("The model"), PARTS)
    return PathModel(
        *(_construct(each) for each in _part(given, "constructs")),
        *(_path(each) for each in _part(given, "paths")),
        *(_covariance(each) for each in _part(given, "covariances")),
    )


def _part(given: Mapping[str, Any], name: str) -> list[Any]:
    part = given.get(name)
    return [] if part is None else sequence(part, name)


def plain(model: PathModel) -> dict[str, Any]:
    """Return a model as plain mappings and lists, what is empty left out."""
    whole = {
        "constructs": [_plain_construct(each) for each in model.constructs],
        "paths": [
            _full(**{"from": each.source, "to": each.target, "label": each.label})
            for each in model.paths
        ],
        "covariances": [
            [each.one, each.other, *([] if each.label is None else [each.label])]
            for each in model.covariances
        ],
    }
    return {name: part for name, part in whole.items() if part}


def _full(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part is not None}


def _plain_construct(each: Construct) -> dict[str, Any]:
    out: dict[str, Any] = {"name": each.name}
    if each.product:
        return out | {"product": list(each.product)}
    part = "of" if each.of else "items"
    if any(label is not None for label in each.labels):
        out[part] = dict(zip(each.of or each.items, each.labels, strict=True))
    elif not each.observed:
        out[part] = list(each.of or each.items)
    return out | ({} if each.mode == "A" else {"mode": each.mode})


def _construct(entry: Any) -> Construct:
    given = dict(mapping({"name": entry} if isinstance(entry, str) else entry, "constructs"))
    if "name" not in given:
        raise SpecError(_("A construct of the model has no name. Write 'name: quality'."))
    name, product = given.pop("name"), given.pop("product", None)
    parts = ("items", "of", "mode")
    _allowed(given, _("The construct {name}").format(name=brief(name)), parts)
    if product is not None and given:
        raise SpecError(
            _("{name} has both 'product' and {names}. Give one of them.").format(
                name=brief(name), names=listing(map(repr, given))
            )
        )
    if product is None:
        return construct(name, **given)
    pair = sequence(product, str(name))
    if len(pair) != 2:
        raise SpecError(
            _("{name}: 'product' names two constructs, such as [image, value].").format(
                name=brief(name)
            )
        )
    return interaction(*pair, name=name)


def _path(entry: Any) -> Any:
    given = mapping(entry, "paths")
    if not {"from", "to"} <= set(given):
        raise SpecError(
            _("A path of the model needs 'from' and 'to', such as 'from: quality, to: loyalty'.")
        )
    _allowed(given, _("A path of the model"), ("from", "to", "label"))
    return path(given["from"], to=given["to"], label=given.get("label"))


def _covariance(entry: Any) -> Any:
    pair = sequence(entry, "covariances")
    if len(pair) not in (2, 3):
        raise SpecError(
            _("A covariance of the model names two items or two constructs, such as [q1, q2].")
        )
    return covariance(pair[0], pair[1], label=pair[2] if len(pair) == 3 else None)


def _allowed(given: Mapping[Any, Any], whose: str, parts: Sequence[str]) -> None:
    """Refuse parts of other names."""
    odd = [name for name in given if name not in parts]
    if odd:
        raise SpecError(
            _("{whose} has no part {names}. Use: {allowed}.").format(
                whose=whose, names=listing(map(brief, odd)), allowed=listing(parts)
            )
        )
