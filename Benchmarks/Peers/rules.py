"""What the profiles "bettermode" and "tinydrive" ask of a row; CSV and JSON Lines read strictly."""

import csv
import json
import re

# White space and control characters beyond ASCII.
_FAR_BLANK = "\x80-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_ATOM = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~" + "\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e" \
    "\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010ffff]+"
_LOCAL = rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f{_FAR_BLANK}]|\\[ -~])*")'
_INNER = rf"[^\x00-,./:-@\[-`{{-\x7f{_FAR_BLANK}]"
_LABEL = rf"(?!-){_INNER}+(?<!-)"
_MAIL = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+({_LABEL}))")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_PLAIN_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_URL = re.compile(
    rf"[hH][tT][tT][pP][sS]?://((?:{_PLAIN_LABEL}\.)*({_PLAIN_LABEL})|\[[0-9A-Fa-f:.]+\])"
    rf"(?::([1-9][0-9]{{0,4}}))?"
    rf"(?:[/?#](?:[^\x00-\x20\x7f\\\"'`<>%{_FAR_BLANK}]|%[0-9A-Fa-f]{{2}})*)?")
_BLANKS = " \t\n\v\f\r"
_WHOLE_ROW = re.compile(
    r'(?:[^",\r\n]*|"(?:[^"]|"")*")(?:,(?:[^",\r\n]*|"(?:[^"]|"")*"))*[\r\n]*')


def is_mail(text):
    match = _MAIL.fullmatch(text)
    if not match:
        return False
    local, host, last = match.groups()
    if len(text) > 50:
        size = len(text.encode())
        if size > 254 or len(local.encode()) > 64 or units(text) > 200:
            return False
        if any(len(label.encode()) > 63 for label in host.split(".")):
            return False
    return not (last[0].isdigit() and last.isascii() and _NUMBER.fullmatch(last))


def is_web_url(text):
    match = _URL.fullmatch(text)
    if not match:
        return False
    host, last, port = match.groups()
    if len(host) > 253 or (port and int(port) > 65535):
        return False
    if host[0] == "[" or (last and _NUMBER.fullmatch(last)):
        import ipaddress
        try:
            ipaddress.ip_address(host.strip("[]"))
        except ValueError:
            return False
    return True


def units(text):
    """How many UTF-16 units the text has."""
    return len(text) + sum(c > "\uffff" for c in text)


def csv_rows(path):
    """Yields each row as a list of cells, or None where it is malformed. The header comes first."""
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        raw = []

        def lines():
            for line in file:
                raw.append(line)
                yield line

        columns = 0
        for row in csv.reader(lines()):
            if not row:
                raw.clear()
                continue
            columns = columns or len(row)
            is_good = len(row) == columns
            for line in raw:
                if '"' in line and not _WHOLE_ROW.fullmatch("".join(raw)):
                    is_good = False
                if "\0" in line or not line.isascii() and not is_text(line):
                    is_good = False
            raw.clear()
            yield row if is_good else None


def is_text(text):
    try:
        text.encode()
        return True
    except UnicodeEncodeError:
        return False


def bettermode_claims(row, iat, exp):
    """The claims in the order of the profile, or None where the row is refused."""
    sub, name, email, tagline, picture, spaces, team = row
    sub, name = sub.strip(_BLANKS), name.strip(_BLANKS)
    email, picture = email.strip(_BLANKS), picture.strip(_BLANKS)
    if not sub or not name or len(sub) > 25 and units(sub) > 50 or not is_mail(email):
        return None
    claims = {"sub": sub, "name": name, "email": email}
    if tagline:
        claims["tagline"] = tagline
    if picture:
        if not is_web_url(picture):
            return None
        claims["picture"] = picture
    claims["iat"] = iat
    claims["exp"] = exp
    if spaces:
        pieces = spaces if isinstance(spaces, list) else [
            piece.strip(_BLANKS) for piece in spaces.split(",")]
        if not all(pieces) or len(set(pieces)) < len(pieces):
            return None
        claims["spaceIds"] = pieces
    if team:
        claims["team"] = team
    return claims


def tinydrive_claims(row, iat, exp):
    sub, name, root = row
    sub, name = sub.strip(_BLANKS), name.strip(_BLANKS)
    if not sub or not name or ":" in sub or root and (root[0] != "/" or "\\" in root):
        return None
    claims = {"sub": sub, "name": name, "exp": exp}
    if root:
        claims["https://claims.tiny.cloud/drive/root"] = root
    return claims


_KEYS = ("sub", "name", "email", "tagline", "picture", "spaceIds", "team")


def json_lines_rows(path):
    """Yields each object as a list of its values; what is no text is refused."""
    with open(path, "rb") as file:
        yield list(_KEYS)
        for line in file:
            try:
                record = json.loads(line)
            except ValueError:
                yield None
                continue
            row = [record.get(key, "") for key in _KEYS]
            spaces = row.pop(5)
            is_good = all(isinstance(text, str) for text in row) and record.keys() <= set(_KEYS)
            row.insert(5, spaces)
            # An empty text is a value in JSON, and none of these may be one.
            yield row if is_good and "" not in record.values() else None
