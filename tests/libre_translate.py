"""A LibreTranslate server of the tests' own, and the few sentences that it knows."""

import json

PARCEL, PAKET, COLIS = "Where is my parcel today?", "Wo ist heute mein Paket?", "Où est mon colis aujourd'hui\u202f?"
PEDIDO, ORDER = "¿Dónde está mi pedido A-1042?", "Where is my order A-1042?"
SAYS = {
    ("de", PARCEL): PAKET, ("fr", PARCEL): COLIS, ("en", PAKET): PARCEL, ("en", COLIS): PARCEL,
    ("en", "¿Dónde está mi pedido XQ0QX?"): "Where is my order XQ0QX?",
    ("ja", PARCEL): "私の荷物は今日どこにありますか？", ("ar", PARCEL): "أين الطرد الخاص بي اليوم؟",
    ("en", "私の荷物は今日どこにありますか？"): PARCEL, ("en", "أين الطرد الخاص بي اليوم؟"): PARCEL,
    ("de", "Please help me with it now."): "Bitte helfen Sie mir jetzt damit.",
    ("de", "Where is order XQ0QX of us now?"): "Wo ist jetzt die Bestellung XQ0QX von uns?",
    ("de", "Where is order XQ0QX of XQ1QX now?"): "Wo ist jetzt die Bestellung XQ0QX von XQ1QX?",
}  # fmt: skip
CODES = ("en", "de", "fr", "es", "ja", "ar")


class Libre:
    """A LibreTranslate server on loopback that knows a few sentences; ``words`` name it on a command line."""

    def __init__(self, service):
        def says(asked):
            if asked.path == "/languages":
                return service.says(json.dumps([{"code": code, "targets": CODES} for code in CODES]))
            wanted = asked.json
            said = self.says(wanted["q"], wanted["target"])
            return said if isinstance(said, service.says) else service.says(json.dumps({"translatedText": said}))

        self.server = service(says)
        self.words = ("--option", f"libretranslate.url={self.server.url}", "-e", "libretranslate")

    def says(self, text, target):
        return SAYS.get((target, text), text)

    @property
    def seen(self):
        return [asked.json["q"] for asked in self.server.asked if asked.method == "POST"]
