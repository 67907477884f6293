"""The house, floor by floor: imports point down, files and functions stay small."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cxlab"
FLOORS = (
    "_core",
    "_stats plots",
    "instruments",
    "frameworks metrics drivers paths retention journeys listening segments experiments reading "
    "datasets simulate",
    "widgets report",
    "dashboards live teach",
    "_lab cli",
)
FLOOR = {chapter: floor for floor, names in enumerate(FLOORS) for chapter in names.split()}
NEIGHBOURS = {
    ("datasets", "simulate"),  # a generated data set comes with the world that made it
    ("cli", "_lab"),
}
DRAWS = {"plots", "widgets", "report", "_lab"}  # may import matplotlib; so may the theme
COMMON = {"title", "n", "ax"}  # of every view
FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def nodes(path):
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def found(path, kind):
    return [node for node in nodes(path) if isinstance(node, kind)]


def place(path, node):
    return f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"


def chapter(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules(node):
    """Return the dotted names that one import statement asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def imports(path):
    """Yield every import of a file, wherever it stands, as (node, dotted name)."""
    for node in found(path, ast.Import | ast.ImportFrom):
        for dotted in modules(node):
            yield node, dotted


def allowed(own, dotted):
    """Tell whether a chapter may import this: down, or from itself; the front door from floor 5."""
    other = [*dotted.split("."), ""][1]
    if other not in FLOOR:
        return FLOOR.get(own, 6) >= 5
    return own == other or (own, other) in NEIGHBOURS or FLOOR[other] < FLOOR[own]


def test_every_chapter_has_a_floor():
    assert {chapter(path) for path in FILES} <= {*FLOOR, "__init__"}


def test_imports_point_down():
    assert not [
        f"{place(path, node)} imports {dotted}"
        for path in FILES
        for node, dotted in imports(path)
        if dotted.split(".")[0] == "cxlab"
        and chapter(path) != "__init__"
        and not allowed(chapter(path), dotted)
    ]


def test_the_front_door_imports_only_the_core():
    assert not [
        dotted
        for _, dotted in imports(PACKAGE / "__init__.py")
        if dotted.startswith("cxlab.") and not dotted.startswith("cxlab._core.")
    ]


def test_imports_are_absolute():
    assert not [
        place(path, node) for path in FILES for node in found(path, ast.ImportFrom) if node.level
    ]


def test_only_views_import_matplotlib():
    wrong = []
    for path in FILES:
        types = {
            id(inner)
            for node in found(path, ast.If)
            if "TYPE_CHECKING" in ast.unparse(node.test)
            for inner in ast.walk(node)
        }
        wrong += [
            place(path, node)
            for node, dotted in imports(path)
            if dotted.split(".")[0] in {"matplotlib", "seaborn"} and id(node) not in types
        ]
    allowed = tuple(f"cxlab/{name}" for name in (*DRAWS, "_core/theme.py", "_core/fonts/"))
    assert not [line for line in wrong if not line.startswith(allowed)]


def test_files_stay_under_400_lines():
    assert not [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in FILES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= 400
    ]


def test_functions_take_at_most_seven_options():
    assert not [
        f"{place(path, node)} {node.name}"
        for path in FILES
        for node in found(path, ast.FunctionDef | ast.AsyncFunctionDef)
        if len({each.arg for each in node.args.kwonlyargs} - COMMON) > 7 or len(node.args.args) > 7
    ]


def test_no_assert_in_the_package():
    assert not [place(path, node) for path in FILES for node in found(path, ast.Assert)]


def test_nothing_is_left_unfinished():
    marks = re.compile("TODO|FIXME|XXX|待补|待写")
    assert not [path for path in FILES if marks.search(path.read_text(encoding="utf-8"))]
    stubs = [
        place(path, node)
        for path in FILES
        for node in found(path, ast.Raise)
        if "NotImplementedError" in ast.unparse(node)
    ]
    assert [stub.split(":")[0] for stub in stubs] == ["cxlab/_core/result.py"]  # Result.explain


def test_only_commands_print():
    assert not [
        place(path, node)
        for path in FILES
        if "__main__" not in path.name + path.read_text(encoding="utf-8")
        for node in found(path, ast.Call)
        if ast.unparse(node.func) == "print"
    ]


def test_no_registry_and_no_machine_is_named():
    """Nothing a reader gets may point at a package server or at somebody's folder."""
    words = re.compile(
        r"https?://[^ )\"']+/(simple|packages)/|pypi\.org|\.\./shared|/work/(main|scratch|shared)|"
        + re.escape(str(ROOT))
    )
    kinds = {
        ".py",
        ".md",
        ".toml",
        ".yml",
        ".yaml",
        ".txt",
        ".json",
        ".ipynb",
        ".js",
        ".po",
        ".csv",
    }
    folders = ("cxlab", "course", "data", "notebooks", "benchmarks", "tests", ".ci")
    files = [*ROOT.iterdir(), *(path for name in folders for path in (ROOT / name).rglob("*"))]
    assert not [
        path
        for path in files
        if path.is_file()
        and path != Path(__file__)
        and (path.suffix in kinds or path.name in {"Makefile", "run"})
        and words.search(path.read_text(encoding="utf-8"))
    ]
