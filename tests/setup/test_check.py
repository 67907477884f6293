"""`cxlab check`: the log and the quality of a survey in a terminal, exit codes as linters have."""

import json
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import cxlab as cx
from cxlab._core.safe import BROKEN
from cxlab._lab.check import clean, codes
from cxlab.cli import commands

CHINESE = re.compile(r"[\u4e00-\u9fff]")
GOOD = "branch,score\r\nA,4\r\nB,5\r\nC,3\r\n"
DOUBTFUL = "\r\n".join(
    ["序号,门店,q1,q2,q3,q4,手机,意见"]
    + [
        f"{k},{'中环旺角'[k % 2 * 2 :][:2]},{k * 7 % 5 + 1},{k * 3 % 5 + 1},{k % 5 + 1},"
        f"{k * k % 5 + 1},138{k * 7654321 % 10**8:08},好\x1b[31m红\u202e"
        for k in range(40)
    ]
)


def run(*line):
    return CliRunner().invoke(commands(), ["check", *map(str, line)])


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "[red]好[b].csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def doubtful(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text(DOUBTFUL, encoding="gb18030")
    return path


def test_zero_where_nothing_asks_for_a_look(good):
    done = run(good)
    assert done.exit_code == 0, done.output
    assert "[red]好[b].csv: 3 rows and 2 columns read" in done.output.replace("\n", " ")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_where_something_does(doubtful, lang):
    with cx.use("en"):
        done = run(doubtful, "--lang", lang)
    assert done.exit_code == 1
    assert "survey.csv" in done.output
    assert bool(re.search("please check", done.output)) == (lang == "en")
    assert ("待核对" in done.output) == (lang == "zh")
    assert "138" not in done.output  # phone numbers are named, never shown


def test_one_where_the_file_is_refused(tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    done = run(path)
    assert done.exit_code == 1
    assert done.output.startswith("✗ broken.xlsx")
    assert "damaged" in done.output


@pytest.mark.parametrize(
    "option",
    [
        ["--instrument", "nope"],
        ["--layout", "nope"],
        ["--lang", "fr"],
        ["--missing", "9", "--missing", "score=9"],
        ["--megabytes", "-1"],
        ["--save", "out.pdf"],
        ["--duplicates", "both"],
        ["--sheet"],
        ["--nope"],
    ],
)
def test_two_where_the_command_is_wrong(good, option):
    assert run(good, *option).exit_code == 2


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ([], "FILE"),
        (["a.csv", "--nope"], "--nope"),
        (["a.csv", "--megabytes", "many"], "--megabytes"),
        (["a.csv", "--sheet"], "--sheet"),
        (["a.csv", "b.csv"], "b.csv"),
    ],
)
def test_a_wrong_command_is_told_in_the_language_in_use(line, named):
    for lang in ("en", "zh"):
        with cx.use(lang):
            done = run(*line)
        assert done.exit_code == 2
        first, last = done.output.strip().split("\n")
        assert named in first
        assert bool(CHINESE.search(first)) == bool(CHINESE.search(last)) == (lang == "zh")
        assert last.endswith("--help")


def test_the_order_of_dates_is_told_as_an_option_and_works(tmp_path):
    path, items = tmp_path / "dates.csv", tmp_path / "items.yaml"
    path.write_text("id,visit\n1,3/4/2024\n2,5/6/2024\n")
    said = " ".join(run(path).output.split())
    assert "--mapping items.yaml (dates: {'visit': 'dmy'})" in said
    items.write_text("dates: {'visit': 'dmy'}\n")
    assert run(path, "--mapping", items).exit_code == 0


@pytest.mark.parametrize(("lang", "words"), [("en", "There is no file"), ("zh", "找不到文件")])
def test_no_such_file(good, lang, words):
    for done in (run("absent", "--lang", lang), run(good, "--mapping", "absent", "--lang", lang)):
        assert done.exit_code == 2
        assert words in done.output
        assert "'absent'" in done.output


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "none on expectation"), ("zh", "没有“期望”的回答")]
)
def test_half_of_a_questionnaire_is_named(tmp_path, lang, words):
    path = tmp_path / "half.csv"
    cx.load("meiyu").filter(regex="^sq_p").head(50).to_csv(path, index=False)
    done = run(path, "--instrument", "servqual", "--lang", lang)
    assert words in " ".join(done.output.split())
    cx.load("meiyu").filter(regex="^sq_[pe]").head(50).to_csv(path, index=False)
    assert words not in " ".join(
        run(path, "--instrument", "servqual", "--lang", lang).output.split()
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_advice_is_given_as_options(tmp_path, lang):
    path = tmp_path / "twice.csv"
    path.write_text("id,score\n" + "".join(f"{k},{k % 5}\n" for k in [*range(30), 3]))
    for more in ((), ("--json",)):
        said = " ".join(run(path, "--lang", lang, *more).output.split())
        assert "--duplicates last" in said.replace("\\n", " ")
        assert "duplicates=" not in said


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(doubtful, monkeypatch, width):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    for lang in ("en", "zh"):
        lines = run(doubtful, "--lang", lang).output.splitlines()
        assert max(map(cell_len, lines)) <= width


def test_nothing_of_the_file_steers_the_terminal(doubtful, monkeypatch):
    for colour in ("", "1"):
        monkeypatch.setenv("FORCE_COLOR", colour)
        output = run(doubtful).output
        styled = re.sub(r"\x1b\[[0-9;]*m", "", output)
        assert (styled != output) == bool(colour)
        assert not BROKEN.search(styled)
        assert "好�[31m红�" in styled.replace("\n", "")


def test_what_a_file_says_is_never_taken_for_markup(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("[bold]x[/],b\n[link=file:///x]1[/link],:smile:\n x,2\n", encoding="utf-8")
    output = run(path).output
    assert "[bold]x[/]" in output


def test_json_for_machines(good, doubtful):
    document = json.loads(run(good, "--json").output)
    assert document["state"] == "good"
    assert document["columns"] == ["branch", "score"]
    done = run(doubtful, "--json")
    document = json.loads(done.output)
    assert done.exit_code == 1
    assert done.output.isascii()
    assert document["state"] == "doubtful"
    assert {"rule", "kind", "column", "rows", "first", "before", "after"} == set(document["log"][0])
    assert document["quality"]["flags"]
    document = json.loads(run(good, "--json", "--instrument", "nope").output)
    assert document["state"] == "refused"
    assert "nope" in document["error"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_clean_answers_are_written(doubtful, tmp_path, ending):
    out = tmp_path / f"clean.{ending}"
    done = run(doubtful, "--save", out)
    assert out.name in done.output.replace("\n", "")
    assert cx.read(out).n == 40
    assert "手机" not in cx.read(out).data


def test_the_file_itself_is_never_written_over(doubtful):
    before = doubtful.read_bytes()
    assert run(doubtful, "--save", doubtful).exit_code == 2
    assert doubtful.read_bytes() == before


def test_options_reach_the_reader(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("q1,phone\n1,13800138000\n5,15912345678\n9,18698765432\n3,\n2,\n")
    assert "phone" in json.loads(run(path, "--json", "--keep-personal").output)["columns"]
    log = json.loads(run(path, "--json", "--missing", "q1=9").output)["log"]
    assert "missing_given" in {row["rule"] for row in log}
    assert json.loads(run(path, "--json", "--layout", "plain").output)["layout"] in ("", "plain")
    big = json.loads(run(path, "--json", "--megabytes", "0.001").output)
    assert big["state"] in ("good", "doubtful")


def test_help_names_the_exit_codes():
    for lang, word in (("en", "Ends with 0"), ("zh", "退出码")):
        with cx.use(lang):
            assert word in run("--help").output


def test_texts_of_the_command_line():
    assert codes([]) is None
    assert codes(["-99, 99"]) == [-99, 99]
    assert codes(["满意=度=9"]) == {"满意=度": [9]}
    assert clean("a\tb\r\nc\u200bd\x00") == "a b cd�"


def test_it_is_a_program_of_its_own(good):
    done = subprocess.run(
        [sys.executable, "-m", "cxlab.cli", "check", str(good), "--lang", "zh"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "cp1252", "PATH": ""},  # a terminal that knows few letters
    )
    assert done.returncode == 0, done.stderr
    assert b"[red]?[b].csv" in done.stdout
