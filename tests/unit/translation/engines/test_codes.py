"""What providers call languages: all of the desk's, and only what the providers have."""

from pathlib import Path

import pytest
from sweeps import each

from cscli.translation.engines.web.codes import codes_of

GOOGLE, MYMEMORY, LIBRETRANSLATE, MICROSOFT = map(codes_of, ("google", "mymemory", "libretranslate", "microsoft"))
LANGUAGES = sorted(p.stem for p in (Path(__file__).parents[4] / "locales/languages").glob("*.yaml"))


@each("codes", [GOOGLE, MYMEMORY, LIBRETRANSLATE, MICROSOFT])
@each("tag", LANGUAGES)
def test_every_language_of_the_desk_has_a_code(codes, tag):
    assert codes.of(tag)


@each(
    ("tag", "google", "mymemory", "libre", "microsoft"),
    [
        ("he", "iw", "he-IL", "he", "he"), ("iw", "iw", "he-IL", "he", "he"), ("nb", "no", "nb-NO", "nb", "nb"),
        ("no", "no", "nb-NO", "nb", "nb"), ("en", "en", "en-GB", "en", "en"), ("en-US", "en", "en-US", "en", "en"),
        ("zh", "zh-CN", "zh-CN", "zh-Hans", "zh-Hans"), ("zh-CN", "zh-CN", "zh-CN", "zh-Hans", "zh-Hans"),
        ("zh-Hans-HK", "zh-CN", "zh-CN", "zh-Hans", "zh-Hans"), ("zh-TW", "zh-TW", "zh-TW", "zh-Hant", "zh-Hant"),
        ("zh-HK", "zh-TW", "zh-HK", "zh-Hant", "zh-Hant"), ("zh-Hant-TW", "zh-TW", "zh-TW", "zh-Hant", "zh-Hant"),
        ("pt-BR", "pt", "pt-BR", "pt-BR", "pt"), ("pt-PT", "pt", "pt-PT", "pt", "pt-pt"),
        ("PT_br", "pt", "pt-BR", "pt-BR", "pt"),
        ("es-MX", "es", "es-MX", "es", "es"), ("es-419", "es", "es-419", "es", "es"),
        ("de-CH", "de", "de-DE", "de", "de"),
        ("fr-CA", "fr", "fr-CA", "fr", "fr-ca"), ("sr", "sr", "sr-Cyrl-RS", None, "sr-Cyrl"),
        ("sr-Latn", None, "sr-Latn-RS", None, "sr-Latn"), ("fil", "tl", "fil-PH", "tl", "fil"),
        ("uk-Cyrl-UA", "uk", "uk-UA", "uk", "uk"), ("und", None, None, None, None), ("", None, None, None, None),
        ("xx-YY", None, None, None, None),
    ],
)  # fmt: skip
def test_a_language_is_named_as_each_provider_names_it(tag, google, mymemory, libre, microsoft):
    found = [codes.of(tag) for codes in (GOOGLE, MYMEMORY, LIBRETRANSLATE, MICROSOFT)]
    assert [codes[0] if codes else None for codes in found] == [google, mymemory, libre, microsoft]


@pytest.mark.parametrize(
    ("codes", "theirs"), [(GOOGLE, "GOOGLE_LANGUAGES_TO_CODES"), (MYMEMORY, "MY_MEMORY_LANGUAGES_TO_CODES")]
)
def test_no_code_is_ours_alone(codes, theirs):
    from deep_translator import constants

    known = set(getattr(constants, theirs).values())
    assert {c for tag in codes.by_tag for c in codes.of(tag)} <= known
