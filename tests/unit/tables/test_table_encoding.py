"""In which encoding a table is written."""

import io

from sweeps import each

from cscli.tables import open_table
from cscli.tables.code_pages import likely_code_page

NAMES = {
    "windows-1252": [
        "Jürgen Müller;Köln;Verspätung", "Hélène Lefèvre;François;dédouanement", "José Núñez;Begoña Ibáñez",
        "João Gonçalves;Conceição", "Åsa Sjöberg;Malmö", "Søren Ærø;Ålborg", "André", "it’s late – sorry",
        "Þórður Ægir",
        "Groß;Lefèvre;Núñez;Conceição;Åsa;Søren;Niccolò",
    ],
    "windows-1250": ["Łukasz Żółć;Grażyna Śliwa", "Jiří Dvořák;Božena Němcová", "Szűcs Győző;Őri",
        "Željko Šarić;Čović"],
    "windows-1251": ["Анна Иванова;Москва;Пётр", "ИВАНОВ;КАЗАНЬ", "Олександр;Їжакевич;Київ"],
    "windows-1253": ["Γιώργος Παπαδόπουλος;Μαρία", "ΠΑΠΑΔΟΠΟΥΛΟΣ"],
    "windows-1254": ["Ayşe Yılmaz;İstanbul;Doğan Çelik"],
    "windows-1255": ["דוד כהן;רחל לוי"],
    "windows-1256": ["محمد علي;فاطمة الزهراء"],
    "cp932": ["山田 太郎;東京都;佐藤 ﾊﾅｺ", "注文番号;髙橋 花子"],
    "gb18030": ["王小明;北京市;李华", "订单号;欧阳娜娜;海关检查"],
    "cp949": ["김철수;서울특별시;이영희", "주문번호;이름"],
}  # fmt: skip


@each(("page", "text"), [(page, text) for page, texts in NAMES.items() for text in texts])
def test_a_few_names_tell_the_code_page(page, text):
    assert likely_code_page(f"key;name\nA-1;{text}\n".encode(page)) == page


@each(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp1252", "windows-1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_and_said(encoding, said):
    table = open_table(io.BytesIO("key,name\nA-1,Jürgen Groß\n".encode(encoding)))
    assert table.encoding == said
    assert table.columns == ("key", "name")
    assert [row.cells["name"] for row in table.rows()] == ["Jürgen Groß"]


def test_json_lines_in_utf_16_are_read():
    table = open_table(io.BytesIO('{"name": "Jürgen"}\n'.encode("utf-16")))
    assert [row.cells for row in table.rows()] == [{"name": "Jürgen"}]


def test_a_line_in_windows_1252_inside_a_utf_8_file_is_read_as_such_and_counted():
    content = "key,name\nA-1,Jürgen\nA-2,Zoë\nA-3,Søren\nA-4,François\nA-5,".encode() + b"\xfcber\nA-6,ok\n"
    table = open_table(io.BytesIO(content))
    rows = list(table.rows())
    assert (table.encoding, [r.fault for r in rows]) == ("utf-8", [""] * 6)
    assert (rows[4].cells["name"], rows[5].cells) == ("über", {"key": "A-6", "name": "ok"})
    assert dict(table.repairs) == {"rows in Windows-1252 inside a UTF-8 file read as such": 1}


def test_a_byte_whose_code_page_is_uncertain_spoils_its_own_row_only():
    content = "key,name\nA-1,Łukasz Żółć\nA-2,Grażyna\nA-5,".encode() + b"\xb3\nA-6,ok\n"
    rows = list(open_table(io.BytesIO(content)).rows())
    assert [(r.number, r.fault) for r in rows if r.fault] == [(3, "holds bytes that are no utf-8")]
    assert (rows[2].raw, rows[3].cells) == ("A-5,\ufffd", {"key": "A-6", "name": "ok"})


def test_letters_far_down_in_a_file_are_looked_at_too(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"key,name\n" + b"A-1,Smith\n" * 150_000 + "A-2,Müller\n".encode("cp1252"))
    table = open_table(path)
    assert table.encoding == "windows-1252"
    assert list(table.rows())[-1].cells["name"] == "Müller"
    table.close()
