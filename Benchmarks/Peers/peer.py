"""What the peers in Python share: options, the loop over rows, and both outputs."""

import argparse

import rules

DESCRIPTION = "Issues links for a batch; see Benchmarks/README.md."


def run(make_signer):
    """`make_signer(key, algorithm)` returns what makes a token of claims."""
    options = argparse.ArgumentParser(description=DESCRIPTION)
    for name in ("key-file", "domain", "iat", "exp", "output", "rejects"):
        options.add_argument("--" + name)
    options.add_argument("--platform", default="bettermode")
    options.add_argument("input")
    options = options.parse_args()
    with open(options.key_file, "rb") as file:
        key = file.read().rstrip(b"\r\n")
    iat, exp = int(options.iat or 0), int(options.exp)
    is_drive = options.platform == "tinydrive"
    claims_of = rules.tinydrive_claims if is_drive else rules.bettermode_claims
    sign = make_signer(key, "RS256" if is_drive else "HS256")
    before = '{"token":"' if is_drive else f"https://{options.domain}/api/auth/sso?jwt="
    after = '"}\n' if is_drive else "\n"
    rows = rules.json_lines_rows if options.input.endswith(".jsonl") else rules.csv_rows
    issued = rejected = 0
    with open(options.output, "w", 1 << 18) as output, open(options.rejects, "w") as rejects:
        source = iter(rows(options.input))
        next(source)
        for number, row in enumerate(source, 1):
            claims = claims_of(row, iat, exp) if row else None
            if claims is None:
                rejected += 1
                rejects.write(f"{number}\n")
                continue
            output.write(before + sign(claims) + after)
            issued += 1
    print(f"{issued} issued, {rejected} rejected")
