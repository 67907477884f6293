"""Respondents a survey kit must survive: cases 59-66, repeated, careless or unfinished."""

import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.reading._log import KINDS, RULES, Log
from cxlab.reading._quality.respondents import blocks_of, respondents, unrepeated

CHINESE = re.compile("[\u3400-\u9fff]")
ITEMS = [f"q{number}" for number in range(1, 17)]
N = 200
ROLES = {"id": "id", "duration": "time", "finished": "done", "status": "status"}


def survey():
    """Return 200 careful respondents who answered 16 questions on 1-7, in a usual time."""
    rng = np.random.default_rng(59)
    factors = np.repeat(rng.normal(4.3, 1, (N, 4)), 4, axis=1)
    values = np.clip(np.rint(factors + rng.normal(0, 0.7, (N, 16))), 1, 7)
    data = pd.DataFrame(values, columns=ITEMS).astype("Int64")
    data.insert(0, "id", [f"R{number:03d}" for number in range(N)])
    return data.assign(time=112 * np.exp(0.15 * rng.standard_normal(N)), done=True, status="ok")


def items_of(data):
    """Return the items as reading gives them."""
    kinds = {"id": "id", "time": "duration", "done": "yes_no", "status": "choice"}
    rows = [
        {
            "column": name,
            "kind": kinds.get(name, "scale"),
            "block": "",
            "mode": "",
            "scale_low": 1.0 if name in ITEMS else np.nan,
            "scale_high": 7.0 if name in ITEMS else np.nan,
            "reversed": False,
        }
        for name in data
    ]
    return pd.DataFrame(rows)


def straight(data):
    data.loc[7, ITEMS] = 4
    return data


def copied(data):
    data.loc[7, ITEMS] = data.loc[3, ITEMS].to_numpy()
    return data


def random(data):
    data.loc[7, ITEMS] = [1, 7, 2, 6, 7, 1, 6, 2, 1, 7, 1, 6, 7, 2, 7, 1]
    return data


def partial(data):
    data.loc[7, ITEMS[8:]] = pd.NA
    return data


# name: (what is done to row 7, rule of the log, column of the log, rows, flag)
NAMED = {
    "60 same answers": (copied, "copy", "", 2, "copy"),
    "61 straight-lining": (straight, "straight", "", None, "straight"),
    "61 no spread": (straight, "flat", "", None, "flat"),
    "62 speeders": (lambda d: d.assign(time=d["time"].where(d.index != 7, 20)), "speed", "time",
                    1, "speed"),
    "62 far faster than others": (lambda d: d.assign(time=d["time"].where(d.index != 7, 45)),
                                  "rushed", "time", 1, "rushed"),
    "64 partial": (partial, "left_out", "", 1, "left_out"),
    "64 not finished": (lambda d: d.assign(done=d.index != 7), "unfinished", "done", 1,
                        "unfinished"),
    "65 test rows": (lambda d: d.assign(status=np.where(d.index == 7, "Survey Preview", "ok")),
                     "preview", "status", 1, "preview"),
    "66 random answers": (random, "random", "", None, "random"),
    "66 unlike all others": (random, "outlier", "", None, "outlier"),
}  # fmt: skip


def judged(data):
    log = Log()
    found = respondents(data, ROLES, items_of(data), log, lines=range(2, len(data) + 2))
    return found, log.frame()


def test_careful_respondents_raise_no_doubt():
    found, log = judged(survey())
    assert not len(log), log
    assert found.n == N


@pytest.mark.parametrize("name", NAMED)
def test_it_is_named(name):
    change, rule, column, rows, flag = NAMED[name]
    data = change(survey())
    found, log = judged(data)
    assert found.flags.loc[7, flag]
    entries = log[log["rule"] == rule]
    assert len(entries) == 1, log
    assert entries["column"].item() == column
    assert entries["kind"].item() == "warned"
    assert entries["rows"].item() == found.flags[flag].sum()
    assert rows is None or entries["rows"].item() == rows
    assert entries["first"].item() == 2 + np.flatnonzero(found.flags[flag])[0]
    assert len(found.flags) == N  # nobody is dropped


@pytest.mark.parametrize("name", NAMED)
def test_its_words_stand_in_both_languages(name):
    rule = RULES[NAMED[name][1]]
    for lang in ("en", "zh"):
        with cx.use(lang):
            words = [cx._core.i18n._(text) for text in (rule.words, KINDS[rule.kind])]
        assert all(bool(CHINESE.search(text)) == (lang == "zh") for text in words)


def repeated():
    data = survey()
    data.loc[[7, 9], "id"] = "R003"
    return data


def test_59_a_repeated_id_is_refused_in_words():
    for lang, words in (
        ("en", r"ids appear in several rows \(1 in all"),
        ("zh", "有1个编号不止一行"),
    ):
        with cx.use(lang), pytest.raises(cx.DataError, match=words) as caught:
            unrepeated(repeated(), ROLES, Log(), lines=range(2, N + 2))
        for part in ("'id'", "'R003'", "5", "duplicates='last'"):
            assert part in str(caught.value)


def test_59_or_the_last_is_kept_by_choice():
    log = Log()
    data = unrepeated(repeated(), ROLES, log, keep="last", lines=range(2, N + 2))
    assert data["id"].is_unique
    assert len(data) == N - 2
    assert 9 in data.index
    assert not {3, 7} & set(data.index)
    row = log.frame().iloc[0]
    assert row["kind"] == "dropped"
    assert (row["rule"], row["rows"], row["first"]) == ("id_repeated", 2, 5)
    with pytest.raises(cx.SpecError, match="keep"):
        unrepeated(repeated(), ROLES, log, keep="first")


def test_59_or_all_are_kept_with_a_doubt():
    log, data = Log(), repeated()
    assert unrepeated(data, ROLES, log, keep="keep", lines=range(2, N + 2)) is data
    row = log.frame().iloc[0]
    assert (row["rule"], row["kind"], row["column"]) == ("id_kept", "warned", "id")
    assert (row["rows"], row["first"], row["before"], row["after"]) == (3, 5, "'R003'", "1")


@pytest.mark.parametrize("name", ["customer_id", "respid", "Nr", "客户编号"])
def test_59_columns_that_number_the_respondents_are_found_by_name(name):
    numbers = [*range(100, 138), 100, 101]
    rows = "".join(f"{number},{number % 10}\n" for number in numbers)
    content = f"{name},recommend\n{rows}".encode()
    with pytest.raises(cx.DataError, match=name):
        cx.read(content)
    kept = cx.read(content, duplicates="keep")
    assert kept.roles["id"] == name
    assert kept.log.loc[kept.log["rule"] == "id_kept", "rows"].tolist() == [4]
    for lang, words in (("en", "ids: 2"), ("zh", "2个编号")):
        with cx.use(lang):
            assert words in repr(kept)
    few = "".join(f"{number % 4},{number % 10}\n" for number in range(40))
    assert "id" not in cx.read(f"{name},recommend\n{few}".encode()).roles


def test_59_single_and_missing_ids_pass():
    data = survey()
    data.loc[:20, "id"] = None
    assert unrepeated(data, ROLES, Log()) is data
    assert unrepeated(data, {}, Log()) is data


def test_what_the_platform_has_logged_is_not_logged_again():
    data = NAMED["65 test rows"][0](survey())
    log = Log()
    log.add("preview", "status", rows=1)
    respondents(data, ROLES, items_of(data), log)
    assert (log.frame()["rule"] == "preview").sum() == 1


def test_blocks_are_questions_on_one_scale_one_after_the_other():
    data = survey().assign(nps=5)
    items = items_of(data)
    items.loc[items["column"].isin(ITEMS[6:]), "block"] = "b"
    items.loc[items["column"] == "nps", ["scale_low", "scale_high"]] = [0.0, 10.0]
    assert list(blocks_of(data, items).values()) == [ITEMS[:6], ITEMS[6:]]


def test_blocks_of_one_group_may_stand_apart():
    data = survey()[ITEMS[:9]]
    items = items_of(data).assign(block=["x", "e", "w"] * 3)
    assert list(blocks_of(data, items).values()) == [ITEMS[at:9:3] for at in range(3)]
    modes = items_of(data).assign(mode=["x", "e", "w"] * 3)
    assert blocks_of(data, modes) == blocks_of(data, items)


def test_without_a_block_there_is_no_report():
    data = survey()[["id", "q1", "q2"]]
    assert respondents(data, ROLES, items_of(data), Log()) is None


def test_what_chance_explains_is_no_warning():
    """A warning is written only where more are flagged than chance explains."""
    data = cx.simulate.meiyu(2000, seed=1).data[[f"sq_p{k:02d}" for k in range(1, 23)]]
    items = items_of(data).assign(kind="scale", low=1.0, high=7.0)
    log = Log()
    found = respondents(data, {}, items, log)
    assert found.flags["straight"].sum() > 0
    assert not len(log.frame()), log.frame()
