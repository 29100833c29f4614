"""The first units of a memory: paragraphs of templates in two languages, aligned only where they are the same."""

from sweeps import each

from cscli.translation.seeds import aligned


def test_paragraphs_of_templates_are_aligned_by_the_values_they_name_wherever_they_stand():
    english = (
        "Sorry about that.",
        "{% if a %}Your link is {{ a }}.{% endif %}",
        "It arrives {{ d }}.{% if r %} {{ r }}{% endif %}",
    )
    german = (
        "Es kommt am {{ d }}.{% if r %} {{ r }}{% endif %}",
        "{% if a %}Ihr Link: {{ a }}.{% endif %}",
        "Verzeihung bitte.",
    )
    assert aligned(english, german) == (
        ("Your link is {{ a }}.", "Ihr Link: {{ a }}."),
        ("It arrives {{ d }}.", "Es kommt am {{ d }}."),
    )


@each(
    "german",
    [
        "Lieferung am {{ other }}.",
        "{% if x %}Lieferung am {{ d }}.{% endif %}",
        "Lieferung am {{ d }}. Bitte warten Sie.",
        "Lieferung{% if x %} bald{% else %} nie{% endif %} am {{ d }}.",
        "Lieferung am {{ d | plural(one='x') }}.",
        "{{ d }}",
    ],
)
def test_paragraphs_that_name_or_depend_on_something_else_are_left_out(german):
    assert aligned(("It will arrive on {{ d }}.",), (german,)) == ()


def test_two_paragraphs_that_cannot_be_told_apart_are_left_out():
    assert aligned(("It arrives {{ d }}.", "It leaves on {{ d }}."), ("Es kommt {{ d }}.", "Es geht am {{ d }}.")) == ()
