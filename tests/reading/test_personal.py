"""Personal data: found, named in the log without a word of it, left out; scores and ids stay."""

import pytest
from files import csv, xlsx

import cxlab as cx
from cxlab.reading._cells.personal import WORDS, masked, personal, within

NUMBERS = ["110101199003071233", "440106198812240010", "310105196501023321"]
MOBILES = ["13800138000", "15912345678", "18698765432", "19900001111"]

# column: (cells, what they are)
FOUND = {
    "contact": (MOBILES, "phone"),
    "会员编号": (["138 0013 8000", "159-1234-5678", "+86 186 9876 5432"], "phone"),
    "编号一": (["１３８００１３８０００", "１５９１２３４５６７８"], "phone"),
    "as floats": (["13800138000.0", "15912345678.0"], "phone"),
    "as texts": (["'13800138000", "'15912345678"], "phone"),
    "香港": (["+852 2345 6789", "+852-9123-4567"], "phone"),
    "手机(香港)": (["91234567", "6234 5678"], "phone"),
    "台灣": (["0912-345-678", "0987654321"], "phone"),
    "landline": (["010-62781234", "(0755) 8301234"], "phone"),
    "abroad": (["+44 20 7946 0958", "+1 (212) 555-0142"], "phone"),
    "US": (["212-555-0142", "(646) 555-0199"], "phone"),
    "下单手机": (MOBILES, "phone"),
    "账号": (NUMBERS, "id"),
    "身份证": (["110101900307123", "440106881224001"], "id"),
    "身份证号(旧新)": ([NUMBERS[0], "440106881224001", "没带"], "id"),
    "HKID": (["A123456(3)", "C668668(9)", "P103265(1)"], "id"),
    "passport": (["E12345678", "G87654321"], "id"),
    "reply to": (["li@example.com", "wang.wu@mail.example.cn"], "email"),
    "来自IP": (["10.1.2.3(广东-深圳)", "192.168.0.1(北京)"], "ip"),
    "source": (["2001:db8::8a2e:370:7334", "fe80::1ff:fe23:4567:890a"], "ip"),
    "奖金打到": (["4111111111111111", "6222020000000000000", "5500 0000 0000 0004"], "card"),
    "银行卡号": (["6222021234567890123", "6217001234567890"], "card"),
    "您的微信号": (["wxid_8a7b6c", "li-wei88", "zhang_san"], "account"),
    "QQ": (["10001", "271828182"], "account"),
    "微信": (["lixiaoming", "wangfang", "zhaolei", "chenjing", "zhouyang"], "account"),
    "联系方式": (["13800138000", "wxid_8a7b6c", "li@example.com", "271828182"], "phone"),
    "姓名": (["李伟", "欧阳娜娜", "阿卜杜·热合曼"], "name"),
    "1、您的姓名：": (["王芳", "张敏"], "name"),
    "联系人": (["赵磊", "Peter Chan"], "name"),
    "Your first name": (["Anna", "O'Brien"], "name"),
    "RecipientLastName": (["Chan", "de Souza", "Wong"], "name"),
    "Name": (["Anna Lee", "Bo Chan", "李伟"], "name"),
    "收货地址": (["深圳市南山区科技路1号", "上海市徐汇区漕溪路88弄3号楼"], "address"),
    "Address": (["12 Queen's Road Central", "Flat 3B, 7 Nathan Rd"], "address"),
    "LocationLatitude": (["39.9289", "22.3193"], "place"),
    "经度": (["116.3883", "114.1694"], "place"),
    "GPS": (["39.9289,116.3883", "22.31,114.16"], "place"),
}  # fmt: skip

# column: cells that only look like it
SPARED = {
    "order": ["20240424001", "20240424002"],
    "订单号": ["13800138000", "15912345678", "18698765432"],  # an order says so itself
    "运单": ["17000000001", "17000000002", "17000000003"],  # they count up
    "order of shop and day": ["440106202404240001", "440106202404240002", "440106202404240003"],
    "amount": ["13500000000", "18200000000"],
    "income": ["15000", "13999"],
    "phone": ["4", "5", "3"],
    "手机满意度": ["7", "6", "10"],
    "Phone service": ["Very satisfied", "Satisfied"],
    "电话客服": ["满意", "一般", "不满意"],
    "IP评分": ["3.5", "4.0"],
    "version": ["10.0.19.1", "10.0.22.3"],
    "time": ["12:30:45", "09:15:00"],
    "when": ["2024-04-24 10:11:12", "2024-04-25 09:00:00"],
    "card type": ["gold", "silver"],
    "卡号满意度": ["4", "5"],
    "snowflake": ["1783245671234567001", "1783245671234567113", "1783245671234567220"],
    "card-like": ["4111111111111112", "4111111111111113", "4111111111111114", "4111111111111111"],
    "customer": ["A1234567", "B7654321", "C1111111"],
    "渠道:微信": ["微信", "电话"],
    "WeChat": ["Selected", "Not selected"],
    "QQ满意": ["1", "2", "3"],
    "email satisfaction": ["4", "5"],
    "email opened?": ["yes", "no"],
    "address the problem": ["Agree", "Disagree"],
    "地址好找吗": ["好找", "不好找", "一般"],
    "name of the shop": ["Central", "Mong Kok"],
    "门店名称": ["中环店", "旺角店"],
    "brand name": ["Lenovo", "Haier"],
    "名字": ["中环", "旺角", "沙田"],  # a shop's, as no surname starts it
    "姓名服务": ["5", "4"],
    "gps quality": ["4", "3.5"],
    "latitude of decision": ["3", "4.5"],
    "identity": ["3", "5", "7"],
    "score": ["1", "2", "3", "4", "5"],
    "comment": ["我觉得13号店很好", "还行"],
}


@pytest.mark.parametrize("name", FOUND)
def test_personal_data_are_found(name):
    cells, kind = FOUND[name]
    assert personal(name, cells) == kind


@pytest.mark.parametrize("name", SPARED)
def test_other_data_stay(name):
    assert personal(name, SPARED[name]) == ""


@pytest.mark.parametrize("name", FOUND)
def test_they_are_left_out_and_never_quoted(name):
    cells = FOUND[name][0]
    rows = [["n", name]] + [[place, cell] for place, cell in enumerate(cells)]
    read = cx.reading.table(xlsx(rows))
    entry = read.log[read.log["rule"] == "personal"].iloc[0]
    assert list(read.data) == ["n"]
    assert entry["rows"] == len(cells)
    assert entry["before"] in WORDS
    shown = read._repr_html_() + repr(read) + read.explain() + read.log.to_csv()
    assert not [cell for cell in cells if cell in shown and len(cell) > 2]
    kept = cx.reading.table(xlsx(rows), keep_personal=True)
    assert kept.data.shape == (len(cells), 2)
    assert "personal_kept" in kept.log["rule"].tolist()


def test_a_few_slips_do_not_save_a_column():
    cells = [*MOBILES, "无", "不方便", "1380013800"]
    assert personal("contact", cells) == "phone"
    assert personal("contact", ["好", "贵", "慢", "远", *MOBILES[:2]]) == ""


def test_the_question_counts_where_the_name_is_an_alias():
    assert personal("q1", ["李伟", "王芳"], label="为了寄送礼品，请填写您的姓名") == "name"
    assert personal("q1", ["李伟", "王芳"]) == ""


def test_a_bare_name_that_repeats_is_none_of_a_person():
    cells = ["Mong Kok", "Sha Tin"]
    assert personal("name", cells, rows=2) == "name"
    assert personal("name", cells, rows=200) == ""


@pytest.mark.parametrize("text", [
    "请打13800138000找我", "call 138-0013-8000 please", "li.wei@example.com 或微信",
    "身份证11010119900307123X，谢谢", "138 0013 8000",
])  # fmt: skip
def test_texts_that_hold_some_are_named_and_hidden(text):
    assert within(text)
    assert not within(masked(text))
    read = cx.reading.table(csv(("a", "b"), ("1", text), ("2", "很好"), ("3", "一般般吧")))
    assert "personal_inside" in read.log["rule"].tolist()
    assert text not in read.log.to_csv()


@pytest.mark.parametrize("text", ["订单20240424001", "99999999999999", "a@b", "@", "1 3 8 0", ""])
def test_texts_that_hold_none(text):
    assert not within(text)
    assert masked(text) == text


def test_the_log_hides_them_also_in_other_rows():
    cells = [f"{k}" for k in range(8)]
    content = csv(("a", "b"), *[("x", cell) for cell in cells], ("x", "call 13800138000"))
    read = cx.reading.table(content)
    assert {"mixed", "personal_inside"} <= set(read.log["rule"])
    assert "138001" not in read.log.to_csv()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_kind_has_words(lang):
    from cxlab._core.i18n import _

    with cx.use(lang):
        assert len({_(words) for words in WORDS.values()}) == len(WORDS)
