"""A small contract of three situations, and their texts, for letters of a test's own."""

from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.replies.values.typed import parse_values

VARIABLES = {
    "order": {"type": "text", "required": True, "example": "A-1", "about": "Order"},
    "link": {"type": "url", "shared": True, "chat": True, "example": "https://x.example/1", "about": "Page"},
    "day": {"type": "date", "shared": True, "example": "2026-12-03", "about": "Day"},
}
FIX = {"type": "choice", "choices": ["money", "again"], "example": "money", "about": "Remedy"}
WANTED = {"type": "choice", "choices": ["bill", "proof"], "several": True, "example": "bill", "about": "Papers"}
PAYS = VARIABLES["link"] | {"says": {"fix": "money"}}
CONTRACT = {
    "intents": {
        "late": {"kind": "bad", "about": "Late", "variables": VARIABLES | {"wanted": WANTED}},
        "lost": {
            "kind": "bad", "about": "Lost", "variables": VARIABLES | {"link": PAYS, "fix": FIX},
            "conflicts": [{"when": {"fix": "again", "day": "unset"}, "because": "it needs its day."}],
        },
        "paid": {
            "kind": "good", "about": "Paid", "variables": VARIABLES,
            "answers": [
                {"situation": "lost", "roles": ["question"]},
                {"situation": "late", "roles": ["news"], "keeps": ["day"]},
            ],
            "after": ["lost"],
        },
    },
    "contradicts": [{"situations": ["late", "lost"], "when": {"fix": "money"}, "because": "it is one or the other."}],
}  # fmt: skip
TRACKING = {"tracking": "{% if link %}See {{ link }}{% endif %}"}
NEXT = {"next-step": "{% if day %}We write on {{ day }}.{% else %}We will write.{% endif %}"}
TEXTS = {
    "late": [
        {"thanks": "Thank you."},
        {"role": "news", "text": "Sorry, {{ order }} is late.", "also": "{{ order }} is late, too."},
        {"what-to-do": "{% if wanted %}We need {{ wanted }}.{% endif %}"}, TRACKING, NEXT, {"regret": "Sorry again."},
    ],
    "lost": [
        {"news": "{{ order }} is lost."}, {"apology": "We are sorry."}, {"remedy": "{% if fix %}{{ fix }}{% endif %}"},
        {"question": "{% if not fix %}What would you like?{% endif %}"}, TRACKING, NEXT, {"regret": "We regret it."},
    ],
    "paid": [{"thanks": "Many thanks."}, {"news": "we paid."}, TRACKING, NEXT],
}  # fmt: skip
CHOICES = {
    "wanted": {"bill": "the bill", "proof": {"text": "a proof of payment", "many": "a proof"}},
    "fix": {"money": "You get your money.", "again": "We send it again."},
}
VALUES = {"order": "A-1", "link": "https://x.example/1", "day": "2026-12-03"}


def written(renderer, **values):
    """The paragraphs between the greeting and the offer of help."""
    parsed = parse_values(VALUES | values, renderer.variables, "USD")
    return renderer.reply(Person(gender=Gender.UNKNOWN), parsed).body.split("\n\n")[1:-2]
