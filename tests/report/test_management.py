"""A manager's report: findings with numbers that stand in the tables, in both languages."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

import cxlab as cx

X = ["x_product", "x_service", "x_relationship", "x_price", "x_convenience", "x_brand"]
FULL = {
    "nps": "recommend",
    "instrument": "servqual",
    "outcome": "satisfaction",
    "drivers": X,
    "by": "branch",
}
HAN = re.compile("[\u3400-\u9fff]")


@pytest.fixture(scope="module", params=["en", "zh"])
def full(request, survey):
    return cx.report.management(survey, **FULL, lang=request.param)


def test_findings_come_first_and_are_few(full):
    first = full.contents.blocks[0]
    assert first.table is None
    assert 1 <= len(first.paragraphs) <= 5
    assert all(words.tables and re.search(r"\d", words.pointer) for words in first.paragraphs)


def test_the_numbers_of_the_findings_stand_in_their_tables(full):
    """Each decimal number of a finding is found, rounded, among those of the table it names."""
    tables = {table.number: table.content for table in full.contents.tables}
    for words in full.contents.blocks[0].paragraphs:
        said = {abs(float(text)) for text in re.findall(r"\d+\.\d+", words.text)}
        known = set()
        for number in words.tables:
            frame = pd.concat([tables[number].tidy(), tables[number].glance()])
            values = np.abs(frame.select_dtypes("number").to_numpy().ravel())
            for factor, digits in ((1, 1), (1, 2), (100, 1)):
                known |= set(np.round(factor * values[~np.isnan(values)], digits))
        assert said <= known, words.text


def test_each_part_of_the_survey_has_its_table(full, survey):
    kinds = [type(table.content).__name__ for table in full.contents.tables]
    assert kinds == [
        "NpsResult",
        "NpsResult",
        "DifferenceResult",
        "GapResult",
        "GapResult",
        "ImportanceResult",
        "IpaResult",
        "DataFrame",
    ]
    wanted = cx.metrics.nps(survey, "recommend", by="branch").tidy()
    pd.testing.assert_frame_equal(full.contents.tables[1].content.tidy(), wanted)


def test_questions_do_not_break_sentences(survey):
    """A question stands in quotation marks; a name that somebody gave stands in its place."""
    data = survey.rename(columns={"satisfaction": "q9"})
    asked = {"branch": "您最近光顾的是哪一家分店？", "q9": "总的来说，您有多满意？"}
    data.attrs["labels"] = {**survey.attrs["labels"], **asked}
    report = cx.report.management(data, **(FULL | {"outcome": "q9"}), lang="zh")
    said = "".join(words.text for words in report.contents.blocks[0].paragraphs)
    assert "按branch看" in said
    assert "“总的来说，您有多满意？”差异" in said
    assert asked["branch"] not in said


def test_what_is_not_settled_is_said_once(full):
    """Where no place is settled the drivers are not listed a second time."""
    ipa = next(t.content for t in full.contents.tables if type(t.content).__name__ == "IpaResult")
    rows = ipa.quadrant("concentrate")
    last = full.contents.blocks[0].paragraphs[-1].text
    times = 1 if (rows["stability"] < ipa.conf).all() else 2
    assert [last.count(label) <= times for label in rows["label"]] == [True] * len(rows)


def test_priorities_name_the_tables_of_their_numbers(full):
    frame = full.contents.tables[-1].content
    names = {table.name for table in full.contents.tables}
    assert set(frame.iloc[:, -1]) <= names


def test_its_code_gives_the_same_numbers(survey):
    made = cx.report.management(survey, **FULL)
    space = {"survey": survey}
    exec(made.code, space)
    tables = [table.content for table in made.contents.tables]
    names = ["nps", "nps_by", "differences", "service", "service_by", "importance", "ipa_map"]
    for name, table in zip(names, tables, strict=False):
        pd.testing.assert_frame_equal(space[name].tidy(), table.tidy())


def test_its_words_are_in_one_language(full):
    blocks = full.contents.blocks
    said = [full.title, full.lead, *(block.heading for block in blocks)]
    said += [words.text for block in blocks for words in block.paragraphs if words.role != "basis"]
    for text in said:
        assert not text or bool(HAN.search(text)) == (full.lang == "zh"), text
        if full.lang == "zh":
            assert not re.search("[\u3400-\u9fff][,:;!?(]", text), text


@pytest.mark.parametrize(
    ("asked", "tables"),
    [
        ({"nps": "recommend"}, 1),
        ({"instrument": "servqual"}, 2),
        ({"instrument": "loyalty"}, 1),
        ({"outcome": "satisfaction", "drivers": X[:3]}, 2),
        ({"nps": "recommend", "by": "segment"}, 3),
        ({"instrument": "servqual", "by": "segment"}, 3),
    ],
)
def test_what_is_not_asked_is_left_out(survey, asked, tables):
    made = cx.report.management(survey, **asked)
    found = [table for table in made.contents.tables if not isinstance(table.content, pd.DataFrame)]
    listed = len(made.contents.tables) - len(found)
    assert len(found) + listed >= tables
    assert len(found) <= tables
    assert made.html()


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({}, "nothing to report"),
        ({"by": "branch"}, "nothing to report"),
        ({"outcome": "satisfaction"}, "belong together"),
        ({"drivers": X}, "belong together"),
        ({"nps": "recommend", "lang": "fr"}, "not a language"),
        ({"nps": "recommend", "title": 3}, "title must be text"),
        ({"nps": "recommend", "by": "customer_id"}, "fewer than two groups"),
    ],
)
def test_a_wrong_request_is_refused(survey, asked, match):
    with pytest.raises(cx.SpecError, match=match):
        cx.report.management(survey, **asked)


def test_wrong_data_are_refused(survey):
    with pytest.raises(cx.DataError, match="recomend"):
        cx.report.management(survey, nps="recomend")
    with pytest.raises(cx.DataError, match="DataFrame"):
        cx.report.management([1, 2], nps="recommend")


def test_small_groups_are_not_shown(survey):
    data = survey.assign(branch=survey["branch"].where(survey.index >= 4, "Z"))
    made = cx.report.management(data, nps="recommend", by="branch")
    split = made.contents.tables[1].content.tidy()
    assert "Z" not in set(split["group"])
    weak = " ".join(words.text for words in made.contents.blocks[-2].paragraphs)
    assert "fewer than 10 answered: Z" in weak
    assert set(split["group"]) == {"A", "B", "C"}  # and without D, Z is not the only one missing
    space = {"survey": data}
    with warnings.catch_warnings(action="ignore", category=cx.CxWarning):
        exec(made.code, space)
    pd.testing.assert_frame_equal(space["nps_by"].tidy(), split)


def test_a_group_with_rows_but_few_answers_is_not_shown(survey):
    silent = (survey["branch"] == "D") & (survey.groupby("branch").cumcount() >= 4)
    data = survey.assign(recommend=survey["recommend"].mask(silent))
    made = cx.report.management(data, nps="recommend", instrument="servqual", by="branch")
    tables = [table.content.tidy() for table in made.contents.tables[:5]]
    assert set(tables[1]["group"]) == {"A", "B"}  # NPS; with C, D could be worked out
    assert set(tables[2]["group"]) | set(tables[2]["against"]) == {"A", "B"}
    assert set(tables[4]["group"]) == {
        "A",
        "B",
        "C",
        "D",
    }  # all filled in the rest
    weak = " ".join(words.text for words in made.contents.blocks[-2].paragraphs)
    assert "fewer than 10 answered: D" in weak
    space = {"survey": data}
    with warnings.catch_warnings(action="ignore", category=cx.CxWarning):
        exec(made.code, space)
    pd.testing.assert_frame_equal(space["nps_by"].tidy(), tables[1])


def test_doubts_and_lost_rows_are_told(survey):
    data = survey.assign(
        x_price=survey["x_price"].where(survey.index % 5 > 0), copy=survey["satisfaction"]
    )
    made = cx.report.management(data, outcome="satisfaction", drivers=[*X[:2], "x_price"])
    weak = " ".join(words.text for words in made.contents.blocks[-2].paragraphs)
    assert "60 rows (20.0%)" in weak


def test_a_difference_beyond_chance_is_named_as_a_priority():
    data = pd.DataFrame(
        {"recommend": [10] * 50 + [9] * 10 + [3] * 50 + [8] * 10, "shop": ["A"] * 60 + ["B"] * 60}
    )
    made = cx.report.management(data, nps="recommend", by="shop")
    rows = made.contents.tables[-1].content
    assert rows.iloc[0, 1] == "B"
    assert "below A" in rows.iloc[0, 2]
    assert "1 of 1" in made.contents.blocks[0].paragraphs[1].text


def test_the_callers_frame_stays_as_it_was(survey):
    before = survey.copy()
    cx.report.management(survey, **FULL)
    pd.testing.assert_frame_equal(survey, before)


def test_a_survey_that_was_read_brings_its_instrument_and_its_log():
    made = cx.simulate.export(cx.load("meiyu").head(120), "wenjuanxing", lang="en", seed=2)
    read = cx.read(made.content, "loyalty")
    report = cx.report.management(read, lang="en")
    headings = [part.heading for part in report.parts]
    assert headings[-3:] == [
        "How the answers were read",
        "What is weak about it",
        "How it was computed",
    ]
    assert len(report.parts[-3].content) == len(read.overview()) < len(read.log)
    assert "120 rows" in report.parts[-3].words[0].text
    plain = cx.report.management(read.data, instrument="loyalty", lang="en")
    assert headings[:-3] == [part.heading for part in plain.parts][:-2]
    assert "How the answers were read" in report.html()
