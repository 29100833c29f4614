"""Digests without OpenSSL, whose loading takes a twentieth of a start.

The underscored modules are the ones that ``hashlib`` itself takes them from where OpenSSL has none.
Only large files are left to ``hashlib``: OpenSSL reads them faster.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    try:
        from _sha2 import sha256  # Python 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

__all__ = ["blake2b", "sha256"]
