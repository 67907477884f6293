"""Files damaged at random: cut, flipped, spliced, re-encoded, parts of workbooks swapped."""

import io
import random
import zipfile
from importlib.util import find_spec

import pandas as pd
from files import csv, ods, packed, xls, xlsx

ROWS = [["序号", "门店", "提交答卷时间", "所用时间", "来自IP", "满意", "多选", "意见"]] + [
    [
        str(k + 1),
        ("中环", "旺角")[k % 2],
        f"2024/1/{k + 10} 9:3{k % 10}:00",
        f"{60 + k}秒",
        f"10.0.3.{k}(广东-深圳)",
        ("5", "很满意", "4", "(跳过)", "-3")[k % 5],
        ("A┋B", "B", "1,5", "１", "")[k % 5],
        f"第{k}位说，还行\n真的",
    ]
    for k in range(12)
]
QUALTRICS = [
    ["StartDate", "Duration (in seconds)", "Q1", "Q2_1"],
    ["Start Date", "Duration (in seconds)", "How satisfied?", "Staff - Friendly"],
    ['{""ImportId"":""startDate""}', '{""ImportId"":""duration""}', '{""ImportId"":""QID1""}',
     '{""ImportId"":""QID2_1""}'],
    *[[f"2024-01-0{k + 1} 10:00:00", str(90 + k), str(k % 5 + 1), "Agree"] for k in range(8)],
]  # fmt: skip
BOOK = [[cell for cell in row] for row in ROWS[:1]] + [
    [int(row[0]), *row[1:4], row[4], 4.5, None, row[7]] for row in ROWS[1:]
]
BIG5 = [["分店", "滿意度", "意見"]] + [["中環總店", str(k), "送貨很慢，態度還好"] for k in range(6)]


def quoted(rows, **options):
    return csv(*[[f'"{cell}"' for cell in row] for row in rows], **options)


TEXTS = {
    "utf-8.csv": quoted(ROWS),
    "gb18030.csv": quoted(ROWS, encoding="gb18030", delimiter=";"),
    "utf-16.txt": quoted(ROWS, encoding="utf-16", delimiter="\t"),
    "big5.csv": quoted(BIG5, encoding="big5"),
    "qualtrics.csv": quoted(QUALTRICS, encoding="utf-8-sig"),
    "numbers.tsv": csv(*[[f"{k * j},5" for j in range(6)] for k in range(9)], delimiter="\t"),
}
PACKED = {
    "book.xlsx": xlsx(BOOK, merged=["A1:B1"], hidden=[3]),
    "sheet.ods": ods([[("" if cell is None else cell) for cell in row] for row in BOOK]),
}
OLD = {"old.xls": xls([[("" if cell is None else cell) for cell in row] for row in BOOK])}


def binary(folder):
    """Return seeds in the formats of statistics packages that can be written here."""
    frame = pd.DataFrame(
        {"id": [1.0, 2, 3, 4], "q1": [1.0, 5, None, 3], "say": ["好", "a", "", "b"]}
    )
    seeds = {}
    if find_spec("pyreadstat"):
        import pyreadstat

        for ending in ("sav", "zsav", "por", "dta"):
            path = folder / f"seed.{ending}"
            plain = frame.rename(columns=str.upper).assign(SAY=["a", "b", "", "c"])
            options = {"compress": True} if ending == "zsav" else {}
            write = getattr(pyreadstat, f"write_{ending.replace('zsav', 'sav')}")
            write(plain if ending == "por" else frame, path, **options)
            seeds[path.name] = path.read_bytes()
    if find_spec("polars"):
        import polars as pl

        path = folder / "seed.parquet"
        pl.DataFrame(frame.to_dict("list")).write_parquet(path)
        seeds[path.name] = path.read_bytes()
    return seeds


EXTRA = ["", "=1+1", "1e999", "-0", "٣", "\u202e", "\x1b[31m", "'", '"', '""', "NaN", "2024-13-45",
         "🙂", "0" * 50, "9" * 400, "1,5", "┋", "→", "<b>", "&#0;", "13800138000"]  # fmt: skip


def damaged(content, draw):
    """Return bytes with one to three random changes of the whole file."""
    raw = bytearray(content)
    for _step in range(draw.choice([1, 1, 1, 2, 3])):
        ways = draw.choice([BLUNT, GENTLE, GENTLE])
        raw = draw.choice(ways)(raw, draw) or bytearray(b"\0")
    return bytes(raw)


def _cut(raw, draw):
    return raw[: draw.randrange(len(raw))]


def _behead(raw, draw):
    return raw[draw.randrange(len(raw)) :]


def _flip(raw, draw):
    for _each in range(draw.choice([1, 1, 4, 30])):
        raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return raw


def _insert(raw, draw):
    place = draw.randrange(len(raw))
    some = draw.choice([draw.randbytes(draw.randrange(1, 30)), draw.choice(EXTRA).encode()])
    return raw[:place] + some * draw.choice([1, 1, 50]) + raw[place:]


def _drop(raw, draw):
    place = draw.randrange(len(raw))
    return raw[:place] + raw[place + draw.randrange(1, 200) :]


def _swap(raw, draw):
    place = draw.randrange(len(raw))
    return raw[place:] + raw[:place]


def _splice(raw, draw):
    other = draw.choice(list((TEXTS | PACKED | OLD).values()))
    return raw[: draw.randrange(len(raw))] + other[draw.randrange(len(other)) :]


def _recode(raw, draw):
    source, target = draw.sample(["utf-8", "gb18030", "utf-16", "big5", "latin-1", "utf-32"], 2)
    return bytearray(raw.decode(source, "replace").encode(target, "replace"))


def _separators(raw, draw):
    old = draw.choice([b",", b";", b"\t", b'"', b"\r\n", b"\n"])
    new = draw.choice([b",", b";", b"\t", b"|", b'"', b"\n", b"\r", b"", b"\0", "，".encode()])
    return raw.replace(old, new, draw.choice([1, 5, -1]))


def _lines(raw, draw):
    lines = raw.split(b"\n")
    way = draw.choice(["shuffle", "repeat", "one", "reverse"])
    if way == "shuffle":
        draw.shuffle(lines)
    elif way == "repeat":
        lines = lines * draw.randrange(2, 5)
    elif way == "one":
        lines = lines[:1]
    else:
        lines = lines[::-1]
    return bytearray(b"\n".join(lines))


def _cells(raw, draw):
    """Put strange cells in place of some, so that the file stays a table."""
    parts = raw.split(b",")
    for _each in range(draw.choice([1, 3, 20])):
        parts[draw.randrange(len(parts))] = draw.choice(EXTRA).encode("utf-8")
    return bytearray(b",".join(parts))


BLUNT = [_cut, _behead, _flip, _insert, _drop, _swap, _splice, _recode]
GENTLE = [_separators, _lines, _cells, _cells]  # of which more files are read


def repacked(content, draw):
    """Return a packed file with one of its parts damaged, so that it still unpacks."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice(list(parts))
    way = draw.choice(["damage", "damage", "drop", "swap", "numbers"])
    if way == "drop":
        del parts[name]
    elif way == "swap":
        other = draw.choice(list(parts))
        parts[name], parts[other] = parts[other], parts[name]
    elif way == "numbers":
        digits = draw.choice([b"1", b"2", b"0"])
        new = draw.choice([b"-1", b"99999999", b"", b"1e999", b"x", b"4294967296"])
        parts[name] = parts[name].replace(digits, new, draw.choice([1, 3]))
    else:
        parts[name] = damaged(parts[name], draw)
    return packed(parts)


def drawn(seed, kinds):
    """Return a damaged file and a name for it, always the same for a seed."""
    draw = random.Random(seed)
    name, content = draw.choice(list(kinds.items()))
    if content.startswith(b"PK\x03\x04") and draw.random() < 0.5:
        content = repacked(content, draw)
    else:
        content = damaged(content, draw)
    endings = ["csv", "txt", "tsv", "xlsx", "xls", "ods", "sav", "dta", "parquet", "por", ""]
    return content, name if draw.random() < 0.7 else f"file.{draw.choice(endings)}"
