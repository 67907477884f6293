"""Path models in lavaan's notation, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from cxlab._core.arguments import brief
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab.paths.model._hints import hint
from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import NAME, Construct, Covariance, Label, Path, label_of

BREAK = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
TILDE = "[~～〜∼˜]"  # ASCII, full width, and what word processors and PDF make of it
SCAN = re.compile(
    rf"""(?P<name>(?:{NAME}|`(?:[^`]|``)+`)(?::(?:{NAME}|`(?:[^`]|``)+`))?)
    |(?P<number>[-−－]?(?:\d+[.．]?\d*|[.．]\d+)(?:[eE][-+−]?\d+)?(?![\w.]))
    |(?P<sign>[=＝]{TILDE}|[<＜]{TILDE}|{TILDE}{TILDE}?)(?![=＝~～<>*])
    |(?P<plus>[+＋])
    |(?P<star>[*＊])
    |(?P<end>[;；{BREAK}])
    |(?P<space>(?:(?![{BREAK}])\s)+|[#!＃！][^{BREAK}]*)
    |(?P<odd>.)""",
    re.VERBOSE,
)
PLAIN = re.compile(NAME)
GOING = ("plus", "star")  # beside these a statement goes on in the next line
SIGNS = {"=~": "A", "<~": "B"}


class Token(NamedTuple):
    """A piece of the text: what it is, how it reads, and where it ends."""

    kind: str
    text: str
    start: int
    stop: int


class Term(NamedTuple):
    """What stands between two plus signs: a name, and what is multiplied with it."""

    label: Label
    name: str


@dataclass
class Draft:
    """A construct as its lines are read."""

    mode: str
    items: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def parse(text: Any) -> PathModel:
    """Read a model.

    Raises
    ------
    SpecError
        A line cannot be understood; the message names it.
    """
    if not isinstance(text, str) or not text.strip():
        raise SpecError(_("The model is empty. Write a line such as: quality =~ q1 + q2 + q3"))
    drafts: dict[str, Draft] = {}
    paths: list[Path] = []
    pairs: list[Covariance] = []
    for statement in _statements(text):
        names, sign, terms = _split(statement, text)
        for name in names:
            for label, other in terms:
                if sign in SIGNS:
                    _measure(drafts, name, Term(label, other), SIGNS[sign])
                elif sign == "~":
                    paths.append(Path(other, name, label))
                else:
                    pairs.append(Covariance(name, other, label))
    ends = dict.fromkeys(end for each in paths for end in (each.source, each.target))
    known = {*drafts, *ends}
    constructs = {name: _built(name, each, drafts, known) for name, each in drafts.items()}
    items = {item for each in constructs.values() for item in each.items}
    for name in ends:
        if name not in constructs:
            constructs[name] = _bare(name, known, items)
    return PathModel(*constructs.values(), *paths, *pairs)


def written(model: PathModel) -> str:
    """Write a model."""
    ends = {end for each in model.paths for end in (each.source, each.target)}
    names = set(model.names)
    lines = []
    for each in model.constructs:
        if each.name in ends and _speaks_for_itself(each, names):
            continue
        if each.product:
            terms = [":".join(map(_quoted, each.product))]
        else:
            parts = each.items or each.of
            terms = list(map(_term, each.labels or (None,) * len(parts), parts))
        sign = "=~" if each.mode == "A" else "<~"
        lines.append(f"{_quoted(each.name)} {sign} {' + '.join(terms)}")
    shown = {
        each.name: ":".join(map(_quoted, each.product))
        for each in model.constructs
        if each.product and each.name == ":".join(each.product)
    }
    into: dict[str, list[Path]] = {}
    for arrow in model.paths:
        into.setdefault(arrow.target, []).append(arrow)
    for target, arrows in into.items():
        causes = [_term(each.label, each.source, shown) for each in arrows]
        lines.append(f"{_term(None, target, shown)} ~ {' + '.join(causes)}")
    lines += [
        f"{_quoted(each.one)} ~~ {_term(each.label, each.other)}" for each in model.covariances
    ]
    return "\n".join(lines)


def _speaks_for_itself(each: Construct, names: set[str]) -> bool:
    """Whether a path that names the construct says all about it."""
    if each.product:
        return each.name == ":".join(each.product) and _sides(each.name, names) == each.product
    return each.observed and each.mode == "A" and each.labels in ((), (None,))


def _quoted(name: str) -> str:
    """Write a name: in backquotes where it holds more than letters, digits, _ and points."""
    return name if PLAIN.fullmatch(name) else "`" + name.replace("`", "``") + "`"


def _term(label: Label, name: str, shown: dict[str, str] | None = None) -> str:
    name = (shown or {}).get(name) or _quoted(name)
    if label is None:
        return name
    return f"{label if isinstance(label, str) else repr(label).removesuffix('.0')}*{name}"


def _statements(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each statement; a line that ends or begins with + goes on."""
    found: list[Token] = []
    ended = False
    for match in SCAN.finditer(text):
        kind = str(match.lastgroup)
        if kind == "space":
            continue
        if kind == "end":
            ended = ended or bool(found)
            if match[0] in ";；" and found:
                yield found
                found, ended = [], False
            continue
        if ended and kind not in GOING and found[-1].kind not in (*GOING, "sign"):
            yield found
            found = []
        ended = False
        found.append(Token(kind, match[0], *match.span()))
    if found:
        yield found


def _split(tokens: list[Token], text: str) -> tuple[list[str], str, list[Term]]:
    """Return the names on the left, the sign, and the terms on the right."""
    signs = [place for place, token in enumerate(tokens) if token.kind == "sign"]
    where = (text, tokens[0].start, tokens[-1].stop)
    if len(signs) != 1 or any(token.kind == "odd" for token in tokens):
        raise _odd(where)
    at = signs[0]
    left = list(_terms(tokens[:at], where))
    right = list(_terms(tokens[at + 1 :], where))
    if any(term.label is not None for term in left):
        raise _odd(where)
    return [term.name for term in left], _plain(tokens[at].text), right


def _terms(tokens: list[Token], where: tuple[str, int, int]) -> Iterator[Term]:
    """Yield what plus signs join."""
    part: list[Token] = []
    for token in [*tokens, Token("plus", "+", 0, 0)]:
        if token.kind != "plus":
            part.append(token)
            continue
        kinds = [each.kind for each in part]
        if kinds == ["name"]:
            yield Term(None, _name(part[0].text))
        elif kinds == ["number", "star", "name"]:
            yield Term(label_of(_number(part[0].text), part[2].text), _name(part[2].text))
        elif kinds == ["name", "star", "name"] and PLAIN.fullmatch(part[0].text):
            yield Term(label_of(part[0].text, part[2].text), _name(part[2].text))
        else:
            raise _odd(where)
        part = []


def _name(text: str) -> str:
    return re.sub(r"`((?:[^`]|``)+)`", lambda found: found[1].replace("``", "`"), text)


def _plain(text: str) -> str:
    """Return signs and digits as ASCII has them."""
    return unicodedata.normalize("NFKC", re.sub(TILDE, "~", text)).replace("−", "-")


def _number(text: str) -> float:
    return float(_plain(text))


def _measure(drafts: dict[str, Draft], name: str, term: Term, mode: str) -> None:
    draft = drafts.setdefault(name, Draft(mode))
    if draft.mode != mode:
        raise SpecError(
            _(
                "{name!r} stands before =~ and before <~. Its items reflect it (=~) or form it "
                "(<~); write one of the two."
            ).format(name=name)
        )
    draft.items.append(term.name)
    draft.labels.append(term.label)


def _built(name: str, draft: Draft, drafts: dict[str, Draft], known: set[str]) -> Construct:
    """Return a construct of items, of constructs of a lower order, or of the product of two."""
    items, labels = tuple(draft.items), tuple(draft.labels)
    single = len(items) == 1 and items[0] not in {*drafts} - {name}
    sides = _sides(items[0], known) if single else None
    if sides:
        return Construct(name, product=sides)
    inner = [item for item in items if item in drafts and item != name]
    if inner and len(inner) < len(items):
        raise SpecError(
            _(
                "{name!r} mixes constructs ({inner}) and items of the data. Measure it by one "
                "or the other."
            ).format(name=name, inner=listing(inner))
        )
    whole = Construct(name, items, labels, draft.mode)
    if not inner:
        return whole
    fixed = any(label is not None for label in labels)
    return replace(whole, of=items, items=(), labels=labels if fixed else ())


def _sides(name: str, known: set[str]) -> tuple[str, str] | None:
    """Return the two constructs whose interaction a name says, such as ``one:other``."""
    for found in re.finditer(":", name):
        one, other = name[: found.start()], name[found.end() :]
        if one in known and other in known:
            return one, other
    return None


def _bare(name: str, known: set[str], items: set[str]) -> Construct:
    """Return a construct that is named in a path only: an interaction, or a column itself."""
    sides = _sides(name, known)
    if sides:
        return Construct(name, product=sides)
    if name in items:
        raise SpecError(
            _(
                "{name!r} is an item of a construct and stands in a path too. Use one of them."
            ).format(name=name)
        )
    return Construct(name, (name,), (None,))


def _odd(where: tuple[str, int, int]) -> SpecError:
    text, start, stop = where
    line = " ".join(text[start:stop].split())
    return SpecError(
        _("Line {line} of the model cannot be understood: {text}. {hint}").format(
            line=len(f"{text[:start]}.".splitlines()), text=brief(line), hint=hint(line)
        )
    )
