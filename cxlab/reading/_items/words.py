"""Words of answer scales in two languages: how strong, which way, about what.

A label is an adverb (非常, somewhat), perhaps a negation, and a stem (满意, satisfied). Its grade
is a sign and a strength; which point of a scale it is, the labels beside it decide (``points``).
"""

from __future__ import annotations

STRENGTHS_ZH = {
    "毫无": 4, "毫": 4, "一点也": 4, "一点都": 4, "一点儿也": 4, "完全": 4, "绝对": 4,
    "根本": 4, "极其": 4,
    "极度": 4, "极为": 4, "极": 4, "最": 4, "强烈": 3.5, "非常": 3.5, "特别": 3.5, "十分": 3.3,
    "相当": 2.5,
    "很": 3, "大部分": 2, "大多": 2, "基本上": 1.2, "基本": 1.2, "比较": 1, "较为": 1, "较": 1,
    "还算": 1,
    "还": 1, "有些": 0.5, "有点儿": 0.5, "有点": 0.5, "有一点": 0.5, "稍微": 0.5, "稍": 0.5,
    "略微": 0.5,
    "略": 0.5, "部分": 1,
}  # fmt: skip
NOT_ZH = ("不太", "不怎么", "不大", "不是很", "不很", "不够", "不")  # all but the last are weak
WEAK_NOT = 1

STRENGTHS_EN = {
    "completely": 4, "totally": 4, "extremely": 4, "absolutely": 4, "entirely": 4,
    "definitely": 4,
    "strongly": 3.5, "highly": 3.5, "very": 3, "mostly": 2, "generally": 2, "quite": 1.8,
    "moderately": 1.5, "fairly": 1.4, "rather": 1.3, "somewhat": 1, "probably": 1, "tend to": 1,
    "mildly": 0.8, "slightly": 0.5, "a little": 0.5, "a bit": 0.5, "partly": 0.8,
    "partially": 0.8,
}  # fmt: skip
NOT_EN = {
    "not at all": 4, "not in the least": 4, "completely not": 4, "not very": 1, "not so": 1,
    "not too": 1, "not particularly": 1, "not really": 1, "not that": 1, "not": 2,
}  # fmt: skip
BARE = 2  # strength of a stem alone

# stem: (what the scale is about, sign); stems of the first kind need no adverb beside them
STEMS = {
    "满意": ("satisfied", 1), "不满": ("satisfied", -1), "滿意": ("satisfied", 1),
    "同意": ("agree", 1), "赞同": ("agree", 1), "认同": ("agree", 1), "赞成": ("agree", 1),
    "反对": ("agree", -1), "可能": ("likely", 1), "会": ("likely", 1), "愿意": ("willing", 1),
    "重要": ("important", 1), "符合": ("fits", 1), "好": ("good", 1), "差": ("good", -1),
    "坏": ("good", -1), "糟": ("good", -1), "糟糕": ("good", -1), "推荐": ("recommend", 1),
    "satisfied": ("satisfied", 1), "dissatisfied": ("satisfied", -1),
    "unsatisfied": ("satisfied", -1), "agree": ("agree", 1), "disagree": ("agree", -1),
    "likely": ("likely", 1), "unlikely": ("likely", -1), "willing": ("willing", 1),
    "unwilling": ("willing", -1), "important": ("important", 1), "unimportant": ("important", -1),
    "good": ("good", 1), "bad": ("good", -1), "poor": ("good", -1), "true": ("fits", 1),
    "untrue": ("fits", -1), "true of me": ("fits", 1), "untrue of me": ("fits", -1),
}  # fmt: skip

# stems with a word of their own for the other side; all others turn by 不, un-, in-, dis-
OPPOSITES = {
    "困难": "容易", "难": "容易", "低": "高", "慢": "快", "麻烦": "方便", "贵": "便宜",
    "少": "多",
    "小": "大", "讨厌": "喜欢", "冷淡": "热情", "脏": "干净", "复杂": "简单", "危险": "安全",
    "difficult": "easy", "hard": "easy", "low": "high", "slow": "fast", "cheap": "expensive",
    "small": "large", "cold": "warm", "rude": "polite", "dirty": "clean", "negative": "positive",
    "worse": "better", "unhappy": "happy", "weak": "strong",
}  # fmt: skip

# labels with a place of their own: (what about, sign, strength)
WHOLE = {
    "优秀": ("good", 1, 4), "优": ("good", 1, 4), "良好": ("good", 1, 2), "良": ("good", 1, 2),
    "excellent": ("good", 1, 4), "outstanding": ("good", 1, 4), "superb": ("good", 1, 4),
    "terrible": ("good", -1, 3.5), "awful": ("good", -1, 3.5), "horrible": ("good", -1, 3.5),
    "一定会": ("likely", 1, 4), "肯定会": ("likely", 1, 4), "可能会": ("likely", 1, 1),
    "可能不会": ("likely", -1, 1), "一定不会": ("likely", -1, 4), "肯定不会": ("likely", -1, 4),
    "绝对不会": ("likely", -1, 4), "definitely yes": ("likely", 1, 4),
    "definitely would": ("likely", 1, 4), "probably yes": ("likely", 1, 1),
    "probably would": ("likely", 1, 1), "probably not": ("likely", -1, 1),
    "probably would not": ("likely", -1, 1), "definitely not": ("likely", -1, 4),
    "definitely would not": ("likely", -1, 4), "definitely will": ("likely", 1, 4),
    "probably will": ("likely", 1, 1), "probably will not": ("likely", -1, 1),
    "definitely will not": ("likely", -1, 4), "much better": ("better", 1, 3),
    "somewhat better": ("better", 1, 1), "somewhat worse": ("better", -1, 1),
    "much worse": ("better", -1, 3),
    "从不": ("often", -1, 3), "从未": ("often", -1, 3), "从来没有": ("often", -1, 3),
    "从来不": ("often", -1, 3), "没有过": ("often", -1, 3), "几乎从不": ("often", -1, 2),
    "几乎不": ("often", -1, 2), "几乎没有": ("often", -1, 2), "很少": ("often", -1, 2),
    "极少": ("often", -1, 2), "偶尔": ("often", -1, 1), "有时": ("often", 0, 0),
    "有时候": ("often", 0, 0), "有时会": ("often", 0, 0), "经常": ("often", 1, 2),
    "常常": ("often", 1, 2), "时常": ("often", 1, 2), "通常": ("often", 1, 2),
    "总是": ("often", 1, 3), "一直": ("often", 1, 3), "一贯": ("often", 1, 3),
    "never": ("often", -1, 3), "hardly ever": ("often", -1, 2), "almost never": ("often", -1, 2),
    "rarely": ("often", -1, 2), "seldom": ("often", -1, 2), "occasionally": ("often", -1, 1),
    "sometimes": ("often", 0, 0), "often": ("often", 1, 2), "frequently": ("often", 1, 2),
    "usually": ("often", 1, 2), "very often": ("often", 1, 2.5), "always": ("often", 1, 3),
}  # fmt: skip

MIDDLE = frozenset(
    {
        "一般",
        "一般般",
        "普通",
        "中立",
        "中等",
        "还可以",
        "还行",
        "可以",
        "尚可",
        "无所谓",
        "不好不坏",
    }
    | {"说不准", "说不清", "不好说", "难说", "不一定", "might or might not", "may or may not"}
    | {"不确定", "没意见", "没有意见", "差不多", "马马虎虎", "中", "既不同意也不反对", "一般重要"}
    | {
        "一般满意",
        "一般同意",
        "一般符合",
        "neutral",
        "average",
        "ok",
        "okay",
        "undecided",
        "unsure",
    }
    | {
        "not sure",
        "uncertain",
        "indifferent",
        "fair",
        "so-so",
        "so so",
        "in between",
        "about the same",
    }
    | {"might or might not", "no change"}
    | {"about average", "acceptable", "neither", "no opinion either way"}
)
MAYBE_MIDDLE = frozenset({"说不清", "说不清楚", "不好说", "难说", "没感觉", "no opinion"})
SILENT = frozenset(
    {
        "不知道",
        "不清楚情况",
        "不了解情况",
        "不适用",
        "拒答",
        "拒绝回答",
        "不便回答",
        "不想回答",
        "无法评价",
    }
    | {
        "无法判断",
        "没有体验过",
        "未体验",
        "没有经历过",
        "没用过",
        "未使用",
        "未使用过",
        "没有使用过",
    }
    | {"系统缺失", "缺失", "缺失值", "未回答", "未作答", "无应答", "没有回答", "未接触", "不涉及"}
    | {"don't know", "dont know", "do not know", "dk", "not applicable", "refused", "refusal"}
    | {"prefer not to say", "prefer not to answer", "no answer", "not answered", "missing"}
    | {"can't say", "cannot say", "cannot rate", "unable to rate", "not asked", "skipped"}
    | {"don't know / not applicable", "don't know/refused", "system missing", "no response"}
    | {"n/a", "na", "not experienced", "never used"}
)
