"""One file for each command or group of commands, listed in the order of their use with the first line of their help.

The lines stand here, too, so that ``--help`` loads none of the files; a test compares them.
"""

COMMANDS = {
    "reply": "Render, check and record a finished reply to a customer.",
    "translate": "A text in another language: a customer's to read, or yours to send.",
    "detect": "Language, script and confidence of a text.",
    "check": "Is this draft fit to send to that market?",
    "bulk": "Replies for every row of a table, each exactly once.",
    "market": "Who the customers of a market are, and how to write to them.",
    "template": "The texts that replies are made of.",
    "time": "Customer-local times, business hours, contact windows and deadlines.",
    "coverage": "Who covers which market and language when, and where nobody does.",
    "log": "What was said to and by customers.",
    "customer": "Who the customers are and how they are addressed.",
    "engine": "What translates, and where it sends texts.",
    "memory": "Translations the desk remembers.",
    "glossary": "The shop's words in each language: required, forbidden, never translated.",
    "db": "The record itself: back it up, and check it.",
    "config": "Settings and where they come from.",
    "doctor": "Check settings, data files, time zone data and the record; change nothing.",
    "init": "Set up the desk: the few settings that matter.",
}
