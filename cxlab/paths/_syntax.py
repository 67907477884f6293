"""Path models in lavaan's notation, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from cxlab._core.arguments import brief
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab.paths._model import PathModel
from cxlab.paths._parts import Construct, Covariance, Label, Path

SIGNS = ("=~", "<~", "~~", "~")  # longest first, so that "~" is what is left
NAME = r"[^\W\d][\w.]*(?::[^\W\d][\w.]*)?"
TERM = re.compile(rf"\s*(?:(?P<label>[^*]+?)\s*\*\s*)?(?P<name>{NAME})\s*")
WORD = re.compile(NAME)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def parse(text: Any) -> PathModel:
    """Read a model.

    Raises
    ------
    SpecError
        A line cannot be understood; the message names it.
    """
    if not isinstance(text, str) or not text.strip():
        raise SpecError(_("The model is empty. Write a line such as: quality =~ q1 + q2 + q3"))
    constructs: dict[str, Construct] = {}
    paths: list[Path] = []
    pairs: list[Covariance] = []
    for number, line in _statements(text):
        left, sign, terms = _split(line, number)
        for name in left:
            for label, other in terms:
                if sign in ("=~", "<~"):
                    _measure(constructs, name, other, label, "A" if sign == "=~" else "B")
                elif sign == "~":
                    paths.append(Path(other, name, label))
                else:
                    pairs.append(Covariance(name, other, label))
    constructs = _higher(constructs)
    items = {item for each in constructs.values() for item in each.items}
    for name in dict.fromkeys(end for each in paths for end in (each.source, each.target)):
        if name not in constructs:
            constructs[name] = _bare(name, constructs, items)
    return PathModel(*constructs.values(), *paths, *pairs)


def written(model: PathModel) -> str:
    """Write a model."""
    lines = []
    for each in model.constructs:
        if each.of or (each.items and not each.observed):
            labels = each.labels or (None,) * len(each.of)
            terms = list(map(_term, labels, each.of or each.items))
            lines.append(f"{each.name} {'=~' if each.mode == 'A' else '<~'} {' + '.join(terms)}")
    for target in dict.fromkeys(each.target for each in model.paths):
        terms = [_term(each.label, each.source) for each in model.paths if each.target == target]
        lines.append(f"{target} ~ {' + '.join(terms)}")
    lines += [f"{each.one} ~~ {_term(each.label, each.other)}" for each in model.covariances]
    return "\n".join(lines)


def _term(label: Label, name: str) -> str:
    if label is None:
        return name
    return f"{label if isinstance(label, str) else format(label, '.15g')}*{name}"


def _statements(text: str) -> list[tuple[int, str]]:
    """Return the statements with their lines; a line that ends or begins with + goes on."""
    out: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        for piece in re.sub(r"[#!].*", "", raw).split(";"):
            bare = piece.strip()
            if not bare:
                continue
            goes_on = out and (out[-1][1].endswith(("+", "~")) or bare.startswith("+"))
            if goes_on and not any(sign in bare for sign in SIGNS):
                out[-1] = (out[-1][0], f"{out[-1][1]} {bare}")
            else:
                out.append((number, bare))
    return out


def _split(line: str, number: int) -> tuple[list[str], str, list[tuple[Label, str]]]:
    sign = next((each for each in SIGNS if each in line), None)
    if sign is None:
        raise _odd(line, number)
    left, right = line.split(sign, 1)
    names = [name.strip() for name in left.split("+")]
    terms = [TERM.fullmatch(term) for term in right.split("+")]
    if not all(map(WORD.fullmatch, names)) or not all(terms):
        raise _odd(line, number)
    return names, sign, [(_label(term["label"]), term["name"]) for term in terms if term]


def _label(text: str | None) -> Label:
    if text is None:
        return None
    return float(text) if NUMBER.fullmatch(text) else text


def _measure(
    constructs: dict[str, Construct], name: str, item: str, label: Label, mode: str
) -> None:
    known = constructs.get(name, Construct(name, mode=mode))
    constructs[name] = replace(
        known, items=(*known.items, item), labels=(*known.labels, label), mode=mode
    )


def _higher(constructs: dict[str, Construct]) -> dict[str, Construct]:
    """Turn constructs whose items are constructs into those of a higher order."""
    out = {}
    for name, each in constructs.items():
        inner = [item for item in each.items if item in constructs and item != name]
        if inner and len(inner) < len(each.items):
            raise SpecError(
                _(
                    "{name!r} mixes constructs ({inner}) and items of the data. Measure it by one "
                    "or the other."
                ).format(name=name, inner=listing(inner))
            )
        out[name] = replace(each, of=each.items, items=(), labels=()) if inner else each
    return out


def _bare(name: str, constructs: dict[str, Construct], items: set[str]) -> Construct:
    """Return a construct that is named in a path only: an interaction, or a column itself."""
    one, _mark, other = name.partition(":")
    if other and one in constructs and other in constructs:
        return Construct(name, product=(one, other))
    if name in items:
        raise SpecError(
            _(
                "{name!r} is an item of a construct and stands in a path too. Use one of them."
            ).format(name=name)
        )
    return Construct(name, (name,), (None,))


def _odd(line: str, number: int) -> SpecError:
    return SpecError(
        _(
            "Line {line} of the model cannot be understood: {text}. Write construct =~ item + "
            "item, effect ~ cause + cause, or one ~~ other."
        ).format(line=number, text=brief(line))
    )
