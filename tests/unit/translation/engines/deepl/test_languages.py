"""Languages by the names that DeepL gives them."""

from sweeps import each

from cscli.translation.engines.deepl.languages import has_formality, has_glossary, target_code


@each(
    ("tag", "code"),
    [("en", "EN-US"), ("en-US", "EN-US"), ("en-GB", "EN-GB"), ("en-AU", "EN-GB"), ("pt-BR", "PT-BR"), ("pt", "PT-PT"),
     ("pt-PT", "PT-PT"), ("es", "ES"), ("es-ES", "ES"), ("es-MX", "ES-419"), ("es-419", "ES-419"), ("zh", "ZH-HANS"),
     ("zh-CN", "ZH-HANS"), ("zh-TW", "ZH-HANT"), ("zh-HK", "ZH-HANT"), ("zh-Hant-HK", "ZH-HANT"),
     ("zh-Hans-HK", "ZH-HANS"), ("de-AT", "DE"), ("fr-CA", "FR"), ("no", "NB"), ("nb-NO", "NB"), ("iw", "HE"),
     ("ar-SA", "AR"), ("th", "TH"), ("vi", "VI"), ("hi", "HI"), ("tlh", ""), ("", "")],
)  # fmt: skip
def test_a_language_is_named_as_deepl_names_it(tag, code):
    assert target_code(tag) == code


def test_what_it_can_do_for_a_language_does_not_depend_on_the_region():
    assert has_formality("pt-BR")
    assert not has_formality("en-GB")
    assert has_glossary("en-GB", "zh-TW")
    assert not has_glossary("en", "th")
    assert not has_glossary("tlh", "en")
