"""Path models from YAML and back."""

from __future__ import annotations

from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import mapping, sequence
from cxlab.paths._model import PathModel
from cxlab.paths._parts import Construct, construct, covariance, interaction, path

PARTS = ("constructs", "paths", "covariances")


def parse(entry: Any) -> PathModel:
    """Build a model from what YAML gives."""
    given = mapping(entry, _("The model"))
    odd = [name for name in given if name not in PARTS]
    if odd:
        raise SpecError(
            _("The model has no part {names}. Use: {allowed}.").format(
                names=listing(map(repr, odd)), allowed=listing(PARTS)
            )
        )
    return PathModel(
        *(_construct(each) for each in sequence(given.get("constructs") or (), "constructs")),
        *(_path(each) for each in sequence(given.get("paths") or (), "paths")),
        *(_covariance(each) for each in sequence(given.get("covariances") or (), "covariances")),
    )


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
    if each.of:
        out["of"] = list(each.of)
    elif any(label is not None for label in each.labels):
        out["items"] = dict(zip(each.items, each.labels, strict=True))
    elif not each.observed:
        out["items"] = list(each.items)
    return out | ({} if each.mode == "A" else {"mode": each.mode})


def _construct(entry: Any) -> Construct:
    given = dict(mapping({"name": entry} if isinstance(entry, str) else entry, "constructs"))
    if "name" not in given:
        raise SpecError(_("A construct of the model has no name. Write 'name: quality'."))
    name, product = given.pop("name"), given.pop("product", None)
    allowed = {"items", "mode", "of"}
    odd = [key for key in given if key not in allowed]
    if odd:
        raise SpecError(
            _("The construct {name!r} has no part {names}. Use: {allowed}.").format(
                name=str(name),
                names=listing(map(repr, odd)),
                allowed=listing(["name", "product", *sorted(allowed)]),
            )
        )
    if product is None:
        return construct(name, **given)
    pair = sequence(product, str(name))
    if len(pair) != 2:
        raise SpecError(_("{name!r}: 'product' names two constructs.").format(name=str(name)))
    return interaction(*pair, name=name)


def _path(entry: Any) -> Any:
    given = mapping(entry, "paths")
    if not {"from", "to"} <= set(given):
        raise SpecError(_("A path of the model needs 'from' and 'to'."))
    return path(given["from"], to=given["to"], label=given.get("label"))


def _covariance(entry: Any) -> Any:
    pair = sequence(entry, "covariances")
    if len(pair) not in (2, 3):
        raise SpecError(_("A covariance of the model names two items or two constructs."))
    return covariance(pair[0], pair[1], label=pair[2] if len(pair) == 3 else None)
