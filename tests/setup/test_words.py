"""Two languages, nothing missing: every message has its Chinese, every text stands in both."""

import ast
import re
from pathlib import Path
from string import Formatter

import polib
import pytest
import yaml
from babel.messages.extract import extract_from_file

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "cxlab").rglob("*.py"))
TEXTS = sorted(path for top in ("cxlab", "data", "course") for path in (ROOT / top).rglob("*.yaml"))
HAN = "[\u3400-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,:;!?()]|[,:;!?(]{HAN}")
LATIN = r"[A-Za-z0-9{}()`'\"%²]"
GAP = re.compile(
    rf"{HAN} +{LATIN}|{LATIN} +{HAN}|[，。：；！？）”、] +[^\s|]| [，。：；！？、]|[\d}}] %"
)
CHINESE_CELL = re.compile(
    r'^\+\+\+ \{"lang": "zh".*?(?=^\+\+\+|^```\{code-cell|\Z)', re.DOTALL | re.MULTILINE
)


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(ROOT / "cxlab/_core/locale/zh_CN.po"))


@pytest.fixture(scope="module")
def messages():
    """Every message marked in the code, with the file it stands in."""
    keywords = {"_": None, "N_": None}
    return {
        message: path.relative_to(ROOT).as_posix()
        for path in CODE
        for _, message, *_ in extract_from_file("python", str(path), keywords=keywords)
        if isinstance(message, str)
    }


def fields(text):
    """Return the placeholders of a message, such as {name} or {value:g}, in order of name."""
    parts = Formatter().parse(text)
    return sorted(f"{name}!{how}" for _, name, _, how in parts if (name or "").isidentifier())


def pairs(node, where=""):
    """Yield every mapping of a YAML text that speaks a language, with its place."""
    if isinstance(node, dict):
        if {"en", "zh"} & set(node):
            yield where, node
        for key, value in node.items():
            yield from pairs(value, f"{where}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from pairs(value, f"{where}/{number}")


@pytest.fixture(scope="module")
def texts():
    return [
        (f"{path.relative_to(ROOT).as_posix()}{where}", pair)
        for path in TEXTS
        for where, pair in pairs(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]


def test_every_message_has_its_chinese(messages, catalogue):
    known = {entry.msgid for entry in catalogue if entry.msgstr and not entry.obsolete}
    assert not {message: place for message, place in messages.items() if message not in known}


def test_the_catalogue_holds_nothing_else(messages, catalogue):
    assert not [entry.msgid for entry in catalogue if entry.msgid not in messages]
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete]
    assert len({entry.msgid for entry in catalogue}) == len(catalogue)


def test_placeholders_survive_translation(catalogue):
    assert not {
        entry.msgid: entry.msgstr
        for entry in catalogue
        if fields(entry.msgid) != fields(entry.msgstr)
    }


def test_a_message_is_one_literal():
    """What is put together at run time cannot be looked up."""
    assert not [
        f"{path.name}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_"}
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    ]


def test_chinese_has_chinese_punctuation(catalogue, texts):
    chinese = [entry.msgstr for entry in catalogue]
    chinese += [pair["zh"] for _, pair in texts if isinstance(pair.get("zh"), str)]
    assert not [text for text in chinese if HALF_WIDTH.search(text)]


@pytest.fixture(scope="module")
def pages():
    """Chinese paragraphs of the course and of README, code left out."""
    prose = [(ROOT / "README.md").read_text(encoding="utf-8").partition("## 中文说明")[2]]
    for path in sorted((ROOT / "course").rglob("*.md")):
        prose += CHINESE_CELL.findall(path.read_text(encoding="utf-8"))
    plain = [re.sub(r"```.*?```|`[^`\n]*`", "x", text, flags=re.DOTALL) for text in prose]
    return [line for text in plain for line in text.splitlines()]


def test_chinese_leaves_no_space_beside_letters_and_numbers(catalogue, texts, pages):
    """Only around signs such as = − × · → and behind a bold opening: "**练习1** "."""
    chinese = [entry.msgstr for entry in catalogue]
    chinese += [pair["zh"] for _, pair in texts if isinstance(pair.get("zh"), str)]
    assert not [text for text in chinese + pages if GAP.search(text.replace("** ", ""))]


def test_english_holds_no_chinese_punctuation(messages, texts):
    english = [*messages, *(pair["en"] for _, pair in texts if isinstance(pair.get("en"), str))]
    assert not [text for text in english if re.search("[，。：；！？（）“”]", text)]


def test_texts_stand_in_both_languages(texts):
    assert not [
        place
        for place, pair in texts
        if not {"en", "zh"} <= set(pair) or bool(pair["en"]) != bool(pair["zh"])
    ]
