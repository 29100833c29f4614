"""How strict servers read a login with an access token: XOAUTH2 as Google describes it, OAUTHBEARER of RFC 7628."""

import base64
import re

TOKEN_REFUSAL = base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"https://mail.example/"}').decode()
SECOND_ANSWERS = {"XOAUTH2": "", "OAUTHBEARER": base64.b64encode(b"\1").decode()}
_FORMS = {
    "XOAUTH2": re.compile("user=([^\1]+)\1auth=Bearer ([^\1]+)\1\1"),
    "OAUTHBEARER": re.compile("n,a=([^\1,]+),\1auth=Bearer ([^\1]+)\1\1"),
}


def token_said(mechanism, answer):
    """User and token of an answer in base64; None where it is not written as it has to be."""
    found = _FORMS[mechanism].fullmatch(base64.b64decode(answer, validate=True).decode())
    return found.groups() if found else None
