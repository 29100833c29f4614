"""A real model of a few kilobytes for fxtranslate, with weights by chance."""

import struct

WORDS = """
hello thank you for your order parcel is late we are sorry please send photo of the box and label refund money
back account card week days monday will arrive tomorrow shipping costs return item size colour shirt shoes customs tax
hola gracias por su pedido paquete llega tarde lo sentimos envie una foto caja etiqueta reembolso dinero manana talla
danke ihre bestellung das kommt morgen bitten um entschuldigung rechnung adresse stadt land strasse montag grosse farbe
bonjour merci pour votre commande colis en retard desole envoyez carton etiquette argent semaine demain taille couleur
ciao grazie ordine pacco ritardo scusi inviate scatola denaro settimana domani taglia colore camicia scarpe dogana"""
DIM, HEADS, INNER = 32, 4, 64
INT8, FLOAT, BYTES = 0x4101, 0x404, 0x101
ALIGNMENT = 256


class TinyModel:
    """A model in Marian's binary format, version 1: one layer to read, one to write, weights by chance."""

    def __init__(self, vocabulary_size: int, seed: int) -> None:
        import numpy as np

        self.np = np
        self.chance = np.random.default_rng(seed)
        self.items: list[tuple[str, int, tuple[int, ...], bytes]] = []
        self.int8("Wemb", vocabulary_size, DIM)
        self.float("decoder_ff_logit_out_b", vocabulary_size)
        self.float("none_QuantMultA", 1, value=16.0)
        self.attention("encoder_l1_self")
        self.feed_forward("encoder_l1_ffn")
        self.recurrence("decoder_l1_rnn")
        self.attention("decoder_l1_context")
        self.feed_forward("decoder_l1_ffn")
        about = {
            "dim-emb": DIM, "transformer-heads": HEADS, "enc-depth": 1, "dec-depth": 1, "transformer-dim-ffn": INNER,
        }  # fmt: skip
        yaml = "".join(f"{key}: {value}\n" for key, value in about.items()).encode() + b"\0"
        self.items.append(("special:model.yml", BYTES, (len(yaml),), yaml))

    def float(self, name, columns, *, value=None):
        numbers = self.chance.normal(0, 0.1, columns) if value is None else self.np.full(columns, value)
        self.items.append((name, FLOAT, (1, columns), numbers.astype("<f4").tobytes()))

    def int8(self, name, rows, columns):
        numbers = self.chance.integers(-127, 128, rows * columns, dtype=self.np.int8)
        self.items.append((name, INT8, (rows, columns), numbers.tobytes() + struct.pack("<f", 300.0)))

    def weights(self, name, rows, columns):
        self.int8(name, rows, columns)
        self.float(f"{name}_QuantMultA", 1, value=16.0)

    def norm(self, name):
        self.float(f"{name}_ln_scale", DIM, value=1.0)
        self.float(f"{name}_ln_bias", DIM)

    def attention(self, name):
        for part in "qkvo":
            self.weights(f"{name}_W{part}", DIM, DIM)
            self.float(f"{name}_b{part}", DIM)
        self.norm(f"{name}_Wo")

    def feed_forward(self, name):
        self.weights(f"{name}_W1", DIM, INNER)
        self.float(f"{name}_b1", INNER)
        self.weights(f"{name}_W2", INNER, DIM)
        self.float(f"{name}_b2", DIM)
        self.norm(f"{name}_ffn")

    def recurrence(self, name):
        self.weights(f"{name}_W", DIM, DIM)
        self.weights(f"{name}_Wf", DIM, DIM)
        self.float(f"{name}_bf", DIM)
        self.norm(f"{name}_ffn")

    def content(self) -> bytes:
        """Version and count; for each item the lengths, then names, shapes, a gap, and what they hold."""
        heads, names, shapes, contents = [struct.pack("<QQ", 1, len(self.items))], [], [], []
        for name, kind, shape, content in self.items:
            names.append(name.encode() + b"\0")
            contents.append(content + bytes(-len(content) % ALIGNMENT))
            shapes.append(struct.pack(f"<{len(shape)}i", *shape))
            heads.append(struct.pack("<QQQQ", len(names[-1]), kind, len(shape), len(contents[-1])))
        front = b"".join([*heads, *names, *shapes])
        gap = -(len(front) + 8) % ALIGNMENT
        return b"".join([front, struct.pack("<Q", gap), bytes(gap), *contents])
