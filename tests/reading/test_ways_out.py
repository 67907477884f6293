"""Where a file leaves something open, the log or the refusal names a way out, and it works."""

import re

import numpy as np
import pandas as pd
import pytest
from files import csv
from surveys import answers

import cxlab as cx
from cxlab.reading import ItemMap

ROWS = [(f"R{k:02d}", "AB"[k % 2], k * 7 % 11, k % 5 + 1) for k in range(1, 41)]
TOTAL = [sum(row[place] for row in ROWS) for place in (2, 3)]
MEAN = [f"{TOTAL[0] / 40:.2f}", f"{TOTAL[1] / 40:.1f}"]
FIT = ["Trifft gar nicht zu", "Trifft eher nicht zu", "Teils/teils", "Trifft eher zu",
       "Trifft voll zu"]  # fmt: skip


def survey(*below):
    rows = [*ROWS, *below]
    return csv(
        ("编号", "门店", "推荐意愿", "满意度"), *([str(cell) for cell in row] for row in rows)
    )


def entry(log, rule):
    lines = log[log["rule"] == rule]
    assert len(lines) == 1, log
    return lines.iloc[0]


@pytest.mark.parametrize(
    "below",
    [
        [("合计", "", *TOTAL)],
        [("", "总计：", *TOTAL)],
        [("Total", "", *TOTAL)],
        [("Summe", "", *TOTAL)],
        [("Average", "", *MEAN)],
        [("平均", "", *MEAN)],
        [("合计", "", *TOTAL), ("平均值", "", *MEAN)],
    ],
)
def test_63_totals_are_no_answers(below):
    made = cx.read(survey(*below))
    plain = cx.read(survey())
    assert made.data.equals(plain.data)
    assert made.items.equals(plain.items)
    assert set(made.log["rule"]) == {"total_row"}
    assert made.log["first"].tolist() == [42 + place for place in range(len(below))]
    assert set(made.log["kind"]) == {"dropped"}
    assert made.headline().startswith("40 ")


@pytest.mark.parametrize("below", [[("Total", "A", 3, 4)], [("average", "", 9, 9)]])
def test_63_an_answer_that_is_called_so_is_kept(below):
    made = cx.read(survey(*below))
    assert made.n == 41
    assert entry(made.log, "total_row_kept")["first"] == 42


def test_63_words_that_others_answered_too_are_no_totals():
    words = ["good", "average", "bad"] * 5 + ["average"]
    made = cx.reading.table(csv(("x", "n"), *((word, str(k)) for k, word in enumerate(words))))
    assert len(made.data) == 16
    assert not len(made.log)


AMBIGUOUS = csv(("id", "visit"), ("1", "3/4/2024"), ("2", "5/6/2024"), ("3", "5/6/2024"))
SHORT = csv(("id", "visit"), ("1", "24/04/03"), ("2", "24/06/05"), ("3", ""))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_56_the_refusal_names_a_way_out_that_works(lang):
    with cx.use(lang), pytest.raises(cx.DataError) as caught:
        cx.read(AMBIGUOUS)
    said = re.search(r"mapping=cx\.reading\.ItemMap\(dates=\{'visit': 'dmy'\}\)", str(caught.value))
    given = eval(said[0].removeprefix("mapping="), {"cx": cx})
    made = cx.read(AMBIGUOUS, mapping=given)
    assert made.data["visit"].iloc[0] == pd.Timestamp("2024-04-03")
    again = ItemMap.from_yaml(made.mapping.to_yaml())
    assert cx.read(AMBIGUOUS, mapping=again).data.equals(made.data)
    assert cx.reading.table(AMBIGUOUS, mapping=given).data["visit"].equals(made.data["visit"])


@pytest.mark.parametrize(
    ("content", "order", "first"),
    [
        (AMBIGUOUS, "mdy", pd.Timestamp("2024-03-04")),
        (AMBIGUOUS, "text", "3/4/2024"),
        (SHORT, "ymd", pd.Timestamp("2024-04-03")),
    ],
)
def test_56_one_order_stands_for_every_column(content, order, first):
    made = cx.read(content, mapping=ItemMap(dates=order))
    assert made.data["visit"].iloc[0] == first
    assert made.data["id"].tolist() == [1, 2, 3]
    line = entry(made.log, "date_text" if order == "text" else "date")
    assert (line["column"], line["first"]) == ("visit", 2)


@pytest.mark.parametrize("head", ["visit", "提交时间"])
def test_56_times_of_any_table_are_not_guessed_either(head):
    content = csv(("id", head), ("1", "3/4/2024 9:30"), ("2", "5/6/2024 10:00"))
    with pytest.raises(cx.DataError, match="two ways"):
        cx.read(content)
    made = cx.read(content, mapping=ItemMap(dates={head: "dmy"}))
    assert made.data[head].iloc[0] == pd.Timestamp("2024-04-03 09:30")


def test_56_a_wrong_order_is_refused():
    with pytest.raises(cx.DataError, match=r"month/day/year, but '24/04/03'"):
        cx.read(SHORT, mapping=ItemMap(dates={"visit": "mdy"}))
    with pytest.raises(cx.SpecError, match="dmy, mdy, ymd, text"):
        ItemMap(dates={"visit": "dym"})


def german(n=60, seed=3):
    rng = np.random.default_rng(seed)
    table = {f"F{k}": [FIT[code] for code in rng.integers(0, 5, n)] for k in (1, 2, 3, 4)}
    table["Filiale"] = rng.choice(["Nord", "Süd", "Ost"], n)
    table["Gesamt"] = rng.choice(["sehr zufrieden", "zufrieden", "unzufrieden"], n)
    return pd.DataFrame(table)


def test_32_words_of_no_list_are_named_and_their_order_is_taken():
    data = german()
    content = data.to_csv(index_label="nr").encode()
    made = cx.read(content)
    named = made.log[made.log["rule"] == "labels_unknown"].set_index("column")
    assert sorted(named.index) == ["F1", "F2", "F3", "F4", "Gesamt"]  # and not the branch
    assert set(named["kind"]) == {"warned"}
    assert all(word in named.loc["F1", "before"] for word in FIT)
    assert "ItemMap(values={'*': [...]})" in named.loc["F1", "after"]
    assert "'Gesamt'" in named.loc["Gesamt", "after"]
    order = {"*": FIT, "Gesamt": ["unzufrieden", "zufrieden", "sehr zufrieden"]}
    read = cx.read(content, mapping=ItemMap(values=order))
    assert "labels_unknown" not in set(read.log["rule"])
    for name in ("F1", "F4"):
        assert read.data[name].tolist() == [FIT.index(word) + 1 for word in data[name]]
    ends = read.items.set_index("column")[["scale_low", "scale_high"]]
    assert ends.loc["F1"].tolist() == [1, 5]
    assert ends.loc["Gesamt"].tolist() == [1, 3]
    assert read.quality.n_items >= 4


def test_the_kits_own_world_has_no_words_that_are_not_known():
    for data in (cx.load("meiyu").head(300), cx.simulate.company().data):
        log = cx.read(data.to_csv(index=False).encode()).log
        assert "labels_unknown" not in set(log["rule"])


def servperf(names):
    cells = answers("servqual", n=40, mode="perception")
    return csv(names, *(map(str, row) for row in zip(*cells.values(), strict=True)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_71_perceptions_asked_alone_are_read_and_scored(lang):
    spec = cx.instruments.get("servqual")
    with cx.use(lang):
        made = cx.read(
            servperf([f'"{item.text[lang]}"' for _dimension, item in spec._pairs()]), "servqual"
        )
        label = spec.mode("perception").label[lang]
        assert entry(made.log, "asked_once")["after"] == label
    assert list(made.data) == list(spec.mode("perception").columns)
    scores = cx.instruments.score(made.data, spec.only("perception")).tidy()
    assert scores["estimate"].between(1, 7).all()
    with pytest.raises(cx.DataError, match=r"only\('perception'\)"):
        cx.instruments.score(made.data, "servqual")


def test_71_items_asked_twice_without_a_word_are_still_refused():
    texts = [item.text["en"] for _dimension, item in cx.instruments.get("servqual")._pairs()]
    cells = answers("servqual", n=40)
    names = [f'"{text}{end}"' for end in ("", " (2)") for text in texts]
    rows = zip(*cells.values(), strict=True)
    with pytest.raises(cx.DataError, match=r"only\('perception'\)"):
        cx.read(csv(names, *(map(str, row) for row in rows)), "servqual")


def test_lines_are_those_that_excel_shows():
    content = '"id","q","text"\r\n1,4,"two\r\nlines"\r\n\r\n2,５,x\r\n3,3,y\r\n'.encode()
    made = cx.read(content)
    assert made.lines.tolist() == [2, 4, 5]
    assert made.lines.index.equals(made.data.index)
    assert entry(made.log, "full_width")["first"] == 4


def test_those_left_out_have_their_line_in_the_log():
    data = cx.simulate.meiyu(200, seed=2).data.filter(regex="^sq_p")
    data.iloc[7] = 4
    made = cx.read(data.to_csv(index=False).encode())
    kept = made.without("straight")
    marked = made.quality.rows("straight")
    assert marked[7]
    assert entry(kept.log, "without")["first"] == made.lines[marked].iloc[0]
