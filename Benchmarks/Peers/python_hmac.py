"""csv, json, and the standard library's hmac: the shortest way in Python."""

import hmac
import json
from base64 import urlsafe_b64encode

import peer

_HEADER = b"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."


def make_signer(key, algorithm):
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    digest = hmac.digest

    def sign(claims):
        text = _HEADER + urlsafe_b64encode(encode(claims).encode()).rstrip(b"=")
        signature = urlsafe_b64encode(digest(key, text, "sha256"))
        return (text + b"." + signature.rstrip(b"=")).decode()

    return sign


peer.run(make_signer)
