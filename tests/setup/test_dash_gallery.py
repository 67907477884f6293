"""The gallery and the pages of `cxlab dash` at home: titles, languages, words for every fault."""

import ast
import gzip
import html
import json
import os
import re
import sys
import time
from pathlib import Path

import nbformat
import pytest

from cxlab._core.i18n import LANGUAGES
from cxlab._lab.dash import speech
from cxlab._lab.dash.shelf import Shelf

ROOT = Path(__file__).parents[2]
KIT = Shelf(ROOT / "notebooks")


@pytest.fixture(scope="module")
def home(serve, folder):
    return serve(folder)


def shown(answer):
    """Return the text of a page, scripts and tags left out."""
    text = re.sub(r"<script.*?</script>", " ", answer.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# ---- what there is to show ----------------------------------------------------------------------


def test_the_kit_shows_dashboards_first_and_every_unit_once_in_both_languages():
    cards = KIT.cards()
    dashboards = [card for card in cards if card.section == "dashboards"]
    units = [card for card in cards if card.section == "units"]
    assert [Path(card.path("en")).stem for card in dashboards] == [
        "voice",
        "gaps",
        "drivers",
        "paths",
        "steps",
        "silence",
    ]
    assert cards[: len(dashboards)] == dashboards
    assert len(units) == len(list((ROOT / "notebooks" / "en").glob("*.ipynb")))
    assert all(set(card.paths) == set(LANGUAGES) for card in units)
    assert all(card.title[lang] and card.about[lang] for card in cards for lang in LANGUAGES)
    assert "start.ipynb" not in KIT.names()


def test_a_unit_is_named_as_its_own_notebook_names_it():
    from cxlab.teach._unit import folders, read

    cards = {Path(card.path("en")).stem: card for card in KIT.cards() if card.section == "units"}
    for unit in (read(each) for each in folders(ROOT / "course")):
        card = cards[unit.name]
        for lang in LANGUAGES:
            assert card.title[lang].endswith(unit.title[lang])
            assert card.about[lang] == unit.question[lang].replace("*", "")


def test_dashboards_are_two_cells_and_their_words():
    paths = sorted((ROOT / "notebooks" / "dashboards").glob("*.ipynb"))
    assert len(paths) == 6
    for path in paths:
        book = nbformat.read(path, as_version=4)
        assert [cell.source for cell in book.cells] == [
            "import cxlab as cx",
            f"cx.dashboards.{path.stem}()",
        ]
        words = book.metadata["cxlab"]
        assert all(words[part][lang] for part in ("title", "about") for lang in LANGUAGES)


def test_a_notebook_is_read_again_only_when_it_has_changed(tmp_path, write, monkeypatch):
    write(tmp_path / "one.ipynb", words="# First")
    shelf = Shelf(tmp_path)
    assert shelf.cards()[0].title["en"] == "First"
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_options: pytest.fail("read again"))
    assert shelf.cards()[0].title["en"] == "First"
    monkeypatch.undo()
    write(tmp_path / "one.ipynb", words="# Second")
    stamp = time.time_ns() + 10**9
    os.utime(tmp_path / "one.ipynb", ns=(stamp, stamp))
    assert shelf.cards()[0].title["zh"] == "Second"


def test_a_broken_notebook_still_has_a_card(tmp_path):
    (tmp_path / "no_json.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "odd.ipynb").write_text('{"cells": [1], "metadata": []}', encoding="utf-8")
    assert [card.title["en"] for card in Shelf(tmp_path).cards()] == ["no json", "odd"]


@pytest.mark.parametrize(
    "path",
    ["../outside.ipynb", ".secret.ipynb", "deep/../../outside.png", "pic.svg\0", "deep\\x.svg"],
)
def test_no_way_round_leads_out_of_the_folder(folder, path):
    assert not Shelf(folder).inside(path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path, write):
    write(tmp_path / "elsewhere" / "a.ipynb", "1")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link.ipynb").symlink_to(tmp_path / "elsewhere" / "a.ipynb")
    assert Shelf(tmp_path / "own").cards() == []


# ---- languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr;q=1, zh;q=0.2", "zh"),
        ("de", ""),
        ("zh;q=....", ""),
        ("", ""),
    ],
)
def test_the_browser_says_its_language(header, lang):
    assert speech.preferred(header) == lang


@pytest.mark.parametrize("table", [speech.WORDS, speech.FAULTS])
def test_every_word_of_the_server_has_its_chinese(table):
    if table is speech.WORDS:
        en, zh = speech.words("en"), speech.words("zh")
        assert not [name for name in en if en[name] == zh[name]]
        numbers = {name: set(re.findall(r"\{\w+\}", text)) for name, text in en.items()}
        assert all(set(re.findall(r"\{\w+\}", zh[name])) == numbers[name] for name in zh)
    else:
        for status in table:
            assert speech.fault(status, "en") != speech.fault(status, "zh")


def test_the_gallery_speaks_the_language_asked_for(home):
    client = home.visitor()
    english, chinese = client.get("/"), client.get("/", params={"lang": "zh"})
    assert '<html lang="en"' in english.text
    assert "A &amp; B" in english.text
    assert "What &lt;b&gt;for&lt;/b&gt;?" in english.text
    assert '<html lang="zh-CN"' in chinese.text
    assert "甲和乙" in chinese.text
    assert "第一页" in chinese.text
    assert "一段 说明 文字。" in chinese.text
    asked = client.get("/", headers={"Accept-Language": "zh-CN,zh"})
    assert '<html lang="zh-CN"' in asked.text
    assert client.get("/", params={"lang": "<script>"}).text.count("<script>") == 0


def test_the_gallery_lists_the_folder_and_nothing_hidden(home):
    text = home.visitor().get("/").text
    links = re.findall(r'href="/voila/render/([^"?]+)', text)
    assert links == [
        "board.ipynb",
        "breaks.ipynb",
        "deep/%E4%BD%93%E9%AA%8C.ipynb",
        "echo.ipynb",
        "slider.ipynb",
        "wrong.ipynb",
    ]
    assert home.kernels() == 0  # the gallery needs none


def test_one_notebook_is_opened_at_once(serve, folder):
    server = serve(folder / "deep" / "体验.ipynb")
    answer = server.visitor().get("/", params={"lang": "zh"})
    assert answer.url.path == "/voila/render/体验.ipynb"
    assert "42" in answer.text
    assert server.visitor().get("/voila/render/echo.ipynb").status_code == 404


# ---- a page -------------------------------------------------------------------------------------


def environment(answer):
    return dict(ast.literal_eval(re.search(r"\[\(.*\)\]", html.unescape(answer.text))[0]))


def test_a_page_knows_its_query_and_language_and_computes_in_one_thread(home):
    client = home.visitor()
    query = {"lang": "zh", "data": "meiyu", "by": "branch"}
    answer = client.get("/voila/render/echo.ipynb", params=query)
    assert '<html lang="zh-CN" data-cxlab="voila"' in answer.text
    found = environment(answer)
    assert found["QUERY_STRING"] == "lang=zh&data=meiyu&by=branch"
    assert found["CXLAB_LANG"] == "zh"
    assert found["CXLAB_UPLOAD_MB"] == "25"
    assert found["OMP_NUM_THREADS"] == found["OPENBLAS_NUM_THREADS"] == "1"
    assert found["SERVER_SOFTWARE"].startswith("voila")


def test_a_fault_in_a_cell_is_words_a_number_and_at_home_where_it_happened(home):
    answer = home.visitor().get("/voila/render/breaks.ipynb", params={"lang": "zh"})
    said = shown(answer)
    assert "页面的这一部分没有计算成功" in said
    number = re.search(r"编号告诉管理员：([0-9a-f]{8})", said)[1]
    assert "供笔记本作者查看" in said
    assert "int('13800001111 x')" in said.replace("&#39;", "'")
    assert number in home.log_file.read_text(encoding="utf-8")
    assert "never" not in said


def test_an_error_of_cxlab_speaks_to_the_visitor_and_is_escaped(home):
    answer = home.visitor().get("/voila/render/wrong.ipynb")
    assert "is not known. Choose one of:" in shown(answer)
    assert "<img onerror" not in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_page_says_what_to_do(home, lang):
    answer = home.visitor().get("/voila/render/none.ipynb", params={"lang": lang})
    assert answer.status_code == 404
    assert speech.fault(404, lang)["heading"] in shown(answer)
    assert speech.fault(404, lang)["advice"] in shown(answer)


def test_a_page_fetches_nothing_from_elsewhere_and_keeps_what_does_not_change(home):
    client = home.visitor()
    text = client.get("/voila/render/slider.ipynb").text
    fetched = re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']([^"']+)""", text)
    inside = [link for link in fetched if not link.startswith("data:")]
    assert len(inside) >= 5
    assert not [link for link in inside if "//" in link]
    for link in inside:
        answer = client.get(link)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"
        again = client.get(link, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    plain = client.get(inside[0], headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.content == client.get(inside[0]).content
    config = json.loads(re.search(r'"jupyter-config-data"[^>]*>(.*?)</script>', text)[1])
    extension = config["federated_extensions"][0]
    path = f"{config['fullLabextensionsUrl']}/{extension['name']}/{extension['load']}"
    assert "immutable" in client.get(path).headers["Cache-Control"]


def test_a_page_that_is_closed_frees_its_place(home):
    client = home.visitor()
    text = client.get("/voila/render/slider.ipynb").text
    kernel = re.search(r'"kernelId": ?"([^"]+)"', text)[1]
    alive = client.get(f"/pulse/{kernel}")
    assert (alive.status_code, alive.headers.get("X-Reason")) == (204, None)
    taken = client.get("/health").json()["kernels"]
    assert client.post(f"/voila/api/shutdown/{kernel}").status_code == 204
    assert client.get("/health").json()["kernels"] == taken - 1
    late = client.get(f"/pulse/{kernel}")  # sent before the page closed, answered after
    assert (late.status_code, late.headers["X-Reason"]) == (204, "closed")
    unknown = kernel[:-4] + "0000"
    assert client.post(f"/voila/api/shutdown/{unknown}").status_code == 204
    assert client.get(f"/pulse/{unknown}").status_code == 410


def test_a_visitor_who_leaves_while_the_page_is_made_frees_the_place(home, folder, write, wait):
    write(folder / "slow.ipynb", "import time\nwhile True: time.sleep(1)")
    client, text = home.visitor(), ""
    with client.stream("GET", "/voila/render/slow.ipynb") as answer:
        pieces = answer.iter_text()
        while not (found := re.search(r'"kernelId": ?"([^"]+)"', text)):
            text += next(pieces)
        kernel = found[1]
        assert client.get(f"/pulse/{kernel}").status_code == 204
    gone = wait(lambda: (each := client.get(f"/pulse/{kernel}")).status_code == 410 and each)
    assert gone.headers["X-Reason"] == "left"
    (folder / "slow.ipynb").unlink()


def test_packed_files_are_what_they_were():
    from cxlab._lab.dash.files import _content

    file = ROOT / "cxlab/_lab/jupyter/voila/templates/cxlab/static/page.css"
    body, etag, packed = _content(str(file), 0, True)
    assert packed
    assert gzip.decompress(body) == file.read_bytes()
    assert etag != _content(str(file), 0, False)[1]


def test_a_widget_that_comes_late_is_looked_for_once_more(home):
    client, page = home.visitor(), "/voila/render/slider.ipynb"
    kept = re.search(r'"fullLabextensionsUrl": ?"([^"]+)"', client.get(page).text)[1]
    folder = Path(sys.prefix) / "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager"
    waiting = [path for path in folder.glob("static/*.js") if b"<2e3" in path.read_bytes()]
    assert waiting
    for path in waiting:
        text = client.get(f"{kept}/@jupyter-widgets/{path.relative_to(folder.parent)}").text
        assert re.search(r"_models\[\w+\]\)\)return \w+;throw Error\(.widget model not found", text)
        assert len(text) - len(path.read_text(encoding="utf-8")) < 100
