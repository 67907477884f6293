"""environment.yml and constraints.txt ask for what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
CONDA = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base"}  # the same without Qt


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def conda():
    """The conda environment as {name: specifiers}; only `pip` carries none."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [Requirement(entry) for entry in entries if isinstance(entry, str) and entry != "pip"]
    return {entry.name: entry.specifier for entry in plain}


def test_conda_has_the_same_packages_and_bounds(project, conda):
    wanted = {"python": SpecifierSet(project["requires-python"])}
    for text in project["dependencies"]:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        wanted[CONDA.get(name, name)] = requirement.specifier
    assert conda == wanted


def test_conda_reads_every_line(conda):
    rattler = pytest.importorskip("rattler", reason="checks the lines with conda's own parser")
    for name, specifier in conda.items():
        assert str(rattler.MatchSpec(f"{name}{specifier}").version)


def test_constraints_fit_the_project(project):
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.match(r"[a-z0-9-]+==[^ ;]+( ; .+)?$", line) for line in lines)
    pinned = {}
    for line in lines:
        requirement = Requirement(line)
        pinned[requirement.name] = next(iter(requirement.specifier)).version
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    for requirement in (Requirement(text) for group in groups for text in group):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"constraints.txt does not pin {name}"
        assert pinned[name] in requirement.specifier
