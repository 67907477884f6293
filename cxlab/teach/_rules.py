"""The rules of a unit's structure, each refused with the line that breaks it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _, listing
from cxlab.teach._exercise import read_book
from cxlab.teach._unit import TAGS, Cell, fault, short

if TYPE_CHECKING:
    from cxlab.teach._unit import Unit

LONGEST = 12
_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ \n]+[A-Za-z]{2,}){2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff，。；：？！、]{5,}")
_OPERATORS = re.compile(r"\b(?:and|or|not|in|is)\b")
_REMOTE = re.compile(r"!\[[^\]]*\]\(\s*https?:|<(?:img|script|link|iframe)\b[^>]*https?:", re.I)


def obeyed(unit: Unit, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a unit once they keep every rule.

    Raises
    ------
    SpecError
        A rule is broken; the message names file, line and the way out.
    """
    path = unit.source
    for cell in cells:
        for message in (*_any(cell), *(_code(cell) if cell.kind == "code" else _prose(cell))):
            raise fault(path, cell.line, message)
    for cell, message in (*_twins(cells), *_pairs(cells), *_first(cells)):
        raise fault(path, cell.line, message)
    _known(unit, cells)
    return tuple(cells)


def exercise_id(source: str) -> str:
    """Return the exercise that a cell checks, or an empty text when it checks none."""
    call = checked(source)
    name = call.args[0] if call and call.args else None
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""


def checked(source: str) -> ast.Call | None:
    """Return the call ``cx.check(…)`` that a cell ends in, if it does."""
    body = ast.parse(source).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "cx.check":
        return call
    return None


def _any(cell: Cell) -> Iterator[str]:
    if cell.kind not in ("markdown", "code"):
        yield _("a unit holds text and code only; turn this raw cell into one of them.")
    unknown = sorted(cell.tags - set(TAGS))
    if unknown:
        yield _("tag {tag!r} is not known. Choose from: {tags}.").format(
            tag=unknown[0], tags=listing(TAGS)
        )


def _prose(cell: Cell) -> Iterator[str]:
    if cell.lang not in LANGUAGES:
        yield _('this text has no language. Begin it with +++ {"lang": "en"} or "zh".')
    if cell.tags & {"exercise", "solution", "check-output", "raises-exception"}:
        yield _("this tag belongs to a code cell: {tags}.").format(tags=listing(sorted(cell.tags)))
    if re.search(r"^# ", re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL), re.MULTILINE):
        yield _("the build writes the title; begin headings with ##.")
    if _REMOTE.search(cell.source):
        yield _("a picture or script from the web does not load offline; leave it out.")


def _code(cell: Cell) -> Iterator[str]:
    lines = cell.source.count("\n") + 1
    if lines > LONGEST:
        yield _(
            "this code cell has {count} lines; {most} is the most. Split it, or move a helper "
            "into the package."
        ).format(count=lines, most=LONGEST)
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        yield _("this code cannot be read: {problem} (line {line} of the cell).").format(
            problem=error.msg, line=error.lineno
        )
        return
    last = tree.body[-1] if tree.body else None
    call = last.value if isinstance(last, ast.Expr) else None
    drawn = isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".plot")
    if drawn and not cell.source.rstrip().endswith(";"):
        yield _("end the line that plots with a semicolon, or its Axes are printed too.")
    for text in (*_texts(tree), *_comments(cell.source)):
        if _ENGLISH.search(_OPERATORS.sub("&", text)) or _CHINESE.search(text):
            yield _(
                "code is shared by both languages and holds no prose, but this cell says {text!r}. "
                "Move it into the text, once per language."
            ).format(text=text if len(text) < 60 else f"{text[:57]}…")


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("# ")


def _twins(cells: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    """See that every en cell stands before its zh twin, with the same tags."""
    before: Cell | None = None
    for cell in (*cells, None):
        if before is not None and before.lang == "en":
            if cell is None or cell.lang != "zh":
                yield before, _("this English text has no Chinese twin right behind it.")
            elif cell.tags != before.tags:
                yield cell, _("this text and its English twin carry different tags.")
        elif cell is not None and cell.lang == "zh":
            yield cell, _("this Chinese text has no English twin right before it.")
        before = cell


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    """See that every exercise cell holds dots and a check, and is followed by its solution."""
    for before, cell, after in zip((None, *cells), cells, (*cells[1:], None), strict=False):
        name = exercise_id(cell.source) if cell.kind == "code" else ""
        if "exercise" in cell.tags:
            if not name:
                yield cell, _('an exercise cell ends in cx.check("…", answer).')
            elif not _dots(cell.source):
                yield cell, _("an exercise cell holds ... where the answer goes.")
            elif not (after and "solution" in after.tags and exercise_id(after.source) == name):
                yield cell, _("the next cell must be the solution, with the same check.")
        elif "solution" in cell.tags:
            if not (before and "exercise" in before.tags):
                yield cell, _("this solution does not follow its exercise.")
            elif _dots(cell.source):
                yield cell, _("a solution has no dots left in it.")
        elif name:
            yield cell, _("a cell with a check carries the tag exercise or solution.")


def _dots(source: str) -> bool:
    return any(
        isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(ast.parse(source))
    )


def _first(cells: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    """See that the first code cell reads the language from the surroundings; none fixes it."""
    code = [cell for cell in cells if cell.kind == "code"]
    if code and "cx.use()" not in code[0].source:
        yield code[0], _("the first code cell must call cx.use().")
    for cell in code:
        if re.search(r"^cx\.use\([^)]", cell.source, re.MULTILINE):
            yield cell, _("cx.use() takes no language here: the folder en or zh decides.")


def _known(unit: Unit, cells: Sequence[Cell]) -> None:
    """Refuse exercises without a specification, and specifications without an exercise."""
    path = unit.folder / "exercises.yaml"
    known = list(read_book(path).exercises) if path.is_file() else []
    asked: list[str] = []
    for cell in cells:
        if "exercise" not in cell.tags:
            continue
        name = exercise_id(cell.source)
        if name not in known:
            raise fault(unit.source, cell.line, _("{id} is not in exercises.yaml.").format(id=name))
        if name in asked:
            raise fault(unit.source, cell.line, _("{id} is asked twice.").format(id=name))
        asked.append(name)
    unused = [name for name in known if name not in asked]
    if unused:
        raise SpecError(
            _("{file}: no cell asks {names}.").format(file=short(path), names=listing(unused))
        )
