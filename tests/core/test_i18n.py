import pytest

import cxlab as cx
from cxlab._core.i18n import _, language, listing, localized, surroundings


def test_use_changes_words_and_gives_the_earlier_language_back():
    cx.use("en")
    with cx.use("zh"):
        assert language() == "zh"
        assert _("yes") == "是"
        assert listing(["甲", "乙"]) == "甲、乙"
        assert localized({"en": "price", "zh": "价格"}) == "价格"
    assert language() == "en"
    assert _("yes") == "yes"


@pytest.mark.parametrize("code", ["zh", "zh-CN", "zh_CN", "ZH"])
def test_use_takes_the_usual_spellings(code):
    with cx.use(code):
        assert language() == "zh"


def test_unknown_language_is_refused_with_the_list():
    with pytest.raises(cx.SpecError, match=r"'fr' is not a language of cxlab.*en, zh"):
        cx.use("fr")


def test_surroundings_read_variable_then_folder(monkeypatch, tmp_path):
    folder = tmp_path / "notebooks" / "zh"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CXLAB_LANG", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert surroundings() == "zh"
    monkeypatch.setenv("CXLAB_LANG", "en")
    assert surroundings() == "en"
