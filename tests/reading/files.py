"""Files as the world hands them in, made here: workbooks part by part, so that any part can lie."""

import io
import struct
import zipfile
from datetime import date, datetime

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def letters(place):
    """Return the letters of a column, A for 0."""
    text = ""
    while place >= 0:
        text = chr(65 + place % 26) + text
        place = place // 26 - 1
    return text


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell(row, place, value, base):
    where = f'r="{letters(place)}{row}"'
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c {where} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        days = (moment - base).total_seconds() / 86_400
        return f'<c {where} s="1"><v>{days}</v></c>'
    if isinstance(value, int | float):
        return f"<c {where}><v>{value}</v></c>"
    if value.startswith("#"):
        return f'<c {where} t="e"><v>{value}</v></c>'
    return f'<c {where} t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'


def sheet_xml(rows, *, merged=(), hidden=(), base_1904=False):
    base = datetime(1904, 1, 1) if base_1904 else datetime(1899, 12, 30)
    body = "".join(
        f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden else ""}>'
        + "".join(cell(number, place, value, base) for place, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    ranges = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{ranges}</worksheet>'


def xlsx(rows, *, sheets=None, parts=None, base_1904=False, **options):
    """Return the bytes of a workbook; ``parts`` adds or replaces parts of the archive."""
    pages = sheets or {"Sheet1": rows}
    names = list(pages)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    links += f'<Relationship Id="rId99" Type="{LINKS}/styles" Target="styles.xml"/>'
    setting = '<workbookPr date1904="1"/>' if base_1904 else "<workbookPr/>"
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/'
        '2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{setting}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{links}'
        "</Relationships>",
        "xl/styles.xml": STYLES,
    }
    for number, name in enumerate(names, start=1):
        files[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(
            pages[name], base_1904=base_1904, **options
        )
    return packed(files | (parts or {}))


def ods(rows):
    """Return the bytes of an OpenDocument sheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"/>'
            if isinstance(value, int | float)
            else f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'{HEAD}<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'{HEAD}<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def packed(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def lying(content, name, size):
    """Return an archive that declares another unpacked size for one of its parts."""
    raw = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        header = archive.getinfo(name).header_offset
    raw[header + 22 : header + 26] = size.to_bytes(4, "little")
    place = raw.find(name.encode(), raw.find(b"PK\x01\x02"))
    raw[place - 46 + 24 : place - 46 + 28] = size.to_bytes(4, "little")
    return bytes(raw)


def protected():
    """Return the start of a workbook with a password: an old container round the new file."""
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(504)
        + "EncryptionInfo".encode("utf-16-le")
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(512)
    )


def csv(*rows, encoding="utf-8", delimiter=","):
    return "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)


def xls(rows):
    """Return the bytes of a workbook of 1997: BIFF8 records in a compound file."""

    def record(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    def value(row, place, each):
        head = struct.pack("<HHH", row, place, 0)
        if isinstance(each, int | float):
            return record(0x0203, head + struct.pack("<d", each))
        return record(0x0204, head + struct.pack("<HB", len(each), 1) + each.encode("utf-16-le"))

    begin = {
        kind: record(0x0809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0)) for kind in (5, 16)
    }
    end = record(0x000A, b"")
    name = b"Sheet1"
    globals_ = len(begin[5]) + 4 + 8 + len(name) + len(end)
    about = record(0x0085, struct.pack("<IBBBB", globals_, 0, 0, len(name), 0) + name)
    size = struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0)
    cells = b"".join(
        value(row, place, each) for row, line in enumerate(rows) for place, each in enumerate(line)
    )
    stream = begin[5] + about + end + begin[16] + record(0x0200, size) + cells + end
    return compound("Workbook", stream.ljust(4096, b"\0"))


def compound(name, stream):
    """Return a compound file with one stream of at least 4,096 bytes."""
    sectors = -(-len(stream) // 512)
    stream = stream.ljust(512 * sectors, b"\0")
    chain = [*range(1, sectors), 0xFFFFFFFE]  # the stream first, then directory and table
    chain += [0xFFFFFFFE, 0xFFFFFFFD]
    chain += [0xFFFFFFFF] * (128 - len(chain))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", sectors + 1, *[0xFFFFFFFF] * 108)

    def entry(label, kind, start, size, child):
        text = label.encode("utf-16-le")
        out = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2 if label else 0, kind, 1)
        out += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
        return out + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    folder += entry(name, 2, 0, len(stream), 0xFFFFFFFF)
    folder += entry("", 0, 0, 0, 0xFFFFFFFF) * 2
    return header + stream + folder + struct.pack("<128I", *chain)
