"""What letters about customs say is missing, and the number that a country knows a private receiver by."""

from sweeps import each

from cscli.markets.person import Person
from cscli.markets.terms import Channel
from cscli.paths import shipped_root
from cscli.replies.render import Renderer
from cscli.replies.templates.preview import home_market
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Voice

TAGS = sorted(path.name for path in (shipped_root() / "templates").iterdir() if path.is_dir())
SAYS_NEITHER = {"fr", "fr-CA"}  # says that the file is incomplete, whatever is missing


def bodies(desk, tag, channel, **values):
    """The letter in each register of a language."""
    intent, template = desk.templates.intent("customs-hold"), desk.templates.template("customs-hold", tag)
    for register in template.texts:
        voice = Voice(
            market=home_market(tag, desk.catalog), language=desk.catalog.language(tag), channel=channel,
            register=register,
        )  # fmt: skip
        renderer = Renderer([intent], [template], voice, desk.catalog.cache)
        yield renderer.reply(Person(), parse_values({"order_number": "A-1"} | values, intent.variables, "EUR")).body


@each("channel", Channel)
def test_where_only_a_number_is_asked_for_no_papers_are_missing(desk, channel):
    """A number is no paper: the reason says that something about the receiver is missing, so that both agree."""
    asked = {"documents_needed": "id-code", "id_code_kind": "cpf"}
    of_papers, unsaid = set(), set()
    for tag in TAGS:
        template = desk.templates.template("customs-hold", tag)
        papers = [text.choices["hold_reason"]["missing-documents"].text for text in template.texts.values()]
        plain = bodies(desk, tag, channel, **asked)
        told = bodies(desk, tag, channel, hold_reason="missing-documents", **asked)
        for paper, without, body in zip(papers, plain, told, strict=True):
            of_papers |= {tag} if paper in body else set()
            unsaid |= {tag} if body == without else set()
    assert (of_papers, unsaid) == (SAYS_NEITHER, set())


def test_an_id_check_of_india_and_papers_are_missing_papers(desk):
    for asked in ({"documents_needed": "id-code", "id_code_kind": "kyc"}, {"documents_needed": "invoice,id-code"}):
        (body,) = bodies(desk, "hi", Channel.EMAIL, hold_reason="missing-documents", **asked)
        assert "दस्तावेज़ चाहिए" in body


@each(("kind", "name"), [("inn", "INN"), ("pesel", "PESEL"), ("cccd", "CCCD")])
def test_every_language_names_the_number_as_its_country_does(desk, kind, name):
    own = {"inn": "ИНН", "cccd": "căn cước"}.get(kind, name)  # in the language of the country
    missing = {
        tag
        for tag in TAGS
        for body in bodies(desk, tag, Channel.EMAIL, documents_needed="id-code", id_code_kind=kind)
        if name not in body and own not in body
    }
    assert missing == set()
