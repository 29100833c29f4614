"""A session over HTTP that remembers nothing between texts, and sends nothing but what it is told to."""

from __future__ import annotations

import os
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING

from cscli import __version__

if TYPE_CHECKING:
    import requests


def forgetful_session(base: str, connections: int) -> requests.Session:
    """A session that sends nothing but what it is told to."""
    import requests  # noqa: PLC0415 - only who talks to services
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - as above

    session = requests.Session()
    session.proxies = dict(requests.utils.get_environ_proxies(base))
    session.trust_env = False  # or a .netrc would add a password to the request
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"cscli/{__version__}"
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=connections))
    return session
