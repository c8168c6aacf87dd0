"""Every program that does the work, and how it is called."""

import dataclasses
import os
import subprocess

from harness import building

NOW = 1_700_000_000
DOMAIN = "community.example.com"
PEERS = os.path.join(building.BENCHMARKS, "Peers")


@dataclasses.dataclass
class Contender:
    name: str
    command: list
    # Whether its tokens have muster's bytes, or only mean the same.
    is_exact: bool = True
    # 3: some rows were rejected, which is meant.
    good: tuple = (0,)
    is_muster: bool = False

    def on(self, batch, output, rejects):
        # Never by its name: a program that replaces what it writes would replace the device, which
        # root may do. Standard output leads there as well, and cannot be replaced.
        if output == "/dev/null":
            output = "-" if self.is_muster else "/dev/fd/1"
        return [*self.command, "--output", output, "--rejects", rejects, batch]


class Muster:
    """The product: which options it has is asked, so that older ones can be measured as well."""

    def __init__(self, program, folder, key, rsa_key):
        self.program, self.key, self.rsa_key = program, key, rsa_key
        usage = subprocess.run([program, "issue", "--help"], capture_output=True, text=True).stdout
        self.has_jobs = "--jobs" in usage
        batch = os.path.join(folder, "one.csv")
        with open(batch, "w") as file:
            file.write("sub,name,email\nada-1,Ada,ada@example.com\n")
        trial = subprocess.run(
            [*self._issue(), "--allow", "duplicates", "--quiet", batch], capture_output=True)
        self.may_repeat = trial.returncode == 0

    def _issue(self, platform="bettermode"):
        if platform == "tinydrive":
            return [self.program, "issue", "--profile", platform, "--key-file", self.rsa_key,
                    "--now", str(NOW)]
        return [self.program, "issue", "--profile", platform, "--set", f"domain={DOMAIN}",
                "--key-file", self.key, "--now", str(NOW)]

    def issue(self, jobs=1, finds_duplicates=True, platform="bettermode"):
        words = []
        command = self._issue(platform)
        if self.has_jobs:
            command += ["--jobs", str(jobs)]
            words.append(f"{jobs} job{'s' if jobs > 1 else ''}")
        if not finds_duplicates:
            command += ["--allow", "duplicates"]
            words.append("without duplicate detection")
        name = "muster" + (f", {', '.join(words)}" if words else "")
        return Contender(name, command + ["--quiet"], good=(0, 3), is_muster=True)

    def variants(self, jobs):
        if jobs > 1 and not self.has_jobs:
            return []
        both = [self.issue(jobs)]
        if self.may_repeat:
            both.append(self.issue(jobs, finds_duplicates=False))
        return both

    def check(self, batch, *more, profile="bettermode"):
        command = [self.program, "check", batch, "--profile", profile, "--now", str(NOW), "--quiet"]
        if profile == "bettermode":
            command += ["--set", f"domain={DOMAIN}"]
        return command + (["--jobs", "1"] if self.has_jobs else []) + list(more)


def _options(key):
    return ["--key-file", key, "--domain", DOMAIN, "--iat", str(NOW), "--exp", str(NOW + 60)]


def limit(program, key, threads):
    words = "1 thread" if threads == 1 else f"{threads} threads"
    return Contender(f"C at the limit, {words}",
                     [program, *_options(key), "--threads", str(threads)])


def rust_one_vendor(folder, key, threads):
    words = "1 thread" if threads == 1 else f"{threads} threads"
    return Contender(
        f"Rust for this one vendor, {words}",
        [os.path.join(folder, "one-vendor"), *_options(key), "--threads", str(threads)])


def slow_peers(rust, jwt_kit, python, key, reads_json_lines=False):
    """Those that take microseconds for a row, as far as they are there."""
    script = lambda name: os.path.join(PEERS, name)
    options = _options(key)
    peers = [Contender("Node, built-in crypto", ["node", script("node.mjs"), *options]),
             Contender("Python, csv + hmac", ["python3", script("python_hmac.py"), *options])]
    if python:
        peers.append(Contender("Python, csv + PyJWT", [python, script("pyjwt.py"), *options], False))
    if building.has_node_jsonwebtoken():
        peers.append(Contender(
            "Node + jsonwebtoken", ["node", script("node_jsonwebtoken.mjs"), *options], False))
    if reads_json_lines:
        return peers
    if rust:
        peers.insert(0, Contender("Rust, csv + serde + jsonwebtoken",
                                  [os.path.join(rust, "csv-jsonwebtoken"), *options], False))
    if jwt_kit:
        peers.append(Contender("Swift + jwt-kit", [jwt_kit, *options], False))
    return peers


def rsa_peers(python, key):
    options = ["--platform", "tinydrive", "--key-file", key, "--exp", str(NOW + 600)]
    peers = [Contender("Node, built-in crypto, 1 process",
                       ["node", os.path.join(PEERS, "node.mjs"), *options])]
    if python:
        peers.append(Contender("Python, csv + PyJWT, 1 process",
                               [python, os.path.join(PEERS, "pyjwt.py"), *options], False))
    return peers
