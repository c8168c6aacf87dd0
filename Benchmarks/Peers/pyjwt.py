"""csv and PyJWT, with the key prepared once: PyJWT would read PEM text anew for each token."""

import jwt
from jwt.algorithms import HMACAlgorithm

import peer


def make_signer(key, algorithm):
    if algorithm == "RS256":
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
        key = load_pem_private_key(key, None)
    else:
        key = HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(key)
    return lambda claims: jwt.encode(claims, key, algorithm=algorithm)


peer.run(make_signer)
