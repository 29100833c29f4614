"""Terms that cannot all be kept are told in pairs; what only ranks differently is none."""

from sweeps import each

from cscli.glossary.contradictions import contradictions
from cscli.glossary.terms import Rule, Term


def required(source, *targets, pair=("en", "de"), **more):
    return Term(
        rule=Rule.REQUIRED, source_language=pair[0], target_language=pair[1], source=source, targets=targets, **more
    )


def forbidden(form, **more):
    return Term(rule=Rule.FORBIDDEN, forbidden=(form,), **more)


KEPT = Term(rule=Rule.NO_TRANSLATE, source="Parcel")
PARCEL = required("parcel", "Paket", "Sendung", id=3)


@each(
    ("other", "said"),
    [
        (required("Parcel", "Päckchen"), "'Parcel' is required as 'Paket' and as 'Päckchen'"),
        (KEPT, "'Parcel' is required as 'Paket', and not to be translated"),
        (forbidden("sendung", target_language="de"), "'sendung' is both required and forbidden"),
        (forbidden("Paket"), "'Paket' is both required and forbidden"),
        (forbidden("Paket", source="parcel", source_language="en", target_language="de"), "'Paket' is both"),
    ],
)
def test_two_terms_of_one_scope_contradict_each_other(other, said):
    for terms in ([PARCEL, other], [other, PARCEL]):
        (found,) = contradictions(terms)
        assert {found.first, found.second} == {PARCEL, other}
    assert contradictions([PARCEL, other])[0].reason.startswith(said)


@each(
    "other",
    [
        required("parcel", "Paket", "Päckchen"), required("parcel", "Päckli", market="CH"),
        required("parcel", "colis", pair=("en", "fr")), forbidden("Paket", target_language="nl"),
        forbidden("Paket", source="letter", source_language="en", target_language="de"),
        required("parcel", "Päckchen", industry="shipping"), forbidden("Paket", target_language="de", market="CH"),
    ],
)  # fmt: skip
def test_terms_of_other_scopes_do_not(other):
    assert contradictions([PARCEL, other]) == ()


def test_a_term_can_contradict_itself():
    (found,) = contradictions([required("parcel", "Paket", forbidden=("paket",), id=7)])
    assert (found.first.where, found.second.where) == ("term 7", "term 7")
