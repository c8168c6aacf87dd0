"""Verifies artifacts with PyJWT, which shares no code with Muster.

Usage: independent-check.py PLATFORM ALGORITHM KEY-FILE ARTIFACTS
"""

import hashlib
import re
import sys
import time

import jwt

TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# The claims that each platform needs.
REQUIRED = {
    "mediaos": ["email", "expires"],
    "bettermode": ["sub", "name", "email", "iat", "exp"],
    "proprofs": ["user_email", "iat", "jti"],
    "acadio": ["email", "iat", "exp"],
    "tinydrive": ["sub", "name", "exp"],
}


def main(platform, algorithm, key_file, artifacts):
    with open(key_file, encoding="utf-8") as file:
        key = file.read()
    if algorithm.startswith("HS"):
        key = key.rstrip("\n")
    if platform == "proprofs":
        key = hashlib.md5(key.encode()).hexdigest()
    with open(artifacts, encoding="utf-8") as file:
        tokens = TOKEN.findall(file.read())
    if not tokens:
        sys.exit("there is no token in " + artifacts)
    now = time.time()
    for token in tokens:
        claims = jwt.decode(
            token, key, algorithms=[algorithm], options={"require": REQUIRED[platform]}
        )
        if platform == "mediaos" and not now <= claims["expires"] <= now + 300:
            sys.exit("expires is not within five minutes")
        if platform == "proprofs" and not now - 180 <= claims["iat"] <= now:
            sys.exit("iat is not within three minutes")
    print(f"PyJWT {jwt.__version__} accepts all {len(tokens)} tokens ({algorithm})")


main(*sys.argv[1:])
