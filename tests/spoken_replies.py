"""What a LibreTranslate server says for the sentences of a template, in languages that have no templates."""

VALUES = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
LANGUAGES = ("de", "es", "ca", "fi", "el", "en")

# What a server says for a sentence of the template, by language. XQ0QX stands for what it is not shown.
FINNISH = {
    "Guten Tag,": "Hyvää päivää,",
    "Guten Tag XQ0QX,": "Hyvää päivää, XQ0QX,",
    "Ihre Bestellung XQ0QX wird leider später zugestellt als angekündigt.":
        "Valitettavasti tilauksenne XQ0QX toimitetaan ilmoitettua myöhemmin.",
    "Wir bitten Sie, die Verzögerung zu entschuldigen.": "Pyydämme anteeksi viivästystä.",
    "Der neue voraussichtliche Liefertermin ist der XQ0QX.": "Uusi arvioitu toimituspäivä on XQ0QX.",
    "Sollte sich der Liefertermin noch einmal ändern, melden wir uns sofort bei Ihnen.":
        "Jos päivämäärä muuttuu, otamme teihin heti yhteyttä.",
    "Den Gutscheincode schicken wir Ihnen in einer eigenen Nachricht.": "Lahjakortin koodin lähetämme erikseen.",
    "Bei Fragen können Sie einfach auf diese E-Mail antworten.": "Jos teillä on kysyttävää, vastatkaa tähän viestiin.",
    "Mit freundlichen Grüßen": "Ystävällisin terveisin",
    "Den aktuellen Stand Ihrer Sendung sehen Sie jederzeit hier: XQ0QX": "Lähetyksenne tilan näette täältä: XQ0QX",
    "Für die Unannehmlichkeiten erhalten Sie von uns einen Gutschein über XQ0QX.":
        "Hyvityksenä saatte meiltä lahjakortin, jonka arvo on XQ0QX.",
    "Ihre Bestellung XQ0QX: neuer Liefertermin XQ1QX": "Tilauksenne XQ0QX: uusi toimituspäivä XQ1QX",
}  # fmt: skip
GREEK = {
    "Guten Tag,": "Καλημέρα σας,",
    "Ihre Bestellung XQ0QX wird leider später zugestellt als angekündigt.":
        "Δυστυχώς η παραγγελία σας XQ0QX θα παραδοθεί αργότερα από ό,τι είχε ανακοινωθεί.",
    "Wir bitten Sie, die Verzögerung zu entschuldigen.": "Ζητούμε συγγνώμη για την καθυστέρηση.",
    "Der neue voraussichtliche Liefertermin ist der XQ0QX.": "Η νέα εκτιμώμενη ημερομηνία παράδοσης είναι XQ0QX.",
    "Sollte sich der Liefertermin noch einmal ändern, melden wir uns sofort bei Ihnen.":
        "Αν αλλάξει η ημερομηνία, θα επικοινωνήσουμε αμέσως μαζί σας.",
    "Bei Fragen können Sie einfach auf diese E-Mail antworten.": "Για απορίες απαντήστε σε αυτό το μήνυμα.",
    "Mit freundlichen Grüßen": "Με εκτίμηση",
    "Ihre Bestellung XQ0QX: neuer Liefertermin XQ1QX": "Η παραγγελία σας XQ0QX: νέα ημερομηνία XQ1QX",
}  # fmt: skip
CATALAN = {
    "Hola:": "Bon dia:",
    "Sentimos decirte que tu pedido XQ0QX llegará con retraso.":
        "Ens sap greu dir-te que la teva comanda XQ0QX arribarà amb retard.",
    "La nueva fecha de entrega prevista es el XQ0QX.": "La nova data de lliurament prevista és el XQ0QX.",
    "Si la fecha de entrega cambia, te avisaremos enseguida.":
        "Si la data de lliurament canvia, t'avisarem de seguida.",
    "Gracias por tu paciencia.": "Gràcies per la teva paciència.",
    "Si tienes cualquier duda, responde a este correo y te ayudaremos.":
        "Si tens qualsevol dubte, respon a aquest correu i t'ajudarem.",
    "Un saludo,": "Una salutació,",
    "Atención al cliente": "Atenció al client",
    "Tu pedido XQ0QX: nueva fecha de entrega, XQ1QX": "La teva comanda XQ0QX: nova data de lliurament, XQ1QX",
}  # fmt: skip
SPOKEN = {"fi": FINNISH, "el": GREEK, "ca": CATALAN}


def texts_of(server) -> list[str]:
    return [asked.json["q"] for asked in server.asked if asked.path == "/translate"]
