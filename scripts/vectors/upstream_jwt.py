"""Makes the JWTs that the tests of `jwt` authenticators read: good ones by PyJWT and joserfc, and hostile
ones by hand, signed with cryptography. Each run makes new keys.

Usage: upstream_jwt.py > Tests/Vectors/upstream-jwt.json      (needs PyJWT, joserfc, cryptography)
"""

import base64
import hashlib
import hmac
import json

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from joserfc import jwk, jwt as jose
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

NOW = 1_800_000_000
SECRET = b"a test-only secret of more than thirty-two bytes"

rsa_one = rsa.generate_private_key(65537, 2048)
rsa_two = rsa.generate_private_key(65537, 2048)
other = rsa.generate_private_key(65537, 2048)
ec_one = ec.generate_private_key(ec.SECP256R1())
ed_one = ed25519.Ed25519PrivateKey.generate()


def pem(key):
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def private(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_jwk(algorithm, key, **members):
    value = algorithm.to_jwk(key.public_key(), as_dict=True)
    value.pop("key_ops", None)
    return {**value, **members}


JWKS = {
    "keys": [
        public_jwk(RSAAlgorithm, rsa_one, kid="rsa-1", alg="RS256", use="sig"),
        public_jwk(RSAAlgorithm, rsa_two, kid="rsa-2", use="sig"),
        public_jwk(RSAAlgorithm, other, kid="rsa-enc", use="enc"),
        public_jwk(ECAlgorithm, ec_one, kid="ec-1"),
        public_jwk(OKPAlgorithm, ed_one, kid="ed-1"),
        {"kty": "EC", "crv": "secp256k1", "kid": "k1", "x": "AA", "y": "AA"},
        {"kty": "XYZ", "kid": "unknown-type"},
    ]
}

CLAIMS = {"iss": "https://id.example.com", "aud": "muster", "sub": "00042", "exp": NOW + 60}


def claims(**changes):
    merged = {**CLAIMS, **changes}
    return {name: value for name, value in merged.items() if value is not ...}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header, body, sign):
    """A token of texts as they are, whatever they say."""
    head = b64(header if isinstance(header, bytes) else header.encode())
    text = head + "." + b64(body if isinstance(body, bytes) else body.encode())
    return text + "." + b64(sign(text.encode()))


def rs256(key):
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def hs256(secret):
    return lambda data: hmac.new(secret, data, hashlib.sha256).digest()


def raw(body, header='{"alg":"RS256","kid":"rsa-1"}', key=None):
    return signed(header, body, rs256(key or rsa_one))


CASES = []


def case(name, token, expected, by="hand", terms="set"):
    CASES.append({"name": name, "by": by, "terms": terms, "token": token, "expected": expected})


def ok(user):
    return "user:" + user


def py(payload, key=rsa_one, algorithm="RS256", headers=None):
    headers = {"kid": "rsa-1"} if headers is None else headers
    return jwt.encode(payload, key, algorithm=algorithm, headers=headers)


def good():
    case("RS256 by kid", py(claims()), ok("00042"), "PyJWT")
    case("second key by kid", py(claims(), rsa_two, headers={"kid": "rsa-2"}), ok("00042"), "PyJWT")
    case("ES256", py(claims(), ec_one, "ES256", {"kid": "ec-1"}), ok("00042"), "PyJWT")
    case("EdDSA", py(claims(), ed_one, "EdDSA", {"kid": "ed-1"}), ok("00042"), "PyJWT")
    case("ES256 without kid, one key fits", py(claims(), ec_one, "ES256", {}), ok("00042"), "PyJWT")
    case("one PEM, whatever kid", py(claims(), headers={"kid": "x"}), ok("00042"), "PyJWT", "pem")
    case("PS256 with one PEM", py(claims(), rsa_one, "PS256", {}), ok("00042"), "PyJWT", "pem")
    case("HS256", py(claims(), SECRET, "HS256", {}), ok("00042"), "PyJWT", "secret")
    rsa_jose = jwk.RSAKey.import_key(private(rsa_one))
    ec_jose = jwk.ECKey.import_key(private(ec_one))
    for name, header, key in [
        ("RS256", {"alg": "RS256", "kid": "rsa-1"}, rsa_jose),
        ("ES256", {"alg": "ES256", "kid": "ec-1"}, ec_jose),
    ]:
        case(name, jose.encode(header, claims(), key, algorithms=[name]), ok("00042"), "joserfc")
    oct_jose = jwk.OctKey.import_key(SECRET)
    case("HS256", jose.encode({"alg": "HS256"}, claims(), oct_jose), ok("00042"), "joserfc", "secret")
    case("aud is a list", py(claims(aud=["other", "muster"])), ok("00042"), "PyJWT")
    case("typ at+jwt", py(claims(), headers={"kid": "rsa-1", "typ": "at+JWT"}), ok("00042"), "PyJWT")
    case("beyond ASCII", py(claims(sub="Zoë 李")), ok("Zoë 李"), "PyJWT")
    case("escaped user", raw(json.dumps(claims(sub="Zoë"))), ok("Zoë"))
    case("expired within the leeway", py(claims(exp=NOW - 29)), ok("00042"), "PyJWT")
    case("begins within the leeway", py(claims(nbf=NOW + 30, iat=NOW + 30)), ok("00042"), "PyJWT")
    case("fraction of a second", raw(json.dumps(claims(exp=NOW + 60.5))), ok("00042"))
    case("white space", raw(json.dumps(claims(), indent=1)), ok("00042"))
    case("number as user", py(claims(uid=42)), ok("42"), "PyJWT", "uid")


def times():
    case("no exp", py(claims(exp=...)), "bad-time", "PyJWT")
    case("expired", py(claims(exp=NOW - 30)), "expired", "PyJWT")
    case("not yet", py(claims(nbf=NOW + 31)), "not-yet-valid", "PyJWT")
    case("issued in the future", py(claims(iat=NOW + 31)), "not-yet-valid", "PyJWT")
    for text in ['"1800000060"', "1e400", "1e10", "-1", "1.8e9", "99999999999999999999",
                 "253402300800", "null", "true", "[1800000060]", "9223372036854775807"]:
        body = json.dumps(claims(exp=...))[:-1] + ',"exp":' + text + "}"
        case("exp " + text, raw(body), "bad-time")
    body = json.dumps(claims())[:-1] + ',"nbf":"0"}'
    case("nbf is a text", raw(body), "bad-time")
    case("iat is null", raw(json.dumps(claims())[:-1] + ',"iat":null}'), "bad-time")


def parties():
    case("no iss", py(claims(iss=...)), "wrong-issuer", "PyJWT")
    case("other iss", py(claims(iss="https://id.example.com/")), "wrong-issuer", "PyJWT")
    case("iss is a list", raw(json.dumps(claims(iss=["https://id.example.com"]))), "wrong-issuer")
    case("no aud", py(claims(aud=...)), "wrong-audience", "PyJWT")
    case("other aud", py(claims(aud="Muster")), "wrong-audience", "PyJWT")
    case("aud without ours", py(claims(aud=["a", "b"])), "wrong-audience", "PyJWT")
    case("aud is empty", py(claims(aud=[])), "wrong-audience", "PyJWT")
    case("aud with a number", py(claims(aud=["muster", 1])), "wrong-audience", "PyJWT")
    case("aud is an object", py(claims(aud={"muster": 1})), "wrong-audience", "PyJWT")
    case("aud is longer than the limit", py(claims(aud=["a"] * 100 + ["muster"])),
         "wrong-audience", "PyJWT")
    case("iss in other code points", raw(json.dumps(claims(iss="https://id.example.com\u200b"))),
         "wrong-issuer")
    for name, value in [("none", ...), ("empty", ""), ("null", None), ("a list", ["00042"]),
                        ("a fraction", 4.2), ("true", True), ("with a line break", "a\nb"),
                        ("with NUL", "a\0"), ("too long", "x" * 1025)]:
        # A JSON text with NUL is taken nowhere here.
        expected = "malformed" if name == "with NUL" else "no-user"
        case("user " + name, raw(json.dumps(claims(sub=value))), expected)


def algorithms():
    none = b64(b'{"alg":"none"}') + "." + b64(json.dumps(claims()).encode()) + "."
    case("alg none, no signature", none, "malformed")
    for text in ["none", "None", "NONE", "nOnE"]:
        token = signed('{"alg":"%s","kid":"rsa-1"}' % text, json.dumps(claims()), lambda d: b"x")
        case("alg " + text, token, "wrong-algorithm")
    public = pem(rsa_one.public_key()).encode()
    for name, secret in [("PEM", public), ("PEM without its line break", public.rstrip())]:
        token = signed('{"alg":"HS256","kid":"rsa-1"}', json.dumps(claims()), hs256(secret))
        case("RS and HS confused: " + name, token, "wrong-algorithm")
        case("RS and HS confused: " + name, token, "wrong-algorithm", terms="pem")
    n = json.dumps(JWKS["keys"][0]).encode()
    case("JWK as a secret", signed('{"alg":"HS256"}', json.dumps(claims()), hs256(n)),
         "wrong-algorithm")
    case("alg not declared", py(claims(), rsa_two, "RS512", {"kid": "rsa-2"}), "wrong-algorithm",
         "PyJWT")
    case("declared for another key", py(claims(), rsa_one, "PS256"), "unknown-key", "PyJWT")
    case("ES256 with the kid of RSA", py(claims(), ec_one, "ES256", {"kid": "rsa-1"}),
         "unknown-key", "PyJWT")
    case("RS256 over an HS secret", py(claims(), headers={}), "wrong-algorithm", "PyJWT", "secret")
    case("no alg", raw(json.dumps(claims()), '{"kid":"rsa-1"}'), "wrong-algorithm")
    case("alg is a list", raw(json.dumps(claims()), '{"alg":["RS256"],"kid":"rsa-1"}'),
         "wrong-algorithm")
    case("alg in small letters", raw(json.dumps(claims()), '{"alg":"rs256","kid":"rsa-1"}'),
         "wrong-algorithm")
    case("alg with a blank", raw(json.dumps(claims()), '{"alg":"RS256 ","kid":"rsa-1"}'),
         "wrong-algorithm")


def keys():
    case("other key", py(claims(), other), "bad-signature", "PyJWT")
    case("key of another kid", py(claims(), rsa_two), "bad-signature", "PyJWT")
    case("key for encryption", py(claims(), other, headers={"kid": "rsa-enc"}), "unknown-key",
         "PyJWT")
    case("unknown kid", py(claims(), headers={"kid": "rsa-3"}), "unknown-key", "PyJWT")
    case("no kid, several fit", py(claims(), headers={}), "unknown-key", "PyJWT")
    for text in ["../../../../dev/null", "/etc/passwd", "rsa-1' OR '1'='1", "rsa-1\\u0000", "RSA-1",
                 "rsa-1 ", "", "|sleep 9", "rsa\\u002d2"]:
        expected = {"rsa\\u002d2": "bad-signature", "rsa-1\\u0000": "malformed"}.get(text, "unknown-key")
        token = raw(json.dumps(claims()), '{"alg":"RS256","kid":"%s"}' % text)
        case("kid " + repr(text), token, expected)
    for text in ["1", "null", '["rsa-1"]']:
        token = raw(json.dumps(claims()), '{"alg":"RS256","kid":%s}' % text)
        case("kid is " + text, token, "refused-header")
    own = json.dumps(public_jwk(RSAAlgorithm, other))
    for name, value in [
        ("jwk", own), ("jku", '"https://evil.example/keys"'), ("x5u", '"https://evil.example/c"'),
        ("x5c", '["AA=="]'), ("crit", '["exp"]'), ("crit", "[]"), ("b64", "false"),
        ("zip", '"DEF"'), ("enc", '"A128GCM"'), ("typ", '"logout+jwt"'), ("typ", "1"),
        ("typ", '"JWT\\u0000"'),
    ]:
        header = '{"alg":"RS256","kid":"rsa-1","%s":%s}' % (name, value)
        key = other if name == "jwk" else None
        expected = "malformed" if "u0000" in value else "refused-header"
        case("header has " + name + " " + value[:12], raw(json.dumps(claims()), header, key), expected)
    zero = signed('{"alg":"ES256","kid":"ec-1"}', json.dumps(claims()), lambda d: bytes(64))
    case("ECDSA of zeros", zero, "bad-signature")
    empty = signed('{"alg":"HS256"}', json.dumps(claims()), hs256(b""))
    case("HMAC of an empty secret", empty, "bad-signature", terms="secret")


def forms():
    token = py(claims())
    head, body, signature = token.split(".")
    case("changed claims", ".".join([head, b64(json.dumps(claims(sub="1")).encode()), signature]),
         "bad-signature")
    case("changed header", ".".join([b64(b'{"kid":"rsa-1","alg":"RS256"}'), body, signature]),
         "bad-signature")
    pad = head + "=" * (-len(head) % 4 or 4)
    for name, text in [
        ("padded header", ".".join([pad, body, signature])),
        ("padded signature", token + "=="),
        ("two parts", head + "." + body), ("four parts", token + ".x"),
        ("five parts", "a.b.c.d.e"), ("empty signature", head + "." + body + "."),
        ("no header", "." + body + "." + signature), ("base64 of the other alphabet",
         head + "." + base64.b64encode(b'{"sub":"\xf0\x9f\xbf\xbf>>>???"}').decode() + "." + signature),
        ("line break", head + "." + body + ".\n" + signature), ("percent", token.replace(".", "%2E")),
        ("one letter", "x"), ("dots", ".."), ("stray bits", None),
    ]:
        if name == "stray bits":
            letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            last = letters[letters.index(signature[-1]) | 1]
            text = token[:-1] + (last if last != signature[-1] else letters[letters.index(last) ^ 1])
        case(name, text, "malformed")
    for name, body in [
        ("duplicate sub", json.dumps(claims())[:-1] + ',"sub":"admin"}'),
        ("duplicate sub, escaped", json.dumps(claims())[:-1] + ',"\\u0073ub":"admin"}'),
        ("duplicate in depth", json.dumps(claims())[:-1] + ',"x":{"a":1,"a":2}}'),
        ("claims are a list", "[1]"), ("claims are a text", '"x"'), ("nothing", " "),
        ("text behind", json.dumps(claims()) + "{}"), ("trailing comma",
         json.dumps(claims())[:-1] + ",}"), ("NaN", json.dumps(claims())[:-1] + ',"x":NaN}'),
        ("comment", json.dumps(claims()) + "/**/"), ("lone surrogate",
         json.dumps(claims())[:-1] + ',"x":"\\ud800"}'),
        ("too deep", json.dumps(claims())[:-1] + ',"x":' + "[" * 500 + "]" * 500 + "}"),
        ("too many members", json.dumps({**claims(), **{"m%d" % i: 0 for i in range(1100)}})),
        ("byte order mark", b"\xef\xbb\xbf" + json.dumps(claims()).encode()),
        ("UTF-16", json.dumps(claims()).encode("utf-16")),
        ("ill-formed UTF-8", json.dumps(claims())[:-1].encode() + b',"x":"\xff"}'),
    ]:
        expected = "too-long" if len(raw(body)) > 8192 else "malformed"
        case("claims: " + name, raw(body), expected)
    for name, header in [
        ("duplicate alg", '{"alg":"RS256","kid":"rsa-1","alg":"RS256"}'),
        ("duplicate kid, escaped", '{"alg":"RS256","kid":"rsa-1","k\\u0069d":"rsa-2"}'),
        ("a list", "[]"), ("byte order mark", b'\xef\xbb\xbf{"alg":"RS256","kid":"rsa-1"}'),
    ]:
        case("header: " + name, raw(json.dumps(claims()), header), "malformed")
    case("longer than the limit", raw(json.dumps(claims(x="x" * 8192))), "too-long")


good()
times()
parties()
algorithms()
keys()
forms()
print(json.dumps(
    {"now": NOW, "jwks": JWKS, "pem": pem(rsa_one.public_key()), "secret": SECRET.decode(),
     "cases": CASES}, indent=1, ensure_ascii=False))
