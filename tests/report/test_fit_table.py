"""Fitted models side by side: the same numbers in every file, and nothing that runs."""

import io
import re

import numpy as np
import openpyxl
import pytest

import cxlab as cx
from cxlab._core.errors import DataError, SpecError
from cxlab.report import table

TEXT = """
value =~ value_1 + value_2
loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
loyalty ~ value
"""
HOSTILE = '=HYPERLINK("http://evil","x")<script>|&_%$#{}~^\\\n[*'


@pytest.fixture(scope="module")
def data():
    return cx.simulate.ecsi(300, seed=3).data


@pytest.fixture(scope="module")
def fits(data):
    halves = data.assign(half=["=a", "b"] * 150)
    return {
        "PLS": cx.paths.fit_pls(data, TEXT, boot=100, seed=1),
        "SEM": cx.paths.fit_sem(data, TEXT),
        "halves": cx.paths.fit_sem(halves, TEXT, by="half"),
    }


def test_paths_stand_in_one_row_whatever_the_engine(fits):
    made = table(fits, error="none", digits=4)
    frame = made.frame().set_index("path")
    row = frame.loc["value → loyalty"]
    pls = fits["PLS"].tidy()["estimate"].item()
    sem = fits["SEM"].tidy().query("kind == 'path'")["beta"].item()
    assert row["PLS"] == f"{pls:.4f}"
    assert row["SEM"] == f"{sem:.4f}"
    assert list(frame.columns) == ["PLS", "SEM", "halves: =a", "halves: b"]
    assert frame.loc["n"].tolist() == ["300", "300", "150", "150"]
    assert frame.loc["CFI", "PLS"] == ""
    assert frame.loc["R² loyalty", "SEM"] == f"{fits['SEM'].r2['loyalty']:.4f}"


def test_what_stands_in_brackets(fits):
    row = fits["SEM"].tidy().query("kind == 'path'").iloc[0]
    cells = {
        error: table({"SEM": fits["SEM"]}, error=error, stars=True).frame().iloc[0, 1]
        for error in ("interval", "std_error", "none")
    }
    assert cells["interval"] == (
        f"{row['beta']:.3f}*** [{row['beta_low']:.3f}; {row['beta_high']:.3f}]"
    )
    plain = table({"SEM": fits["SEM"]}, error="std_error", standardised=False)
    assert plain.frame().iloc[0, 1] == f"{row['estimate']:.3f} ({row['std_error']:.3f})"
    assert cells["none"] == f"{row['beta']:.3f}***"
    assert "*" not in table({"SEM": fits["SEM"]}).frame().iloc[0, 1]
    assert "p of PLS paths from the standard errors of resamples" in table(fits, stars=True).notes()
    loads = table(fits, what="loadings", stars=True)
    assert "PLS has p-values of paths only" in loads.notes()


def test_loadings_and_measurement(fits, data):
    loads = table(fits, what="loadings", error="none").frame().set_index("loading")
    own = fits["SEM"].tidy().set_index("term").loc["loyalty =~ loyalty_2", "beta"]
    assert loads.loc["loyalty → loyalty 2", "SEM"] == f"{own:.3f}"
    measured = table(fits, what="measurement").frame().set_index("construct")
    cov = data[["loyalty_1", "loyalty_2", "loyalty_3"]].cov().to_numpy()
    alpha = 3 / 2 * (1 - np.trace(cov) / cov.sum())
    assert measured.loc["loyalty", "SEM: alpha"] == f"{alpha:.3f}"
    assert measured.loc["loyalty", "PLS: alpha"] == f"{alpha:.3f}"
    beta = fits["SEM"].tidy().query("kind == 'loading'")["beta"].to_numpy()[2:]
    assert measured.loc["loyalty", "SEM: AVE"] == f"{(beta**2).mean():.3f}"
    assert "n" not in measured.index


def test_every_file_holds_the_same_texts(fits, tmp_path):
    made = table(fits)
    cells = [cell for row in made.frame().to_numpy() for cell in row if cell]
    page = made.to_html(tmp_path / "a.html")
    marked, tex = made.to_markdown(tmp_path / "a.md"), made.to_latex(tmp_path / "a.tex")
    plain = re.sub(r"\\(.)", r"\1", marked)
    for cell in cells:
        assert cell in page
        assert cell in plain
    assert tex.count(r"\\") == len(made.frame()) + 1
    for name, text in (("a.html", page), ("a.md", marked), ("a.tex", tex)):
        assert (tmp_path / name).read_text(encoding="utf-8") == text
    assert made._repr_html_() == page
    assert "value → loyalty" in repr(made)


def test_the_workbook_has_all_digits_and_no_formula(fits, tmp_path):
    made = table(fits)
    made.to_excel(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    heads = [cell.value for cell in sheet[1]]
    place = heads.index("SEM")
    own = fits["SEM"].tidy().query("kind == 'path'")["beta"].item()
    assert rows["value → loyalty"][place].value == own
    assert rows["chi²"][place].value == fits["SEM"].summary()["chi2"]
    assert heads[place + 2] == "SEM low"
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_names_do_nothing(lang, data, fits):
    names = {HOSTILE: fits["SEM"], "=1+1": fits["PLS"]}
    with cx.use(lang):
        made = table(names)
        page, tex, marked = made.to_html(), made.to_latex(), made.to_markdown()
        book = openpyxl.load_workbook(io.BytesIO(made.to_excel()))
    assert "<script" not in page
    assert r"\_\%\$\#\{\}\textasciitilde{}\textasciicircum{}\textbackslash{}" in tex
    assert "<script" not in marked.replace(r"\<script\>", "")
    lines = [line for line in marked.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {4}
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads[1].startswith("'=HYPERLINK")
    assert not [c for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"]


def test_words_follow_the_language_and_numbers_do_not(fits):
    made = table(fits)
    english = made.frame()
    with cx.use("zh"):
        chinese = made.frame()
        assert chinese.columns[0] == "路径"
        assert "区间" in made.notes()
    assert english.iloc[0, 1:].tolist() == chinese.iloc[0, 1:].tolist()
    assert "价值" in chinese.iloc[0, 0] or "value" in chinese.iloc[0, 0]


def test_an_empty_cell_where_a_model_has_no_such_path(data, fits):
    more = TEXT + "quality =~ quality_1 + quality_2; loyalty ~ quality"
    made = table({"a": fits["SEM"], "b": cx.paths.fit_sem(data, more)}).frame().set_index("path")
    assert made.loc["quality → loyalty", "a"] == ""
    assert made.loc["quality → loyalty", "b"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"what": "fit"}, "what"),
        ({"error": "sd"}, "error"),
        ({"digits": -1}, "digits"),
        ({"digits": 2.5}, "digits"),
    ],
)
def test_broken_options_are_refused(options, message, fits):
    with pytest.raises(SpecError, match=message):
        table(fits, **options)


@pytest.mark.parametrize("given", [{}, [1], {"a": 3}, {1: 2}, "x"])
def test_what_is_no_fit_is_refused(given):
    with pytest.raises((SpecError, DataError), match=r"fit"):
        table(given)


def test_a_table_without_rows_is_refused(data, fits):
    plain = cx.paths.fit_cfa(data, TEXT)
    with pytest.raises(SpecError, match="None of these models has Paths"):
        table({"CFA": plain})
    with pytest.raises(SpecError, match=r"must end in \.tex"):
        table(fits).to_latex("a.txt")


CHAIN = TEXT + "image <~ image_1 + image_2 + image_3; value ~ image;"


@pytest.fixture(scope="module")
def chains(data):
    more = CHAIN + "quality =~ quality_1 + quality_2; loyalty ~ quality"
    return {
        "PLS": cx.paths.fit_pls(data, more, boot=100, seed=1),
        "SEM": cx.paths.fit_sem(data, more.replace("<~", "=~")),
    }


def test_effects_through_others_and_all_together(chains):
    frame = table(chains, what="effects", digits=4).frame().set_index("effect")
    pls = chains["PLS"].effects().tidy().query("term == 'image -> loyalty'").set_index("group")
    sem = chains["SEM"].effects().tidy().query("term == 'image -> loyalty'").set_index("kind")
    for kind, words in (("all_indirect", "all indirect effects"), ("total", "total effect")):
        row = frame.loc[f"image → loyalty, {words}"]
        assert row["PLS"].startswith(f"{pls.loc[kind, 'estimate']:.4f} [")
        assert row["SEM"].startswith(f"{sem.loc[kind, 'beta']:.4f} [")
    assert not any("value → loyalty" in name for name in frame.index)  # one arrow, nothing between
    assert list(frame.index[-1:]) == ["n"]


def test_weights_are_those_of_pls(chains):
    frame = table(chains, what="weights", error="none").frame().set_index("weight")
    assert list(frame.columns) == ["PLS"]
    own = chains["PLS"].weights().set_index("term").loc["image_2", "estimate"]
    assert frame.loc["image → image 2", "PLS"] == f"{own:.3f}".replace("-", "−")


def test_htmt_stands_beside_that_of_the_items(chains, data):
    frame = table(chains, what="validity", error="none").frame().set_index("constructs")
    blocks = {"value": 2, "loyalty": 3}
    scales = {name: [f"{name}_{k + 1}" for k in range(count)] for name, count in blocks.items()}
    known = cx.instruments.validity(data, scales).tidy()["estimate"].item()
    assert frame.loc["value ↔ loyalty"].tolist() == [f"{known:.3f}"] * 2
    assert frame.loc["value ↔ image", "PLS"] == ""  # items form it
    assert frame.loc["value ↔ image", "SEM"]


def test_one_model_needs_no_name(fits, data):
    assert table(fits["PLS"]).frame().columns[1] == "PLS"
    assert table(fits["SEM"]).frame().columns[1] == "SEM"
    assert table(cx.paths.fit_cfa(data, TEXT), what="loadings").frame().columns[1] == "CFA"


@pytest.mark.parametrize("what", ["paths", "loadings", "weights", "effects", "measurement"])
def test_every_table_is_whole_in_every_format(what, chains):
    made = table(chains, what=what)
    frame = made.frame()
    marked = [line for line in made.to_markdown().splitlines() if line.startswith("|")]
    assert {line.count(" |") for line in marked} == {frame.shape[1]}
    tex = made.to_latex()
    assert "\\midrule\n\\bottomrule" not in tex
    assert tex.count(" & ") == (len(frame) + 1) * (frame.shape[1] - 1)
    page = made.to_html()
    assert page.count("<td") == frame.size
    assert page.count("text-align:right") == (len(frame) + 1) * (frame.shape[1] - 1)
    assert openpyxl.load_workbook(io.BytesIO(made.to_excel())).worksheets[0].max_row > len(frame)


def test_latex_names_the_package_that_chinese_needs(fits):
    assert "ctex" not in table(fits).to_latex()
    with cx.use("zh"):
        assert "% \\usepackage{ctex}\n" in table(fits).to_latex()


def test_names_with_spaces_stand_in_every_table(data):
    spaced = data.rename(columns={"value_1": "value one", "loyalty_1": "loyalty ~ one"})
    text = TEXT.replace("value_1", "`value one`").replace("loyalty_1", "`loyalty ~ one`")
    text = text.replace("loyalty =~", "`my loyalty` =~").replace("loyalty ~ v", "`my loyalty` ~ v")
    fits = {"PLS": cx.paths.fit_pls(spaced, text), "SEM": cx.paths.fit_sem(spaced, text)}
    first = table(fits).frame().iloc[:, 0]
    assert first[0] == "value → my loyalty"
    loads = table(fits, what="loadings").frame()
    assert {"value → value one", "my loyalty → loyalty ~ one"} <= set(loads.iloc[:, 0])
    assert (loads.iloc[:5, 1:] != "").all(axis=None)
    for what in ("measurement", "validity"):
        assert "my loyalty" in " ".join(table(fits, what=what).frame().iloc[:, 0])
