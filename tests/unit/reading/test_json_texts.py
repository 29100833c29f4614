"""Texts from JSON Lines: each line gives its text, or why it has none."""

from cscli.reading.json_texts import BadLine, json_texts


def test_each_line_gives_its_text_or_its_fault_by_number():
    lines = [b'\xef\xbb\xbf"Hallo"\n', b"\n", b'{"body": "Hi"}\n', b"[1]\n", b"{\n"]
    missing = 'has no text: it needs {"body": ...} or a string'
    assert list(json_texts(lines, "body")) == [
        "Hallo", "Hi", BadLine(line=4, error=missing), BadLine(line=5, error="is not JSON"),
    ]  # fmt: skip
