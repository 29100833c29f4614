"""Which keys a run has seen, in little memory.

Eight bytes of each key's digest are kept, sorted, in buckets: a million keys take about 10 MB. Two different keys share
these bytes once in some 40 million runs of a million rows.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

_BYTES = 8
_BUCKET_BITS = 12


class Keys:
    """The keys of one run.

    Args:
        known: digests of the keys that an earlier part of the run has seen.
    """

    def __init__(self, known: Iterable[bytes] = ()) -> None:
        self._buckets = [array("Q") for _ in range(1 << _BUCKET_BITS)]
        for digest in known:
            self.is_new(digest)

    def is_new(self, digest: bytes) -> bool:
        """Add a key, by its digest of eight bytes or more; false when it was there already."""
        number = int.from_bytes(digest[:_BYTES])
        bucket = self._buckets[number >> (8 * _BYTES - _BUCKET_BITS)]
        place = bisect_left(bucket, number)
        if place < len(bucket) and bucket[place] == number:
            return False
        bucket.insert(place, number)
        return True
