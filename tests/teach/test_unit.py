"""Units are read with their lines, and every broken rule is refused where it is broken."""

import pytest

import cxlab as cx
from cxlab.teach._outline import count_words
from cxlab.teach._unit import folders, read

UNIT = "01_demo/unit.md"


def test_cells_know_their_line(course):
    unit = read(course / "units" / "01_demo")
    lines = (course / "units" / UNIT).read_text(encoding="utf-8").splitlines()
    assert len(unit.cells) > 20
    for cell in unit.cells:
        assert lines[cell.line - 1] == cell.source.split("\n")[0]


def test_the_outline_counts_what_students_see(course):
    result = cx.teach.outline("01_demo")
    row = result.tidy().iloc[0]
    assert (row["code_cells"], row["exercises"], row["tested_cells"]) == (9, 3, 3)
    assert row["words_en"] == pytest.approx(75, abs=5)
    assert "01_demo: 9 code_cells; 12-25 are wanted." in result.faults


def test_words_are_counted_without_code_and_markup():
    assert count_words("## A *fine* [link](there.ipynb), `code` and $x^2$: 9.83%") == 5
    assert count_words("```\ncode\n```\n十六个汉字算作十个词是这样折合的") == 10


def test_an_unknown_unit_names_the_closest(course):
    with pytest.raises(cx.SpecError, match="Did you mean '01_demo'"):
        cx.teach.outline("demo")


def test_the_kit_is_the_course_without_a_variable(monkeypatch):
    monkeypatch.delenv("CXLAB_COURSE", raising=False)
    assert all(folder.parent.name == "units" for folder in folders())


BROKEN = {
    "an English text alone": (
        '+++ {"lang": "zh"}\n\nA店平均',
        '+++ {"lang": "en"}\n\nA店平均',
        "line 45: this English text has no Chinese twin",
    ),
    "a Chinese text alone": (
        '+++ {"lang": "en"}\n\nBranch A',
        '+++ {"lang": "zh"}\n\nBranch A',
        "no English twin",
    ),
    "no language": ('+++ {"lang": "en"}\n\nBranch A', "+++\n\nBranch A", "has no language"),
    "different tags": (
        '+++ {"lang": "zh", "tags": ["slide"]}',
        '+++ {"lang": "zh"}',
        "different tags",
    ),
    "unknown tag": ("[check-output]", "[check-outputs]", "tag 'check-outputs' is not known"),
    "a tag of code on text": ('["slide"]', '["solution"]', "belongs to a code cell"),
    "a title": ("## Eight answers", "# Eight answers", "begin headings with ##"),
    "a picture from the web": (
        "Branch A averages",
        "![x](https://example.org/x.png) Branch A averages",
        "does not load offline",
    ),
    "a long cell": ("means = data", "x = 1\n" * 12 + "means = data", "15 lines; 12 is the most"),
    "prose in a string": ('"branch": list', '"which branch was it": list', "holds no prose"),
    "Chinese in a string": ('"branch": list', '"这是哪一家门店": list', "holds no prose"),
    "prose in a comment": ("means = data", "# look at the means\nmeans = data", "holds no prose"),
    "prose in an f-string": ("means = data", 'x = f"look at the {1}"\nmeans = data', "no prose"),
    "code that cannot be read": ("means = data", "means = = data", "cannot be read"),
    "a magic": ("means = data", "%time x = 1\nmeans = data", "cannot be read"),
    "a language fixed": ("cx.use()", 'cx.use()\ncx.use("zh")', "takes no language here"),
    "no language chosen": ("cx.use()\n", "x = 1\n", r"must call cx.use\(\)"),
    "no solution": (
        ':tags: [solution]\n\nanswer = means["B"]',
        ':tags: [instructor]\n\nanswer = means["B"]',
        "the next cell must be the solution",
    ),
    "a solution of another exercise": (
        'answer = means["B"]\ncx.check("demo-1"',
        'answer = means["B"]\ncx.check("demo-2"',
        "the next cell must be the solution",
    ),
    "no dots": ("answer = ...", "answer = 1", "holds ... where the answer goes"),
    "dots in a solution": ('answer = means["B"]', "answer = ...", "has no dots left"),
    "no check": ('cx.check("demo-1", answer)', "answer", r"ends in cx.check"),
    "no tag": (":tags: [exercise]\n", "", "carries the tag exercise or solution"),
    "no question in Chinese": ("zh: 哪家门店的满意顾客更多？", "zh: ''", "cxlab: question"),
    "minutes in words": ("minutes: 20", "minutes: long", "minutes: a whole number"),
    "another number": ("order: 1", "order: 7", "order 7 does not fit the folder's name 01_demo"),
    "a front matter that is no YAML": ("order: 1", "order: [1", "not valid YAML"),
    "outcomes that are no list": ("en: [Take a", "en: {a: [Take a", "not valid YAML"),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_broken_rule_is_refused_where_it_is_broken(draft, case, lang):
    before, after, said = BROKEN[case]
    draft(UNIT, before, after)
    with cx.use(lang), pytest.raises(cx.SpecError) as error:
        cx.teach.outline("01_demo")
    assert "01_demo/unit.md" in str(error.value)
    if lang == "en":
        assert error.match(said)


def test_an_unknown_exercise_is_refused(draft):
    path = draft(UNIT, "Exercise 3.", "The third exercise.")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"demo-3"', '"demo-4"'), encoding="utf-8")
    with pytest.raises(cx.SpecError, match=r"line 112: demo-4 is not in exercises\.yaml"):
        cx.teach.outline("01_demo")


def test_a_plot_ends_in_a_semicolon(draft):
    draft(UNIT, "cx.plots.bars(frame, n=len(data));", "cx.teach.progress().plot()")
    with pytest.raises(cx.SpecError, match="with a semicolon"):
        cx.teach.outline("01_demo")


def test_an_exercise_that_nobody_asks_is_named(draft):
    draft(
        "02_second/exercises.yaml",
        "  - id: second-2",
        "  - {id: second-9, kind: number, answer: 3, praise: {en: a, zh: b}}\n  - id: second-2",
    )
    with pytest.raises(cx.SpecError, match="no cell asks second-9"):
        cx.teach.outline("02_second")


def test_a_list_of_operators_is_no_prose(draft):
    draft(UNIT, "means = data", 'data.query("not branch and points or branch")\nmeans = data')
    assert cx.teach.outline("01_demo").tidy()["exercises"].item() == 3


def test_a_rehearsal_tries_solutions_and_mistakes(course):
    result = cx.teach.rehearse()
    assert result.faults == ()
    assert result.tidy()["correct"].all()
    assert (result.tidy()["mistakes"] == result.tidy()["recognised"]).all()
    assert result.explain() == "6 of 6 solutions pass."


def test_a_rehearsal_records_nothing_and_keeps_the_language(course, home):
    with cx.use("zh"):
        assert "参考答案" in cx.teach.rehearse().explain()
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (UNIT, 'answer = means["B"]', 'answer = means["A"]', "demo-1: the solution does not pass"),
        (
            "01_demo/exercises.yaml",
            'answer: data["points"].mean()',
            'answer: means["B"]',
            "does not get its message",
        ),
        (
            "02_second/exercises.yaml",
            "accept: [50_000_000 - 45_087_400]",
            "accept: ['50_000_000 - 1']",
            None,
        ),
        (
            "01_demo/exercises.yaml",
            "    hints:\n      - {en: Compare",
            "    # {en: Compare",
            "hint",
        ),
    ],
)
def test_a_rehearsal_finds_what_does_not_work(draft, name, before, after, said):
    draft(name, before, after)
    faults = cx.teach.rehearse().faults
    assert bool(faults) == (said is not None)
    assert said is None or said in faults[0]


def test_a_rehearsal_names_the_cell_that_fails(draft):
    draft(UNIT, "means = data.groupby", "means = nothing.groupby")
    with pytest.raises(cx.SpecError, match=r"unit\.md, line 52: this cell fails: NameError"):
        cx.teach.rehearse("01_demo")
