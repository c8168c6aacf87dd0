"""muster serve under wrk, beside the same server answering a constant."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time

from . import building

LUA = os.path.join(building.BENCHMARKS, "harness", "load.lua")
USERS = 1_000
TICKETS = 20_000
USES = 1_000
REQUESTS_OF_MEMORY = 500_000
# What the resident memory may grow by between the first and the last fifth of those requests.
GROWTH_MAX_KIB = 8 * 1_024

CASES = [
    ("constant", "GET /healthz: a constant"),
    ("token-hs256", "POST /v1/token: HS256, bearer token, roster of 1,000 users"),
    ("token-rs256", "POST /v1/token: RS256 (2048 bits), the same"),
    ("ticket", "POST /t/TICKET: redemption, HS256, each stored in the ledger"),
]


class Server:
    """muster serve with everything that the cases ask for, in a folder of its own."""

    def __init__(self, muster, folder):
        self.muster, self.folder = muster, folder
        self.used = 0
        self._run("key", "new", "--algorithm", "HS256", "--output", "hs.secret")
        self._run("key", "new", "--algorithm", "RS256", "--output", "rs.pem")
        self._write("members.csv", "sub,name,email\n" + "".join(
            f"{n},User {n},user{n}@example.com\n" for n in range(1, USERS + 1)))
        self._write("authors.csv", "sub,name\n" + "".join(
            f"{n},User {n}\n" for n in range(1, USERS + 1)))
        self._write("invited.csv", "sub,name,email\n" + "".join(
            f"{n},User {n},user{n}@example.com\n" for n in range(1, TICKETS + 1)))
        self.bearer = self._run("serve", "token", "--user", "7", "--file", "tokens.txt").strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._write("server.yaml", f"""\
muster: 1
listen: 127.0.0.1:{port}
admin: 127.0.0.1:0
publicURL: http://127.0.0.1:{port}
ledger: {{ file: ledger.sqlite, key: ledger.key }}
limits: {{ perAddress: 1000000/1s, perTicket: 1000000/1s }}
authenticators:
  editors: {{ bearer: tokens.txt }}
profiles:
  token-hs256:
    profile: bettermode
    key: {{ file: hs.secret }}
    parameters: {{ domain: community.example.com }}
    offers: [token, tickets]
    authenticator: editors
    roster: {{ file: members.csv }}
  token-rs256:
    profile: tinydrive
    key: {{ file: rs.pem }}
    offers: [token]
    authenticator: editors
    roster: {{ file: authors.csv }}
""")
        links = self._run("ticket", "issue", "invited.csv", "--config", "server.yaml", "--mount",
                          "token-hs256", "--valid", "1d", "--uses", str(USES), "--quiet").split()
        self._write("paths.txt", "".join(link[link.index("/t/"):] + "\n" for link in links))
        self.log = open(os.path.join(folder, "serve.log"), "wb")
        self.process = subprocess.Popen(
            [muster, "serve", "server.yaml", "--quiet", "--port-file", "ports"], cwd=folder,
            stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(200):
            try:
                with open(os.path.join(folder, "ports")) as file:
                    self.ports = [int(line) for line in file.read().split()]
                if len(self.ports) == 2:
                    return
            except (OSError, ValueError):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        with open(os.path.join(folder, "serve.log")) as file:
            sys.exit(f"serve: the server did not start: {file.read()}")

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def _run(self, *arguments):
        done = subprocess.run([self.muster, *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"serve: muster {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def resident_kib(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))

    def load(self, case, seconds, connections):
        """One load of wrk; what came of it. Ends the program at the first error."""
        main, admin = self.ports
        url, script = f"http://127.0.0.1:{main}", ["-", "POST", self.bearer, "{}"]
        if case == "constant":
            url, script = f"http://127.0.0.1:{admin}/healthz", ["-", "GET", "-", "-"]
        elif case == "ticket":
            script = [os.path.join(self.folder, "paths.txt"), "POST", "-", "-", str(self.used)]
        else:
            url += f"/v1/token/{case}"
        done = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", LUA, url, "--",
             *script], capture_output=True, text=True, timeout=seconds + 60)
        if done.returncode != 0:
            sys.exit(f"serve: wrk failed: {done.stderr or done.stdout}")
        it = json.loads(done.stdout.strip().splitlines()[-1])
        errors = {name: it[name] for name in ("connect", "read", "write", "status", "timeout") if it[name]}
        if errors or it["requests"] == 0:
            sys.exit(f"serve: {case}: {it['requests']} requests, errors: {errors}")
        if case == "ticket":
            self.used = (self.used + it["requests"]) % TICKETS
        it["rate"] = it["requests"] * 1e6 / it["microseconds"]
        return it

    def end(self):
        self.process.terminate()
        status = self.process.wait(60)
        self.log.close()
        if status != 0:
            sys.exit(f"serve: the server ended with {status}")


def compare(server, rounds, seconds, connections):
    """Rounds of every case, each load between two of the constant. Returns what each case came to."""
    for case, _ in CASES:
        server.load(case, 1, connections)
    kept = {case: [] for case, _ in CASES}
    for number in range(rounds):
        order = [case for case, _ in CASES if case != "constant"]
        if number % 2:
            order.reverse()
        for case in order:
            before = server.load("constant", seconds, connections)
            it = server.load(case, seconds, connections)
            after = server.load("constant", seconds, connections)
            kept["constant"] += [before, after]
            for value in ("rate", "p99"):
                it[f"{value}-ratio"] = it[value] / statistics.mean([before[value], after[value]])
            kept[case].append(it)
            print(f"serve: round {number + 1}: {case}: {it['rate']:,.0f}/s, {it['rate-ratio']:.3f} of the "
                  f"constant", file=sys.stderr)
    return kept


def table(kept):
    lines = ["| what is asked | requests/s | of the constant | p50 | p99 | p99 to the constant's |",
             "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for case, words in CASES:
        rows = kept[case]

        def middle(name):
            return statistics.median(row[name] for row in rows)

        rate = p99 = "1"
        if case != "constant":
            rate, p99 = (
                f"{middle(name):.2f} ({min(r[name] for r in rows):.2f}–{max(r[name] for r in rows):.2f})"
                for name in ("rate-ratio", "p99-ratio"))
        lines.append(f"| {words} | {middle('rate'):,.0f} | {rate} | {middle('p50') / 1000:.2f} ms | "
                     f"{middle('p99') / 1000:.2f} ms | {p99} |")
    return "\n".join(lines)


def memory(server, connections, minutes):
    """Resident memory over many requests of all cases, nine of ten of them for tokens."""
    samples, total, started = [], 0, time.monotonic()
    step = REQUESTS_OF_MEMORY // 10
    turn = ["token-hs256"] * 6 + ["token-rs256"] * 2 + ["ticket"] * 2
    number = 0
    while total < REQUESTS_OF_MEMORY:
        if time.monotonic() - started > minutes * 60:
            sys.exit(f"serve: only {total:,} requests in {minutes} minutes")
        total += server.load(turn[number % len(turn)], 2, connections)["requests"]
        number += 1
        if not samples or total >= samples[-1][0] + step or total >= REQUESTS_OF_MEMORY:
            samples.append((total, server.resident_kib()))
            print(f"serve: {total:,} requests: {samples[-1][1] / 1024:.1f} MiB", file=sys.stderr)
    return samples


def growth_kib(samples):
    """From the highest of the first fifth to the highest of the last."""
    total = samples[-1][0]
    early = [kib for requests, kib in samples if requests <= total * 0.3]
    late = [kib for requests, kib in samples if requests >= total * 0.8]
    return max(late) - max(early or [samples[0][1]])
