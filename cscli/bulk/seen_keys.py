"""Whether a key of a run may have come before: a new one is known to be new without asking the ledger.

A Bloom filter of fixed size (B. H. Bloom, 1970): it never forgets a key, and takes about one in two hundred thousand
for known that is not when a million are in it. Only what it takes for known is worth a look into the ledger.
"""

from hashlib import blake2b
from struct import Struct

_BYTES = 1 << 22
_MASK = _BYTES * 8 - 1
_HASHES = 8
_places = Struct(f"<{_HASHES}I").unpack


class Keys:
    """The keys of one run.

    Args:
        is_fresh: whether the run begins; one that goes on has keys that nobody put in, so every key may be known.
    """

    def __init__(self, *, is_fresh: bool) -> None:
        self._bits = bytearray(_BYTES)
        self._is_fresh = is_fresh

    def is_new(self, key: str) -> bool:
        """Put a key in; true when it was certainly not in before."""
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=4 * _HASHES).digest()
        bits, new = self._bits, False
        for number in _places(digest):
            byte, bit = (number & _MASK) >> 3, 1 << (number & 7)
            if not bits[byte] & bit:
                bits[byte] |= bit
                new = True
        return new and self._is_fresh
