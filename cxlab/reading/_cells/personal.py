"""Personal data: found by what the cells of a column hold, or by its name and what they look like.

What shows in the cells alone: e-mail and IP addresses, phone numbers, identity and bank cards whose
check digit is right. What its name must say first: names of persons, postal addresses, WeChat and
QQ accounts, coordinates, numbers without a check digit; then the cells must look like it, so that a
score of the phone service is no phone number. A column called order, amount or the like holds no
phone numbers, and neither do numbers that count up (the first six digits of all are the same).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from cxlab._core.i18n import N_
from cxlab.reading._cells.checksums import hong_kong, identity, identity_shape, luhn

SHARE = 0.5  # of the different cells that must look like personal data
CHECKED = 0.8  # of them where the shape alone says little, and a check digit decides
LONGEST = 254  # signs; what is longer is a text
FEW = 3  # numbers from which on can be told that they count up

WORDS = {
    "phone": N_("phone numbers"),
    "id": N_("ID numbers"),
    "email": N_("e-mail addresses"),
    "ip": N_("IP addresses"),
    "card": N_("bank card numbers"),
    "account": N_("accounts (WeChat, QQ)"),
    "name": N_("people's names"),
    "address": N_("postal addresses"),
    "place": N_("map coordinates"),
}

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
MOBILE = re.compile(r"(?:\+?(?:00)?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})")
PHONE = re.compile(
    r"\+\d[\d ()-]{7,18}\d"  # international
    r"|09\d\d[- ]?\d{3}[- ]?\d{3}"  # Taiwan
    r"|\(?0\d{2,3}\)?[- ]\d{7,8}(?:[- ]\d{1,5})?"  # a Chinese area code
    r"|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}"  # North America
)
CARD = re.compile(r"[3-6]\d{15,18}|[3-6]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?")
ADDRESS_SIGNS = re.compile("[省市区區县縣镇鎮乡鄉村路街道巷号號弄栋棟座楼樓室]")
SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾"
    "肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范金石廖贾賈夏韦韋付方"
    "白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔向汤湯欧歐"
)

OTHER = re.compile(
    r"订单|訂單|单号|單號|流水|金额|金額|营收|收入|销售|条码|版本"
    r"|order(?![a-z])|invoice|amount|revenue|sales|price|barcode|sku|version",
    re.IGNORECASE,
)
NAMED = {
    "email": re.compile(r"e-?mail|邮箱|郵箱|邮件|郵件|电邮|電郵", re.IGNORECASE),
    "ip": re.compile(r"(?<![a-z])ip(?![a-z])|IPAddress", re.IGNORECASE),
    "id": re.compile(
        r"身份证|身份證|证件|證件|护照|護照|id[ _-]?(?:card|number|no\b)|passport|(?<![a-z])ssn",
        re.IGNORECASE,
    ),
    "card": re.compile(
        r"银行卡|銀行卡|卡号|卡號|银行账[号户]|(?:bank|card|iban|account)[ _-]?n(?:o\b|umber)|iban",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"手机|手機|电话|電話|联系方式|聯[絡繫]方式|phone|mobile|(?<![a-z])tel(?![a-z])|whatsapp",
        re.IGNORECASE,
    ),
    "account": re.compile(
        r"微信|wechat|weixin|(?<![a-z])qq(?![a-z])|line[ _-]?id|user[ _-]?name|联系方式",
        re.IGNORECASE,
    ),
    "name": re.compile(
        r"姓名|您的名字|你的名字|联系人|聯絡人|收[货貨件]人|昵称|暱稱|nick[ _-]?name"
        r"|(?:your|full|first|last|sur|given|family|respondent|recipient|customer|contact)"
        r"(?:'s)?[ _-]?(?:(?:full|first|last)[ _-]?)?name(?![a-z])",
        re.IGNORECASE,
    ),
    "address": re.compile(r"地址|住址|(?<![a-z])address", re.IGNORECASE),
    "place": re.compile(
        r"经度|緯度|纬度|經度|坐标|座標|latitude|longitude|(?<![a-z])(?:lat|lng|lon|gps)(?![a-z])",
        re.IGNORECASE,
    ),
}
BARE_NAME = re.compile(r"(?:name|名字)[:：?？]?", re.IGNORECASE)
SHAPES = {
    "email": re.compile(r".{1,64}@.{1,189}"),
    "ip": re.compile(r"[0-9a-f]{0,4}[.:*][0-9a-f]{0,4}[.:*].{0,60}", re.IGNORECASE),
    "id": re.compile(r"(?=(?:\D{0,6}\d){6})[A-Za-z0-9() .+*-]{6,24}"),
    "card": re.compile(r"(?=(?:\D{0,6}\d){12})[A-Z0-9 *-]{12,40}"),
    "phone": re.compile(r"(?=(?:\D{0,6}\d){7})[+\d() .*/,-]{7,40}"),
    "account": re.compile(r"(?=\D{0,20}[\d_-])[A-Za-z][\w-]{5,19}|[1-9]\d{4,11}"),
    "handle": re.compile(r"[A-Za-z][\w-]{5,19}|[1-9]\d{4,11}"),
    "name": re.compile(
        r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}"
        r"|[A-Z][A-Za-zÀ-ÿ'.-]{0,19}(?:,? [A-Z][A-Za-zÀ-ÿ'.-]{0,19}){0,4}"
    ),
    "place": re.compile(r"-?\d{1,3}\.\d{2,}(?:\s?[,，;]\s?-?\d{1,3}\.\d{2,})?"),
}
WITHIN = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]"
    r"|(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
PIECE = re.compile(r"[\w.+-]{1,64}@[\w.-]*|\d[\d -]*[Xx]?")
POINT = re.compile(r"(?<=\d{8})\.0$")
QUICK = re.compile(r"@|\d[\d -]{10}")  # what cannot be without


def personal(name: str, cells: list[str], *, label: str = "", rows: int = 0) -> str:
    """Return what personal data a column holds, or an empty text.

    Parameters
    ----------
    name, label
        The column's name, and the full question where there is one.
    cells
        Its different cells.
    rows
        Rows with an answer, which tells whether answers repeat; the number of cells when absent.

    Examples
    --------
    >>> personal("contact", ["13812345678", "13987654321"]), personal("phone", ["1", "5", "4"])
    ('phone', '')
    """
    sample = [_plain(cell) for cell in cells if cell]
    if not sample:
        return ""
    name, label = name[:LONGEST], label[:LONGEST]
    said = [kind for kind, word in NAMED.items() if word.search(name) or word.search(label)]
    found = Counter(kind for cell in sample if (kind := _held(cell)))
    if found["phone"] and "phone" not in said and _no_phones(f"{name} {label}", sample):
        del found["phone"]
    if found["ip"] and OTHER.search(name):
        del found["ip"]
    if found.total() >= SHARE * len(sample):
        return found.most_common(1)[0][0]
    for kind, proof in CHECKS.items():
        if sum(map(proof, sample)) >= CHECKED * len(sample):
            return kind
    different = len(sample) >= 5 and rows <= 1.25 * len(sample)
    for kind in said:
        if _share("handle" if kind == "account" and different else kind, sample) >= SHARE:
            return kind
    alike = [kind for kind in said if kind in ("email", "phone", "account")]
    if alike and _share_of_any(alike, sample) >= SHARE:
        return alike[0]
    often = rows > 2 * len(sample)  # the branches of a firm repeat, persons do not
    if BARE_NAME.fullmatch(name.strip()) and not often and _share("person", sample) >= SHARE:
        return "name"
    return ""


def within(text: str) -> bool:
    """Tell whether a phone number, an ID number or an e-mail address stands in a longer text.

    Examples
    --------
    >>> within("call me: 138-1234-5678"), within("order 2024042400123456")
    (True, False)
    """
    return QUICK.search(text) is not None and WITHIN.search(text) is not None


def masked(text: str) -> str:
    """Return a text without the personal data that stand in it.

    Examples
    --------
    >>> masked("mail li@example.com, please")
    'mail •••, please'
    """
    if not within(text):
        return text
    return PIECE.sub(lambda match: "•••" if within(match[0]) else match[0], text)


def _plain(cell: str) -> str:
    """Return a cell in narrow digits and signs, without what Excel and pandas add to numbers."""
    if len(cell) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", cell).strip().removeprefix("'")
    return POINT.sub("", plain)


def _held(cell: str) -> str:
    """Return what a cell is beyond doubt, whatever its column is called."""
    if EMAIL.fullmatch(cell):
        return "email"
    if MOBILE.fullmatch(cell) or PHONE.fullmatch(cell):
        return "phone"
    return "ip" if _ip(cell) else ""


def _ip(cell: str) -> bool:
    """Tell whether a cell is an IP address, also with a place in brackets behind it."""
    text = re.split(r"[\s(]", cell, maxsplit=1)[0]
    if text.count(".") != 3 and text.count(":") < 2:
        return False
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.version == 4 or len(text) > 3


def _no_phones(name: str, cells: list[str]) -> bool:
    """Tell whether numbers that could be called are orders or amounts, or count up."""
    if OTHER.search(name):
        return True
    bare = [cell for cell in cells if re.fullmatch(r"1[3-9]\d{9}|09\d{8}", cell)]
    return len(bare) >= FEW and len({cell[:6] for cell in bare}) == 1 and len(bare) == len(cells)


def _card(cell: str) -> bool:
    return CARD.fullmatch(cell) is not None and luhn(re.sub(r"\D", "", cell))


CHECKS: dict[str, Callable[[str], bool]] = {
    "id": lambda cell: identity(cell) or hong_kong(cell),
    "card": _card,
}


def _share(kind: str, cells: list[str]) -> float:
    return sum(_looks(kind, cell) for cell in cells) / len(cells)


def _share_of_any(kinds: list[str], cells: list[str]) -> float:
    return sum(any(_looks(kind, cell) for kind in kinds) for cell in cells) / len(cells)


def _looks(kind: str, cell: str) -> bool:
    """Tell whether a cell looks like what its column's name says."""
    if kind == "address":
        chinese = len(cell) >= 6 and len(ADDRESS_SIGNS.findall(cell)) >= 2
        return chinese or bool(
            len(cell) >= 8 and re.search(r"\d", cell) and re.search(r"[A-Za-z]{2}.* ", cell)
        )
    if kind == "person":
        chinese = "\u4e00" <= cell[:1] <= "\u9fff"
        return SHAPES["name"].fullmatch(cell) is not None and (
            cell[0] in SURNAMES if chinese else True
        )
    if kind == "id" and identity_shape(cell):
        return True
    return SHAPES[kind].fullmatch(cell) is not None
