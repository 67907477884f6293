"""The code a newcomer copies from README runs."""

import re
from pathlib import Path

import pytest

import cxlab as cx

TEXT = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.+?)```", TEXT, flags=re.DOTALL)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_its_code_runs(number):
    with cx.use():
        exec(BLOCKS[number], {})


def test_both_languages_show_the_same_code():
    code = [re.sub(r" *#.*|cx\.use.*", "", block).splitlines() for block in BLOCKS]
    assert code[1:3] == code[4:]
    assert len(code) == 6


def test_every_linked_file_is_there():
    links = re.findall(r"\]\((?!https?:|#)([^)]+)\)", TEXT)
    assert links
    assert not [link for link in links if not (Path(__file__).parents[2] / link).exists()]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_unit_is_listed(lang):
    units = (Path(__file__).parents[2] / "course" / "units").iterdir()
    names = [unit.name for unit in units if (unit / "unit.md").exists()]
    assert names
    assert not [name for name in names if f"notebooks/{lang}/{name}.ipynb" not in TEXT]
