"""Who somebody is, as a text tells it, is found where people put it, and plain words are left alone."""

import time

from sweeps import each

from cscli.reading.personal import personal_mentions


def found(text):
    return [placeable.text for placeable in personal_mentions(text)]


@each(
    ("text", "names"),
    [
        ("Dear Ms. Anna Berg,\nyour order", ["Anna Berg"]),
        ("Hi Tom, where is my parcel?", ["Tom"]),
        ("Sehr geehrter Herr Dr. Müller-Lüdenscheidt,\n", ["Müller-Lüdenscheidt"]),
        ("Bonjour Madame Lefèvre,", ["Lefèvre"]),
        ("Estimada Sra. García López:", ["García López"]),
        ("Здравствуйте, меня зовут Ольга Петрова.", ["Ольга Петрова."]),
        ("Szanowna Pani Kowalska,", ["Kowalska"]),
        ("Hej Anna-Karin!", ["Anna-Karin"]),
        ("مرحبا أحمد، أين طلبي", ["أحمد"]),
        ("שלום דנה, איפה ההזמנה", ["דנה"]),
        ("山田太郎様\nお世話になっております", ["山田太郎"]),
        ("田中と申します。", ["田中"]),
        ("我叫王小明，我的订单", ["王小明"]),
        ("김민수님, 안녕하세요", ["김민수"]),
        ("My name is Peter van der Berg and I wait", ["Peter van der Berg"]),
        ("The lamp is broken.\n\nKind regards,\nAnna Berg", ["Anna Berg"]),
        ("Die Lampe ist kaputt.\nViele Grüße\nThomas", ["Thomas"]),
        ("Please help.\nThanks\nO. O'Neill", ["O. O'Neill"]),
        ("Je veux un remboursement.\nCordialement,\nJean Dupont", ["Jean Dupont"]),
    ],
)
def test_names_are_found_where_people_put_them(text, names):
    assert [name.rstrip(".") for name in found(text)] == [name.rstrip(".") for name in names]


@each(
    "text",
    ["Dear Team,", "Hello, where is my parcel?", "Sehr geehrte Damen und Herren,", "Hi there!",
     "Dear customer service,",
     "Hello\nWhere is it?", "Bonjour, je veux un remboursement.", "Thanks for the quick answer.\nThe lamp works.",
     "Kind regards", "Thank you\nWhere is my parcel?", "你好，我的订单在哪里？", "I am happy with my order.", ""],
)  # fmt: skip
def test_words_that_are_nobodys_name_are_left_alone(text):
    assert found(text) == []


@each(
    ("text", "secret"),
    [
        ("My card 4111 1111 1111 1111 was charged", "4111 1111 1111 1111"),
        ("DE89 3704 0044 0532 0130 00 is my account", "DE89 3704 0044 0532 0130 00"),
        ("Send it to 221B Baker Street, London", "221B Baker Street"),
        ("Bitte an Hauptstraße 12a liefern", "Hauptstraße 12a"),
        ("Envoyez au 12 rue de la Paix, Paris", "12 rue de la Paix"),
        ("Vivo en Calle Mayor 5, Madrid", "Calle Mayor 5"),
        ("ul. Marszałkowska 10, Warszawa", "ul. Marszałkowska 10"),
        ("地址是南京西路1266号", "南京西路1266号"),
        ("東京都千代田区丸の内1-1-1です", "東京都千代田区丸の内1-1-1"),
    ],
)
def test_accounts_and_addresses_are_found(text, secret):
    assert any(secret in placeable for placeable in found(text))


@each("text", ["Dear " * 50_000, "A" * 300_000, "via " * 60_000, "1 " * 100_000, "Hi\n" * 80_000])
def test_hostile_texts_take_no_longer(text):
    started = time.process_time()
    personal_mentions(text)
    assert time.process_time() - started < 5
