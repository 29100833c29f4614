"""How often the language of a text is told, on texts that nobody here wrote: the messages of Django's translations.

They are read from the package where it is installed, plural forms and placeholders left out: sentences (at least five
words, or twenty signs of a script without spaces) and pairs of words. "Told" counts answers; "right" counts right ones
among all texts, so an honest "unknown" is not a success. Beside it, eldc as it comes, restricted to the same languages.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import eldc
from babel.messages.pofile import read_po

from cscli.reading.language import Detector

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "tr", "ru", "uk", "ar", "he", "hi", "th", "vi", "id",
             "ja", "ko", "zh")  # fmt: skip
FOLDERS = {"zh": "zh_Hans"}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdri]|\{\w*\}|<[^>]+>")
ALIASES = {"id": "ms"}  # eldc has one code for Malay and Indonesian


def messages(root: Path, language: str) -> Iterator[str]:
    """Every translated message of a language, without placeholders; English are those that all others came from."""
    folder = FOLDERS.get(language, language)
    for path in sorted(root.glob(f"**/locale/{'de' if language == 'en' else folder}/LC_MESSAGES/django.po")):
        with path.open("rb") as file, redirect_stdout(None):  # the reader is talkative
            for message in read_po(file, ignore_obsolete=True):
                text = message.id if language == "en" else message.string
                if message.id and isinstance(text, str) and text and message.string != message.id:
                    yield " ".join(PLACEHOLDER.sub(" ", text).split())


def kind(text: str) -> str:
    """What a text is for the count; empty when it is neither."""
    letters, words = sum(c.isalpha() for c in text), text.split()
    dense = bool(re.search("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]", text))
    if (dense and letters >= 20) or (not dense and len(words) >= 5 and letters >= 20):
        return "sentence"
    if not dense and len(words) == 2 and letters >= 8 and text.replace(" ", "").isalpha():
        return "pair"
    return ""


def shares(
    told: Callable[[str], str], texts: dict[tuple[str, str], list[str]]
) -> Iterator[tuple[str, float, float, str]]:
    """For each kind: how much was told, how much of all was right, and the languages that did worst."""
    for wanted in ("sentence", "pair"):
        right, answered = {}, {}
        for (what, language), several in texts.items():
            if what == wanted:
                answers = [told(text) for text in several]
                right[language] = sum(answer == language for answer in answers) / len(answers)
                answered[language] = sum(bool(answer) for answer in answers) / len(answers)
        worst = ", ".join(f"{language} {right[language]:.0%}" for language in sorted(right, key=right.__getitem__)[:5])
        yield wanted, sum(answered.values()) / len(answered), sum(right.values()) / len(right), worst


def main() -> None:
    """Print the shares, averaged over languages."""
    try:
        import django
    except ImportError:
        print("Django is not installed, so there are no texts: pip install django")
        return
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for text in dict.fromkeys(messages(Path(django.__file__).parent, language)):
            if kind(text):
                texts[kind(text), language].append(text)
    detector = Detector(LANGUAGES)
    eldc.init()
    eldc.set_languages([ALIASES.get(language, language) for language in LANGUAGES])
    back = {alias: language for language, alias in ALIASES.items()}

    def ours(text: str) -> str:
        return detector.detect(text).language.replace("und", "").partition("-")[0]

    def first(text: str) -> str:
        """The likeliest language, whether it may be believed or not: what accuracy usually means."""
        found = detector.detect(text)
        return found.language.partition("-")[0] if found.language != "und" else (
            found.alternatives[0].language.partition("-")[0] if found.alternatives else "")  # fmt: skip

    def theirs(text: str) -> str:
        found = eldc.detect(text)
        return back.get(found, found)

    for name, told in (("cscli", ours), ("cscli, likeliest", first), ("eldc", theirs)):
        for what, answered, right, worst in shares(told, texts):
            count = sum(len(several) for (w, _), several in texts.items() if w == what)
            print(f"{name:17} {what:9} {count:6} texts: told {answered:.1%}, right {right:.1%}; worst: {worst}")


if __name__ == "__main__":
    main()
