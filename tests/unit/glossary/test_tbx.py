"""TBX of other programs is read in each of its forms, and a bad file is refused with its line."""

import pytest

from cscli.errors import DataFileError
from cscli.glossary.files import glossary_bytes, terms_in
from cscli.glossary.terms import Rule, Term

DCA = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
<conceptEntry id="c1"><descrip type="definition">What a carrier delivers</descrip>
<langSec xml:lang="de">
<termSec><term>Sendung</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
<termSec><term>Paket</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
<termSec><term>Packerl</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
<langSec xml:lang="en"><termSec><term>parcel</term><note>used by all</note></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>colis</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""
DCT = """<tbx type="TBX-Min" style="dct" xml:lang="en-US" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://x/min">
<text><body><conceptEntry id="a"><min:subjectField>shop</min:subjectField>
<langSec xml:lang="en"><termSec><term>parcel</term></termSec></langSec>
<langSec xml:lang="de"><termSec><term>Packerl</term>
<min:administrativeStatus>superseded</min:administrativeStatus></termSec>
<termSec><term>Paket</term><min:administrativeStatus>preferred</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>"""
MARTIF = """<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body><termEntry id="t1">
<langSet xml:lang="en"><ntig><termGrp><term>parcel</term></termGrp></ntig></langSet>
<langSet xml:lang="de"><tig><term>Paket</term></tig></langSet></termEntry></body></text></martif>"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "terms.tbx"


def read(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return terms_in(path)


def told(found):
    return [(t.source, t.target_language, t.targets, t.forbidden) for t in found.good]


def test_a_concept_gives_terms_from_the_files_language_into_every_other(path):
    found = read(path, DCA)
    assert told(found) == [("parcel", "de", ("Paket", "Sendung"), ("Packerl",)), ("parcel", "fr", ("colis",), ())]
    assert {(t.note, t.place, t.rule) for t in found.good} == {
        ("What a carrier delivers", "terms.tbx:4", Rule.REQUIRED)
    }


def test_the_style_with_elements_and_the_old_form_are_read(path):
    assert told(read(path, DCT)) == [("parcel", "de", ("Paket",), ("Packerl",))]
    assert told(read(path, MARTIF)) == [("parcel", "de", ("Paket",), ())]


def test_a_concept_without_a_term_in_the_files_language_is_told(path):
    found = read(path, DCA.replace('xml:lang="en" xmlns', 'xml:lang="ja" xmlns'))
    assert (found.good, found.bad[0].line) == ((), 4)
    assert "no term in the file's language 'ja'" in found.bad[0].reason


def test_what_is_written_is_core_tbx_in_order(path):
    from lxml import etree

    term = Term(
        rule=Rule.REQUIRED, source_language="en", target_language="de", source="a & b", targets=("<c>",),
        forbidden=("d",), note="n",
    )  # fmt: skip
    root = etree.fromstring(glossary_bytes(path, [term]))
    assert (root.get("type"), root.get("style")) == ("TBX-Core", "dca")
    names = [etree.QName(e).localname for e in root.iter()]
    assert names[-12:] == [
        "conceptEntry", "note", "note", "langSec", "termSec", "term", "langSec", "termSec", "term", "termSec", "term",
        "note",
    ]  # fmt: skip


def test_another_translation_program_is_read_here(path):
    from translate.storage.tbx import tbxfile

    made = tbxfile(sourcelanguage="en", targetlanguage="de")
    unit = made.addsourceunit("tracking <number>")
    unit.settarget("Sendungs<nummer>", "de")
    assert told(read(path, bytes(made))) == [("tracking <number>", "de", ("Sendungs<nummer>",), ())]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE tbx [<!ENTITY a "ha">]>\n<tbx>&a;</tbx>', ":2: defines a document type"),
        ("<tbx>&a;</tbx>", "undefined entity"),
        (DCA[:-40], "cannot be read as XML"), ("<html></html>", "is no TBX file"),
        ("", "no element found"), (DCA.encode("utf-16").replace(b"\xff\xfe", b""), "cannot be read as XML"),
        ('<?xml version="1.0" encoding="x-y"?><tbx/>', "encoding"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_tbx_is_refused_with_its_line(path, content, said):
    with pytest.raises(DataFileError) as raised:
        read(path, content)
    assert said in raised.value.message
    assert f"{path}:" in raised.value.message


def test_no_other_file_is_read(path):
    content = MARTIF.replace("TBXcoreStructV02.dtd", "file:///etc/passwd")
    assert len(read(path, content).good) == 1


def test_a_concept_of_very_many_terms_and_a_very_long_term_are_told(path):
    many = "<langSec xml:lang='de'>" + "<termSec><term>x</term></termSec>" * 1_001 + "</langSec>"
    entry = "<tbx xml:lang='en'><conceptEntry>{}</conceptEntry></tbx>"
    assert "more than 1,000" in read(path, entry.format(many)).bad[0].reason
    long = "<langSec xml:lang='{}'><termSec><term>{}</term></termSec></langSec>"
    found = read(path, entry.format(long.format("en", "x" * 100_000) + long.format("de", "y")))
    assert "more than 200" in found.bad[0].reason


@pytest.mark.parametrize(
    "status",
    [
        "notRecommendedTerm-admn-sts",
        "notRecommended",
        "Not Recommended",
        "deprecatedTerm-admn-sts",
        "supersededTerm-admn-sts",
    ],
)
def test_a_form_that_is_not_to_be_used_is_forbidden(path, status):
    assert told(read(path, DCA.replace("deprecatedTerm-admn-sts", status)))[0][3] == ("Packerl",)


@pytest.mark.parametrize(
    "said",
    [
        "<note>Translation needed: No</note>", '<descrip type="translationNeeded">No</descrip>',
        '<descrip type="Translation needed">no</descrip>', "<note>translatable=false</note>",
        '<note>Translation Needed: no</note><descrip type="definition">A brand</descrip>',
    ],
)  # fmt: skip
def test_a_concept_that_needs_no_translation_keeps_its_words(path, said):
    found = read(path, DCA.replace('<langSec xml:lang="de">', f'{said}<langSec xml:lang="de">'))
    assert [(t.rule, t.source, t.target_language, t.targets) for t in found.good] == [
        (Rule.NO_TRANSLATE, "parcel", "", ())
    ]


@pytest.mark.parametrize(("kind", "note"), [("definition", "A box"), ("explanation", "A box"), ("subjectField", ""),
                                            ("context", ""), ("project", "")])  # fmt: skip
def test_only_a_description_for_people_becomes_the_note(path, kind, note):
    content = DCA.replace('"definition">What a carrier delivers', f'"{kind}">A box')
    assert {t.note for t in read(path, content).good} == {note}


HOMONYMS = [
    ("charge", ["Gebühr"], ["Ladung"], []), ("order", ["Bestellung"], ["Reihenfolge", "Ordnung"], []),
    ("return", ["Rücksendung"], ["Rückgabewert"], []), ("bank", ["Bank"], ["Ufer"], []),
    ("Seal", ["Siegel"], ["Robbe"], []), ("case", ["Fall"], ["Hülle"], ["Fall"]), ("box", ["Kasten"], ["Kasten"], []),
]  # fmt: skip


def concept(number, word, targets, banned=()):
    one = "".join(f"<termSec><term>{target}</term></termSec>" for target in targets)
    avoided = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
    one += "".join(f"<termSec><term>{form}</term>{avoided}</termSec>" for form in banned)
    english = f'<langSec xml:lang="en"><termSec><term>{word}</term></termSec></langSec>'
    return f'<conceptEntry id="c{number}">{english}<langSec xml:lang="de">{one}</langSec></conceptEntry>'


def test_several_concepts_for_one_word_of_a_termbase_are_all_accepted(path, tmp_path):
    from datetime import UTC, datetime

    from cscli.glossary.stored import add_terms, desk_terms
    from cscli.record.record import Record

    body = "".join(
        concept(f"{n}a", word, one) + concept(f"{n}b", word.lower(), two, banned)
        for n, (word, one, two, banned) in enumerate(HOMONYMS)
    )
    content = f'<tbx type="TBX-Core" style="dca" xml:lang="en"><text><body>{body}</body></text></tbx>'
    found = read(path, content)
    assert not found.bad
    record = Record(tmp_path / "desk.db")
    add_terms(record, found.good, datetime(2026, 11, 22, tzinfo=UTC))
    kept = {term.source: term.targets for term in desk_terms(record)}
    assert kept == {word: tuple(dict.fromkeys((*one, *two))) for word, one, two, _ in HOMONYMS}
