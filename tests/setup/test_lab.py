"""The command `cxlab`, the reader's copy of the notebooks, and pages that need no internet."""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from queue import Empty
from urllib.error import HTTPError
from urllib.request import urlopen

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from typer.testing import CliRunner

import cxlab as cx
from cxlab._lab import doctor, launch, workplace
from cxlab._lab.patience import PatientChannel
from cxlab.cli import commands

ROOT = Path(__file__).parents[2]


def write(path, source="1 + 1", text="<b>2</b>"):
    output = new_output("execute_result", data={"text/html": text}, execution_count=1)
    cell = new_code_cell(source, execution_count=1, outputs=[output], id="one")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[cell], metadata={"kernelspec": kernel}), path)
    return path


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A kit of two notebooks, with Jupyter's own files in a folder of the test."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    home = tmp_path / "kit" / "notebooks"
    write(home / "start.ipynb")
    write(home / "zh" / "01 体验.ipynb")
    monkeypatch.setattr(workplace, "find", lambda *parts: home.parent.joinpath(*parts))
    return home


# ---- the reader's copy ------------------------------------------------------------------------


def test_a_copy_keeps_what_the_reader_changed(kit, tmp_path):
    mine = tmp_path / "mine"
    assert workplace.refresh(kit, mine) == []
    write(mine / "start.ipynb", "my own work")
    assert workplace.refresh(kit, mine) == []  # the kit has nothing newer
    write(kit / "start.ipynb", "a new edition")
    write(kit / "zh" / "01 体验.ipynb", "a new edition")
    assert workplace.refresh(kit, mine) == ["start.ipynb"]
    assert "my own work" in (mine / "start.ipynb").read_text(encoding="utf-8")
    assert "a new edition" in (mine / "zh" / "01 体验.ipynb").read_text(encoding="utf-8")


def test_an_installed_kit_is_copied_where_the_reader_stands(kit, tmp_path, monkeypatch):
    monkeypatch.setattr(workplace, "PACKAGE", tmp_path / "kit")
    monkeypatch.chdir(tmp_path)
    assert workplace.folder() == tmp_path / "cxlab-notebooks"
    write(tmp_path / "cxlab-notebooks" / "start.ipynb", "my own work")
    write(kit / "start.ipynb", "a new edition")
    with pytest.warns(cx.CxWarning, match=r"newer version of start\.ipynb"):
        workplace.folder()


def test_a_folder_that_cannot_be_written_is_named(kit, tmp_path, monkeypatch):
    monkeypatch.setattr(workplace, "PACKAGE", tmp_path / "kit")
    (tmp_path / "cxlab-notebooks").write_text("a file in the way")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(cx.SpecError, match=r"Cannot write to .*cxlab-notebooks"):
        workplace.folder()


def test_a_checkout_is_worked_in_directly(kit):
    assert workplace.folder() == kit


def test_trust_belongs_to_the_content(kit):
    assert workplace.untrusted() == ["start.ipynb", "01 体验.ipynb"]
    workplace.trust()
    assert workplace.untrusted() == []
    write(kit / "start.ipynb", "something else")
    assert workplace.untrusted() == ["start.ipynb"]


# ---- JupyterLab and Voila ---------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_jupyterlab_opens_on_the_start_page(kit, monkeypatch, lang):
    from jupyterlab.labapp import LabApp

    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/elsewhere")
    monkeypatch.setenv("JUPYTER_PATH", "")
    given = []
    monkeypatch.setattr(LabApp, "launch_instance", lambda argv: given.extend(argv))
    with cx.use(lang):
        launch.lab(port=8790, browser=False)
    assert f"--ServerApp.root_dir={kit}" in given
    assert "--LabApp.default_url=/lab/workspaces/cxlab/tree/start.ipynb" in given
    assert {"--ServerApp.port=8790", "--no-browser"} <= set(given)
    folders = os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert folders[-1] == "/elsewhere"
    settings = {}
    for folder in folders[:-1]:
        path = Path(folder, "labconfig", "default_setting_overrides.json")
        settings |= json.loads(path.read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert ("@jupyterlab/translation-extension:plugin" in settings) == (lang == "zh")


def test_templates_and_settings_name_no_host():
    files = [path for path in (ROOT / "cxlab/_lab/jupyter").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if "//" in path.read_text(encoding="utf-8")]


@pytest.fixture
def voila(tmp_path):
    """A running `cxlab dash` on a folder with one page; ends with the test."""
    write(tmp_path / "pages" / "体验.ipynb", "import ipywidgets\nipywidgets.IntSlider()")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = ["-m", "cxlab.cli", "dash", str(tmp_path / "pages"), "--port", str(port), "--no-browser"]
    with subprocess.Popen([sys.executable, *line], stderr=subprocess.PIPE, text=True) as server:
        for said in server.stderr:
            if "running at" in said:
                break
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        server.stderr.read()


def test_pages_fetch_nothing_from_elsewhere(voila):
    def fetched(page):
        return re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']([^"']+)""", page)

    pages = [
        urlopen(voila).read().decode(),
        urlopen(f"{voila}/voila/render/%E4%BD%93%E9%AA%8C.ipynb").read().decode(),
    ]
    with pytest.raises(HTTPError, match="404") as missing:
        urlopen(f"{voila}/voila/render/none.ipynb")
    pages.append(missing.value.read().decode())
    assert "体验" in pages[0]
    assert "application/vnd.jupyter.widget-view+json" in pages[1]
    assert not [link for page in pages for link in fetched(page) if "//" in link]
    overridden = urlopen(f"{voila}/voila/render/%E4%BD%93%E9%AA%8C.ipynb?template=lab")
    assert "cdn." not in overridden.read().decode()


class SleepySocket:
    """A socket with a message waiting, whose first wake-up was lost."""

    def __init__(self, lost):
        self.lost, self.polls = lost, []

    async def poll(self, timeout):
        self.polls.append(timeout)
        return len(self.polls) > self.lost


class Channel(PatientChannel):
    def __init__(self, socket):
        self.socket = socket

    async def _recv(self):
        return {"msg_type": "execute_reply"}


def test_a_lost_wake_up_is_found_again():
    channel = Channel(SleepySocket(lost=2))
    assert asyncio.run(channel.get_msg()) == {"msg_type": "execute_reply"}
    assert channel.socket.polls == [500, 500, 500]


def test_patience_ends_when_the_time_is_over():
    channel = Channel(SleepySocket(lost=99))
    with pytest.raises(Empty):
        asyncio.run(channel.get_msg(timeout=0.2))
    assert len(channel.socket.polls) == 1


def test_voila_is_given_the_patient_client():
    settings = json.loads((ROOT / "cxlab/_lab/jupyter/voila.json").read_text(encoding="utf-8"))
    assert settings["AsyncKernelManager"]["client_class"] == "cxlab._lab.patience.PatientClient"
    assert settings["Voila"]["ip"] == "127.0.0.1"
    assert settings["VoilaConfiguration"]["allow_template_override"] == "NO"
    assert settings["MappingKernelManager"]["cull_idle_timeout"] > 0


# ---- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "word"), [("en", "Open JupyterLab"), ("zh", "用JupyterLab打开")])
def test_help_speaks_the_language_in_use(lang, word):
    with cx.use(lang):
        done = CliRunner().invoke(commands(), ["--help"])
    assert done.exit_code == 0
    assert word in done.output
    assert {"lab", "dash", "build", "doctor"} <= set(done.output.split())


def test_build_check_names_what_is_stale(monkeypatch):
    from cxlab import teach

    monkeypatch.setattr(teach, "stale", lambda units, out: ["en/02_servqual.ipynb"])
    done = CliRunner().invoke(commands(), ["build", "--check"])
    assert done.exit_code == 1
    assert "en/02_servqual.ipynb is older than its source" in done.output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_doctor_finds_a_sound_set_up(kit, lang):
    workplace.trust()
    with cx.use(lang):
        found = doctor.findings()
    assert not [str(finding) for finding in found if finding.wrong]


def test_doctor_names_what_is_wrong_and_how_to_mend_it(kit, tmp_path, monkeypatch):
    asked = ["pandas>=99", "no-such-package>=1", "numexpr>=99 ; extra == 'fast'"]
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    monkeypatch.setenv("CXLAB_HOME", str(tmp_path / "locked" / "home"))
    (kit / "start.ipynb").unlink()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    lines = {str(finding) for finding in doctor.findings() if finding.wrong}
    text = "\n".join(sorted(lines))
    assert len(lines) == 4
    assert re.search(r'pandas \S+ is installed, >=99 is needed → .*install.* "pandas>=99"', text)
    assert "no-such-package is not installed" in text
    assert "start.ipynb is missing → cxlab build" in text
    assert "Set the variable CXLAB_HOME" in text
    assert CliRunner().invoke(commands(), ["doctor"]).exit_code == 1


def test_doctor_sees_a_taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert doctor._port(port, "cxlab lab").state == "hint"
    assert doctor._port(port, "cxlab lab").state == "good"


@pytest.mark.skipif(not shutil.which("make"), reason="Windows uses the command cxlab")
def test_make_lists_its_targets():
    done = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = re.findall(r"make (\w+)", done.stdout)
    assert targets == ["help", "lab", "dash", "test", "notebooks", "bench", "lint", "doctor"]
