"""Words that stand in cells for something else: no answer, an error, a total."""

ERRORS = frozenset(
    {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
SKIPPED = frozenset({"(跳过)", "（跳过）", "(空)", "（空）", "(skipped)"})
NO_ANSWER = frozenset(
    {"na", "n/a", "n.a.", "nan", "null", "none", "nil"}
    | {"-", "--", "—", "–", "/", "\\", ".", "?"}
    | {"无", "空", "缺失", "未填", "未填写", "不适用", "无回答"}
)
NA = frozenset({"NA", "N/A", "NAN", "NULL", "NONE"})
YES_NO = {
    "TRUE": True,
    "True": True,
    "true": True,
    "FALSE": False,
    "False": False,
    "false": False,
}
YES = frozenset({"true", "t", "yes", "y", "是", "是的", "对", "有", "√", "✓", "✔"})
NO = frozenset({"false", "f", "no", "n", "否", "不是", "错", "没有", "无", "×", "✗", "✘"})
TOTALS = frozenset(  # no answer is called so
    {"合计", "总计", "小计", "总和", "共计", "汇总", "合計", "總計", "小計", "總和"}
    | {"grand total", "subtotal", "sub total", "summe", "gesamt", "gesamtsumme", "insgesamt"}
)
MAYBE_TOTALS = frozenset(  # an answer may be called so too: 平均, or the petrol of Total
    {"平均", "平均值", "平均分", "均值", "total", "totals", "sum", "average", "mean", "avg"}
    | {"durchschnitt", "mittelwert", "mittel", "schnitt"}
)
CODES = frozenset({-1, -2, -3, -8, -9, -77, -88, -98, -99, -999, 77, 88, 98, 99, 998, 999})
