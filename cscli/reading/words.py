"""Words that give a language away where letters do not: one-word messages, and Russian beside Ukrainian.

A word of several languages stays several: nothing here picks one. No names, no brands.
"""

# ruff: noqa: RUF001 - the words are in the letters of their languages

import re
from functools import lru_cache

_WORDS = {
    "en": "hello|hey|hi|thanks|thank you|many thanks|please|refund|help|good morning|sorry|yes|no|cancel|ok|okay|stop",
    "de": "hallo|hey|hi|danke|danke schön|dankeschön|vielen dank|bitte|moin|guten tag|guten morgen|hilfe|nein|ja|ciao"
    "|ok|okay|stop|sorry",
    "fr": "bonjour|bonsoir|salut|hey|merci|merci beaucoup|non|oui|svp|s'il vous plaît|remboursement|ok|okay|stop",
    "es": "hola|gracias|muchas gracias|buenas tardes|buenos días|buenas|vale|ayuda|sí|no|ya|reembolso|por favor|ok",
    "it": "ciao|buongiorno|buonasera|grazie|grazie mille|salve|aiuto|sì|no|non|rimborso|per favore|ok|okay|stop",
    "pt": "olá|oi|obrigado|obrigada|bom dia|boa tarde|boa noite|ajuda|não|reembolso|por favor|vale|ok|okay",
    "nl": "hallo|hoi|hey|hi|dank u|dank je|dankjewel|dank u wel|bedankt|goedemorgen|goedemiddag|nee|ja|alstublieft|ok"
    "|okay|stop|sorry",
    "pl": "cześć|hej|halo|dzień dobry|dziękuję|dzięki|witam|proszę|tak|pomoc|ok|okay|stop|sorry",
    "sv": "hej|hejsan|hallå|tack|tack så mycket|god morgon|hjälp|nej|ja|ok|okej|stop|sorry",
    "tr": "merhaba|selam|hey|teşekkürler|teşekkür ederim|sağ olun|evet|hayır|lütfen|iade|yardım|günaydın|tamam|ok",
    "vi": "xin chào|chào|cảm ơn|cám ơn|vâng|không|giúp|ok|hi",
    "id": "halo|hi|terima kasih|makasih|selamat pagi|selamat siang|tolong|tidak|iya|ya|ok|oke|stop",
    "ru": "привет|здравствуйте|спасибо|добрый день|да|нет|так|помогите|пожалуйста|возврат|алло|ок",
    "uk": "привіт|вітаю|дякую|добрий день|так|ні|допоможіть|будь ласка|алло|ок",
}
# Letters and everyday words that only one of the two has.
_RUSSIAN_LETTERS, _UKRAINIAN_LETTERS = "ыэъё", "іїєґ"
_RUSSIAN_WORDS = """
    с к от из как чтобы также пожалуйста просто ответ что где когда почему
    или и если мне меня мой моя мои мою это нет есть только уже ещё еще нужно можно деньги
    заказ заказа товар размер посылка вернуть получил получила пришел пришла прислали доставят работает спасибо после
"""
_UKRAINIAN_WORDS = """
    з від щоб також просимо що де коли чому
    або й та якщо мені мене моє це немає є тільки вже ще треба можна кошти гроші замовлення розмір
    посилка повернути отримав отримала надіслали працює дякую дякуємо ласка чи як допоможе скасувати прийшла
"""


def languages_of_word(text: str) -> tuple[str, ...]:
    """The languages of a message that is one known word or set phrase; empty when it is not."""
    return _by_word().get(" ".join(text.strip(" \n\t!?.,;:…¡¿)(").casefold().split()), ())


def russian_or_ukrainian(text: str) -> str:
    """``ru`` or ``uk`` for Cyrillic text with a letter or word that only one has; empty when neither or both do."""
    folded = text.casefold()
    words = set(re.findall(r"\w+", folded))
    russian = sum(letter in folded for letter in _RUSSIAN_LETTERS) + len(words & set(_RUSSIAN_WORDS.split()))
    ukrainian = sum(letter in folded for letter in _UKRAINIAN_LETTERS) + len(words & set(_UKRAINIAN_WORDS.split()))
    if russian == ukrainian:
        return ""
    return "ru" if russian > ukrainian else "uk"


@lru_cache(maxsize=1)
def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in words.split("|"):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
