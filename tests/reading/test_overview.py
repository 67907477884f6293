"""The log as people see it: in short, doubts first; and the flags with the names to type."""

import pandas as pd
import pytest

import cxlab as cx
from cxlab.reading._log import Log
from cxlab.reading._overview import gathered, overview
from cxlab.reading._quality.rules import FLAGS


@pytest.fixture(scope="module")
def servqual():
    """Return a survey with 44 items and its own platform."""
    data = cx.load("meiyu").head(120)
    items = [name for name in data if name.startswith(("sq_p", "sq_e"))]
    return cx.read(cx.simulate.export(data[items], "wenjuanxing").content, "servqual")


@pytest.fixture(scope="module")
def company():
    return cx.read(cx.simulate.export(cx.simulate.company().data, "wenjuanxing").content)


def test_a_long_log_is_short_to_read(servqual):
    assert len(servqual.log) > 80  # a row for each change, for whoever wants it
    assert len(servqual.shown()) == len(servqual.log)
    with cx.use("en"):
        short = servqual.overview()
        assert len(short) <= 20
        kinds = short["what was done"].tolist()
        assert kinds == sorted(kinds, key=lambda kind: (kind != "please check", kind != "left out"))
        row = short[short["what was found"] == "question recognised as an item"]
        assert row["column"].item() == "sq_p01, sq_p02, sq_p03 and 41 more"
        assert servqual.doubts == kinds.count("please check")
        assert f"{servqual.doubts} to check" in servqual.headline()


def test_no_entry_is_lost(servqual):
    places = [place for group in gathered(servqual.log) for place in group]
    assert sorted(places) == list(range(len(servqual.log)))


def test_what_stands_together():
    log = Log()
    log.add("encoding", before="GBK")
    for name, rows in (("a", 2), ("b", 9), ("c", 4)):
        log.add("skipped", name, rows=rows, first=10 - rows, before="(空)")
    for name in "abcde":
        log.add("labels_incomplete", name, before=f"{name}/7")
    for name, word in (("a", "x"), ("b", "y")):
        log.add("mixed", name, before=word)
    log.add("without", rows=3, before="straight")
    log.add("without", rows=3, before="speed")
    with cx.use("en"):
        rows = overview(log.frame()).to_numpy().tolist()
    assert [row[2:] for row in rows] == [
        ["a, b, c and 2 more", "", "", "a/7, b/7, c/7 and 2 more", ""],
        ["a", "", "", "x", ""],
        ["b", "", "", "y", ""],
        ["", "3", "", "straight", ""],
        ["", "3", "", "speed", ""],
        ["", "", "", "GBK", ""],
        ["a, b, c", "2–9", "1", "(空)", ""],
    ]
    assert overview(Log().frame()).empty


def test_the_paragraph_and_the_quality_stand_above_the_log(servqual):
    with cx.use("en"):
        page = servqual._repr_html_()
        places = [page.index(part) for part in (
            servqual.headline(), "gave 120 rows", "Quality of the answers", "<th>rows", "The first",
        )]  # fmt: skip
    assert places == sorted(places)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_flag_stands_with_the_name_to_type(company, lang):
    with cx.use(lang):
        report = company.quality
        shown = report.shown().iloc[:-1, 0].tolist()
        for name, cell in zip(FLAGS, shown, strict=True):
            assert cell.startswith(report.label(name))
            assert cell.rstrip("）)").endswith(name)
        assert all(name in report.explain() for name in ("straight", "rushed", "unfinished"))
        assert report.drawn()["label"].isin(shown).all()


def test_without_flags_drops_those_that_rows_picks(company):
    marked = company.quality.rows()
    kept = company.without()
    assert kept.data.index.equals(company.data.index[~marked])
    last = kept.log.iloc[-1]
    assert (last["rule"], last["rows"], last["before"]) == ("without", marked.sum(), "several")
    for lang, words in (("en", "two kinds or more"), ("zh", "两类以上疑点")):
        with cx.use(lang):
            assert words in kept.shown().iloc[-1].tolist()
    named = company.without("straight", "speed")
    either = company.quality.rows("straight", "speed")
    assert named.data.index.equals(company.data.index[~either])
    with pytest.raises(cx.SpecError, match="partial"):
        company.without("partial")
    pd.testing.assert_frame_equal(company.log, kept.log.iloc[:-1])
