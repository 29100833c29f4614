"""The HTML of mail programs becomes text whose quotes can be cut."""

from pathlib import Path

import yaml
from sweeps import each

from cscli.inbox.html_text import html_text
from cscli.reading.quotes_and_signatures.cut import cut

PROGRAMS = yaml.safe_load((Path(__file__).parents[2] / "data" / "mail" / "html.yaml").read_text(encoding="utf-8"))
OWN, OLD = "Thanks, the blue one please.", "Which colour would you like?<br>Your parcel will arrive on Thursday."


def test_the_quote_of_each_mail_program_is_cut_on_the_tree():
    wrong = {}
    for program, html in PROGRAMS.items():
        found = cut(html_text(html.format(own=OWN, old=OLD)))
        if found.text != OWN or "Thursday" not in found.quoted:
            wrong[program] = found
    assert wrong == {}


@each("program", ["gmail", "apple", "proton", "thunderbird", "yandex"])
def test_answers_under_and_between_quotes_are_kept(program):
    head, _, tail = PROGRAMS[program].format(own="", old="OLD").partition("OLD")
    under = cut(html_text(f"{head}{OLD}{tail}<div>{OWN}</div>"))
    assert under.text == OWN
    inner, outer = ("</div>", "<div>") if program in ("apple", "yandex") else ("", "")
    again = f"Which colour?{inner}</blockquote><div>Blue</div><blockquote type=cite>{outer}Which size?"
    between = cut(html_text(f"{head}{again}{tail}<div>M</div>"))
    assert between.text.split() == ["Blue", "M"]


def test_html_without_a_quote_stays_whole():
    html = "<p>Hi,</p><blockquote style='margin:0 0 0 40px;border:none;padding:0px'>indented</blockquote>"
    html += "<ol><li>one<li>two</ol>Bye"
    assert html_text(html) == "Hi,\n\nindented\n1. one\n2. two\nBye"
    assert cut(html_text(html)).quoted == ""


def test_blocks_cells_and_breaks_are_lines_and_spaces():
    html = "<table><tr><td>A-1042</td><td>40 €</td></tr><tr><td>B</td></tr></table>"
    html += "<pre>a\n  b</pre>x<br>y<img alt=' a flower' src=x>"
    assert html_text(html) == "A-1042 40 €\nB\na\n  b\nx\nya flower"


def test_what_nobody_sees_is_left_out():
    html = "<style>x</style><script>y</script><div style='display:none'>z</div><!-- c -->A<title>t</title>"
    assert html_text(html) == "A"


def test_a_marked_signature_is_one():
    html = "<div>Thanks</div><div class='gmail_signature'>Anna<br>Tel. 1</div>"
    assert (cut(html_text(html)).text, cut(html_text(html)).signature) == ("Thanks", "Anna\nTel. 1")


@each(
    "html", ["", "<", "<html>", "<!-- -->", "\x00", "<?xml version='1.0'?><p>x", "<p" * 1000, "&#xD800;&#0;", "\ud800"]
)
def test_broken_html_raises_nothing(html):
    assert isinstance(html_text(html), str)
