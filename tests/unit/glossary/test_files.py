"""Glossaries as CSV: what is written comes back, bad rows are told with their line, and no cell is a formula."""

from dataclasses import replace

import pytest

from cscli.errors import DataFileError, UsageError
from cscli.glossary.files import glossary_bytes, terms_in
from cscli.glossary.terms import Rule, Term

TERMS = (
    Term(
        rule=Rule.REQUIRED, source_language="en", target_language="pt-BR", source='tracking "number", new',
        targets=("código de rastreio", "rastreio"), forbidden=("seguimento",), market="BR", note="as on the label",
    ),
    Term(rule=Rule.REQUIRED, source_language="zh", target_language="ar", source="运单号", targets=("رقم التتبع",)),
    Term(rule=Rule.FORBIDDEN, target_language="de", forbidden=("billig",), targets=("günstig",)),
    Term(rule=Rule.FORBIDDEN, forbidden=("Amazon",)),
    Term(rule=Rule.FORBIDDEN, source="refund", source_language="en", target_language="de", forbidden=("Rückgeld",)),
    Term(rule=Rule.NO_TRANSLATE, source="Nordlicht & Co <1>"),
    Term(rule=Rule.NO_TRANSLATE, source="Gift", source_language="en", target_language="de"),
)  # fmt: skip
HEAD = "source,target,source_language,target_language\n"


def without_places(terms):
    return tuple(replace(term, place="") for term in terms)


@pytest.mark.parametrize("name", ["terms.csv", "terms.TBX"])
def test_terms_come_back_as_they_were_written(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(glossary_bytes(path, TERMS))
    found = terms_in(path)
    assert (without_places(found.good), found.bad) == (TERMS, ())
    assert found.good[0].place.startswith(f"{name}:")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-a", "@b"])
def test_no_cell_is_a_formula_and_every_one_comes_back(tmp_path, text):
    path = tmp_path / "terms.csv"
    term = replace(TERMS[1], source=text, note=text)
    path.write_bytes(glossary_bytes(path, [term]))
    assert f",'{text}," in path.read_text(encoding="utf-8")
    assert without_places(terms_in(path).good) == (term,)


def test_bad_rows_are_told_with_their_line_and_the_good_ones_kept(tmp_path):
    path = tmp_path / "terms.csv"
    rows = (
        "parcel,Paket,en,de",
        "",
        "refund,,en,de",
        "a,b,en",
        "c,d,en,klingon",
        "parcel,Paket,EN,de",
        "return,A|B,en,de",
    )
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    found = terms_in(path)
    assert [(t.source, t.targets) for t in found.good] == [("parcel", ("Paket",)), ("return", ("A", "B"))]
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (4, "it has no target"), (5, "it has no target language"),
        (6, "'klingon' is not a language"),
    ]  # fmt: skip


def test_an_unknown_rule_is_told(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("rule,source,source_language,target_language\nmaybe,a,en,de\nNo Translate,b,,\n", encoding="utf-8")
    found = terms_in(path)
    assert [t.rule for t in found.good] == [Rule.NO_TRANSLATE]
    assert "'maybe' is not one of required, forbidden, no-translate" in found.bad[0].reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_files_of_spreadsheets_are_read(tmp_path, encoding):
    path = tmp_path / "terms.csv"
    path.write_text(HEAD + "parcel,Päckchen,en,de\n", encoding=encoding)
    assert terms_in(path).good[0].targets == ("Päckchen",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the table is empty"), (b"a,b\n", "no column 'source'"),
        (HEAD.encode() + b'"open,b,en,de\n', ":2: cannot be read as a table"),
        (b"source,source,source_language,target_language\n", "columns 1 and 2 are both called 'source'"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_csv_is_refused_whole(tmp_path, content, said):
    path = tmp_path / "terms.csv"
    path.write_bytes(content)
    with pytest.raises(DataFileError) as raised:
        terms_in(path)
    assert said in raised.value.message


def test_other_kinds_of_files_are_refused(tmp_path):
    for call in (terms_in, lambda path: glossary_bytes(path, [])):
        with pytest.raises(UsageError, match=r"neither \.csv nor \.tbx"):
            call(tmp_path / "terms.docx")
    with pytest.raises(DataFileError, match="cannot be read"):
        terms_in(tmp_path / "missing.csv")
