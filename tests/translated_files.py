"""What a LibreTranslate server says in the tests of files, and files in each format before and after."""

# What the server says; a text that is not here is answered as it was, which no check lets pass.
GERMAN = {
    "Hello": "Guten Tag",
    "Where is my parcel today?": "Wo ist heute mein Paket?",
    "Please help me with this order.": "Bitte helfen Sie mir bei dieser Bestellung.",
    "The price is too high.": "Der Preis ist zu hoch.",
    "Where is order XQ0QX now?": "Wo ist die Bestellung XQ0QX jetzt?",
}
FRENCH = {
    "Hello": "Bonjour",
    "Where is my parcel today?": "Où est mon colis aujourd'hui ?",
    "Please help me with this order.": "Aidez-moi avec cette commande, s'il vous plaît.",
    "The price is too high.": "Le prix est trop élevé.",
    "Where is order XQ0QX now?": "Où est la commande XQ0QX maintenant ?",
}
SPOKEN = {"de": GERMAN, "fr": FRENCH}
PARCEL, PAKET = "Where is my parcel today?", "Wo ist heute mein Paket?"
HELP, HILFE = "Please help me with this order.", "Bitte helfen Sie mir bei dieser Bestellung."
ODD = "Nobody has a word for zyxxy here."
CUE = "Bitte helfen Sie mir bei\ndieser Bestellung."  # a line on a screen is short
CODES = ("de", "en", "fr")
WORDS = ("--from", "en", "--to", "de")


def texts_of(server) -> list[str]:
    return [asked.json["q"] for asked in server.asked if asked.path == "/translate"]


FILES = {
    "a.txt": (f"Hello\n\n  {PARCEL}\n\n\n{HELP}\n", f"Guten Tag\n\n  {PAKET}\n\n\n{HILFE}\n"),
    "a.md": (
        f"---\ntitle: x\n---\n\n# Hello\n\n- {PARCEL}\n- `code stays`\n\n> {HELP}\n\n```sh\nls -la\n```\n",
        f"---\ntitle: x\n---\n\n# Guten Tag\n\n- {PAKET}\n- `code stays`\n\n> {HILFE}\n\n```sh\nls -la\n```\n",
    ),
    "a.html": (
        f'<!doctype html>\n<p class="x">{PARCEL}</p>\n<script>var a = "{HELP}";</script><!-- {HELP} -->\n<p>{HELP}\n',
        f'<!doctype html>\n<p class="x">{PAKET}</p>\n<script>var a = "{HELP}";</script><!-- {HELP} -->\n<p>{HILFE}\n',
    ),
    "a.csv": (f'id;text\r\nA-1042;"{PARCEL}"\r\n7;{HELP}\r\n', f'id;text\r\nA-1042;"{PAKET}"\r\n7;{HILFE}\r\n'),
    "a.tsv": (f"id\ttext\nA-1042\t{PARCEL}\n", f"id\ttext\nA-1042\t{PAKET}\n"),
    "a.jsonl": (
        f'{{"id": 1.0, "text": "{PARCEL}"}}\n\n{{"text":"{HELP}", "x": null}}\n',
        f'{{"id": 1.0, "text": "{PAKET}"}}\n\n{{"text":"{HILFE}", "x": null}}\n',
    ),
    "a.srt": (
        f"1\n00:00:01,000 --> 00:00:02,500\n{PARCEL}\n\n2\n00:00:03,000 --> 00:00:04,000\n{HELP}\n",
        f"1\n00:00:01,000 --> 00:00:02,500\n{PAKET}\n\n2\n00:00:03,000 --> 00:00:04,000\n{CUE}\n",
    ),
}
