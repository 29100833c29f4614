"""The commands, listed in the order of their use with the first line of their help.

The lines stand here, too, so that ``--help`` loads none of the files; a test compares them. A command has a file of its
own; those of the agent's day stand in ``day``, and a group of several files is a folder with a file of its name.
"""

from keyword import iskeyword

COMMANDS = {
    "in": "Take a message in: whose it is, what it is about, its case; recorded once.",
    "next": "Take the most urgent case that is free, for 15 minutes, and show its card; it becomes the current item.",
    "show": "Show an item: a case, a message, a customer or an order, with all that belongs to it.",
    "reply": "Render, check and record a finished reply to a customer.",
    "say": "Answer in your own words: translated into the customer's language, checked, reviewed like a reply.",
    "note": "Keep a note for colleagues; it never leaves the desk.",
    "done": "Resolve the case; a customer's message opens it again within cases.reopen_days.",
    "undo": "Take back the last thing that you did: a change of a case, a note, an answer that has not left, a draft.",
    "drafts": "List texts that were begun on this machine and have not left; their numbers never change.",
    "recall": "Bring a draft back: to the review on a terminal; in a pipe it is printed and stays a draft.",
    "pending": "List mails that are held, queued, put off, refused or unknown.",
    "cancel": "Take back a mail that is held, queued or put off; it becomes a draft.",
    "translate": "Translate a text: a customer's to read, or yours to send.",
    "detect": "Detect the language and the script of a text.",
    "check": "Check whether a draft is fit to send to a market.",
    "bulk": "Reply to every row of a table, each exactly once.",
    "market": "Show who the customers of a market are and how to write to them.",
    "template": "Show, check and start the texts of replies.",
    "time": "Show local times, business hours, contact windows and deadlines.",
    "coverage": "Who covers which market and language when, and where nobody does.",
    "roster": "Show who is on duty and who comes next, and swap shifts.",
    "inbox": "Fetch mail from servers, and see what waits.",
    "log": "Record, list, search, import and export messages and notes.",
    "case": "Keep cases: open, list, assign, wait, resolve, merge.",
    "customer": "Keep the customers and how they are addressed.",
    "order": "Keep the orders and where they are.",
    "feedback": "Ask customers how the desk did, and report what they say.",
    "stats": "Measure the desk: how soon, how well, how much; each figure with its definition.",
    "engine": "List, test and install translation engines.",
    "memory": "Search, import and approve translations of the memory.",
    "glossary": "Keep the shop's words: required, forbidden, never translated.",
    "db": "Back up, check and copy the record.",
    "config": "Show and change settings.",
    "doctor": "Check settings, data files, time zone data and the record; change nothing.",
    "init": "Set up the desk: the few settings that matter.",
}

DAY = frozenset({"in", "next", "show", "reply", "say", "note", "done", "undo", "drafts", "recall", "pending", "cancel"})
FOLDERS = frozenset({"case", "customer", "db", "feedback", "log", "template", "time"})


def module_of(command: str) -> str:
    """The module that has a command or a group of commands as its ``app``."""
    folder = ".day" if command in DAY else f".{command}" if command in FOLDERS else ""
    return f"{__name__}{folder}.{command}_" if iskeyword(command) else f"{__name__}{folder}.{command}"
