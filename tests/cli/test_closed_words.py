"""A word that is not in the closed set of an option ends every command with exit code 2, and the set is told."""

CLOSED = (
    (("reply", "where", "-c", "C-7", "--channel"), "email, chat"),
    (("reply", "where", "-c", "C-7", "--register"), "casual, neutral, formal"),
    (("reply", "where", "-c", "C-7", "--gender"), "female, male, unknown"),
    (("say", "Ihr Paket ist da.", "-c", "C-7", "--channel"), "email, chat"),
    (("say", "Ihr Paket ist da.", "-c", "C-7", "--register"), "casual, neutral, formal"),
    (("check", "Hallo", "--channel"), "email, chat, phone"),
    (("check", "Hallo", "--register"), "casual, neutral, formal"),
    (("translate", "Hallo", "--to", "en", "--channel"), "email, chat, phone"),
    (("translate", "Hallo", "--to", "en", "--log"), "in, out"),
    (("translate", "Hallo", "--from", "de", "--to", "en", "--register"), "casual, neutral, formal"),
    (("stats", "--by"), "market, agent"),
    (("stats", "--compare"), "market, agent"),
    (("stats", "--week-starts"), "mon, tue"),
    (("feedback", "report", "--by"), "market, agent, channel, language, week"),
    (("feedback", "report", "--kind"), "csat, nps, ces"),
    (("feedback", "import", "t.csv", "--kind"), "csat, nps, ces"),
    (("feedback", "import", "t.csv", "--dates"), "dmy, mdy, ymd"),
    (("order", "import", "t.csv", "--dates"), "dmy, mdy, ymd"),
    (("log", "import", "t.csv", "--dates"), "dmy, mdy, ymd"),
    (("order", "import", "t.csv", "--from"), "shopify"),
    (("log", "import", "t.csv", "--format"), "mail, whatsapp"),
    (("log", "export", "t.csv", "--format"), "jsonl, csv"),
    (("log", "add", "Hallo", "--direction"), "in, out, note"),
    (("log", "list", "--direction"), "in, out, note"),
    (("order", "add", "A-1", "--status"), "placed, paid"),
    (("order", "list", "--status"), "placed, paid"),
    (("case", "list", "--state"), "new, open"),
    (("case", "open", "Hallo", "--priority"), "low, normal"),
    (("case", "priority", "1"), "low, normal"),
    (("case", "escalate", "1", "--priority"), "low, normal"),
    (("customer", "list", "--by"), "value, orders, recent"),
    (("customer", "audit", "C-7", "--what"), "read, changed"),
    (("customer", "forget", "C-7", "--dry-run", "--mode"), "anonymise, delete"),
    (("customer", "consent", "C-7", "--give", "--purpose", "service", "--channel"), "email, chat, phone"),
    (("customer", "consent", "C-7", "--give", "--channel", "email", "--purpose"), "marketing"),
    (("time", "window", "DE", "--channel"), "email, chat, phone"),
    (("time", "window", "DE", "--purpose"), "reply, service"),
    (("time", "convert", "9:00", "--from", "DE", "--to", "JP", "--resolve"), "earlier"),
    (("time", "due", "--from", "9:00", "--work", "1h", "--hours", "DE", "--boundary"), "close, next-open"),
    (("template", "preview", "--language", "de", "--channel"), "email, chat"),
    (("template", "export", "--out", "x", "--format"), "zendesk"),
    (("template", "import", "t.csv", "--format"), "zendesk"),
    (("glossary", "list", "--rule"), "required, forbidden"),
    (("db", "roles", "--for"), "reader, agent, lead"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--to"), "jsonl, csv"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--kind"), "csv, tsv"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--dates"), "dmy, mdy, ymd"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--decimal"), "comma, point"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--channel"), "email, chat"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--register"), "casual, neutral, formal"),
    (("bulk", "run", "t.csv", "--intent", "where", "--out", "o.jsonl", "--purpose"), "reply, service"),
)  # fmt: skip


def test_a_misspelt_word_of_a_closed_set_is_told_with_the_whole_set_by_every_command(cscli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("key,market,order_number\n1,DE,A-1\n", encoding="utf-8")
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "anna@example.de", "--language", "de")
    cscli("case", "open", "-c", "C-7", "Wo bleibt mein Paket?")
    wrong = {}
    for words, known in CLOSED:
        typed = "zzfoo=DE" if words[-1] == "--compare" else "zzfoo"
        said = cscli(*words, typed, "--json")
        error = (said.json["errors"] or [{"message": "", "hint": ""}])[0]
        if (said.code, "zzfoo" in error["message"], error["hint"].startswith(f"One of: {known}")) != (2, True, True):
            wrong[words] = (said.code, error)
    assert not wrong
    assert cscli("drafts", "--json").data == []
