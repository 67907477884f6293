"""The survey platforms by name: the one that is typed, the one that is shown, and further ones."""

from __future__ import annotations

from cxlab._core.i18n import N_

PLATFORMS = {
    "wenjuanxing": N_("Wenjuanxing"),
    "tencent": N_("Tencent Survey"),
    "qualtrics": N_("Qualtrics"),
    "limesurvey": N_("LimeSurvey"),
    "surveymonkey": N_("SurveyMonkey"),
    "google": N_("Google Forms"),
    "microsoft": N_("Microsoft Forms"),
}
ALSO = {
    "问卷星": "wenjuanxing",
    "wjx": "wenjuanxing",
    "sojump": "wenjuanxing",
    "腾讯问卷": "tencent",
    "腾讯": "tencent",
    "tencentsurvey": "tencent",
    "谷歌表单": "google",
    "谷歌": "google",
    "googleforms": "google",
    "微软表单": "microsoft",
    "微软": "microsoft",
    "microsoftforms": "microsoft",
    "msforms": "microsoft",
}


def named(name: str) -> str:
    """Return a platform's name as it is typed in code, whatever name it goes by.

    Examples
    --------
    >>> named("问卷星"), named("Google Forms"), named("paper")
    ('wenjuanxing', 'google', 'paper')
    """
    folded = "".join(name.lower().split())
    return folded if folded in PLATFORMS else ALSO.get(folded, name)
