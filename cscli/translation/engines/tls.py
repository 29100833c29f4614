"""Why the connection to a service is not safe, in words; loaded only where it is not."""

import ssl

from cscli.translation.engines.engine import UnsafeConnectionError


def unsafe(engine: str, host: str, problem: BaseException) -> UnsafeConnectionError:
    """The error for a certificate that is not trusted, or another fault of TLS, with OpenSSL's reason."""
    found: BaseException | None = problem
    while found is not None and not isinstance(found, ssl.SSLCertVerificationError):
        within = next((part for part in found.args if isinstance(part, BaseException)), None)
        found = getattr(found, "reason", None) or within
        found = found if isinstance(found, BaseException) else None
    if found is None:
        return UnsafeConnectionError(
            engine, f"the connection is not safe to {host}", hint="Is it a server that speaks https at this address?"
        )
    return UnsafeConnectionError(
        engine, f"the connection is not safe to {host}: {found.verify_message.rstrip('.')}",
        hint="Its certificate must be valid for this name and this day. For a server of your own, name the file of its "
        "certificate authority: REQUESTS_CA_BUNDLE=ca.pem",
    )  # fmt: skip
