"""The comparisons that `bench` makes. Each returns its table in Markdown."""

import os
import re
import statistics
import subprocess
import sys

from harness import building, contenders, profiles
from harness.comparing import difference, rejected_rows
from harness.measuring import Meter, run_pairs
from harness.report import ratio, table, thousands


class Bench:
    """The programs, the batches and the rounds of one run."""

    def __init__(self, program, folder, rows, rounds):
        self.folder, self.rows, self.rounds = folder, rows, rounds
        self.generator, meter = building.tools()
        self.meter = Meter(meter, folder)
        self.key = self._path("key")
        with open(self.key, "w") as file:
            file.write("0123456789abcdef" * 4 + "\n")
        self.rsa_key = self._path("rsa.pem")
        subprocess.run(["openssl", "genrsa", "-out", self.rsa_key, "2048"], check=True,
                       capture_output=True)
        for key in (self.key, self.rsa_key):
            os.chmod(key, 0o600)
        self.muster = contenders.Muster(program, folder, self.key, self.rsa_key)
        self.limit, self.rust = building.limit(), building.rust()
        self.faults = []
        self._references = {}

    def _path(self, name):
        return os.path.join(self.folder, name)

    def batch(self, rows, form="csv", platform="bettermode"):
        path = self._path(f"{platform}-{rows}.{form}")
        if not os.path.exists(path):
            with open(path, "wb") as file:
                subprocess.run([self.generator, "--seed", "1", "--rows", str(rows), "--format", form,
                                "--platform", platform], stdout=file, check=True)
        return path

    def run(self, contender, batch, output="/dev/null", rejects=None):
        rejects = rejects or self._path("rejects")
        return self.meter.run(contender.on(batch, output, rejects), contender.good)

    def to_file(self, contender, batch):
        return self.run(contender, batch, self._path("output"))

    def compare(self, contender, batch, platform="bettermode"):
        """Runs it once, which also warms it up, and says whether it did what muster does."""
        end = os.path.splitext(batch)[1]
        if batch not in self._references:
            wanted = self._path("wanted" + end + platform), self._path("wanted-rejects" + end)
            self.run(self.muster.issue(platform=platform), batch, *wanted)
            self._references[batch] = wanted[0], rejected_rows(wanted[1], True)
        wanted, rows = self._references[batch]
        output, rejects = self._path("compared"), self._path("compared-rejects" + end)
        print(f"bench: {contender.name}", file=sys.stderr)
        self.run(contender, batch, output, rejects)
        with open(self.key, "rb") as file:
            key = file.read().strip() if platform == "bettermode" else None
        fault = difference(wanted, output, contender.is_exact, key)
        if fault is None and rejected_rows(rejects, contender.is_muster) != rows:
            fault = "other rows rejected"
        if fault:
            self.faults.append(f"{contender.name}: {fault}")
        return fault or ("the same bytes" if contender.is_exact else "the same claims")

    def against(self, baseline, challengers, rows, form="csv", run=None, platform="bettermode"):
        """Pairs each challenger with the baseline; returns the table's rows."""
        run = run or self.run
        batch = self.batch(rows, form, platform)
        words = {c.name: self.compare(c, batch, platform) for c in [baseline, *challengers]}
        lines, baselines = [], []
        for challenger in challengers:
            pairs = run_pairs(lambda: run(baseline, batch), lambda: run(challenger, batch),
                              self.rounds)
            baselines += pairs.first
            lines.append(self._line(challenger.name, pairs.second, rows,
                                    ratio(pairs.ratios(lambda cost: cost.cpu)),
                                    words[challenger.name]))
        return [self._line(baseline.name, baselines, rows, "1.00", words[baseline.name])] + lines

    @staticmethod
    def _line(name, costs, rows, against, word):
        cpu = statistics.median(cost.cpu for cost in costs)
        wall = statistics.median(cost.wall for cost in costs)
        peak = max(cost.peak_kib for cost in costs) / 1024
        return [name, thousands(cpu / rows * 1e9), against, thousands(rows / wall), f"{peak:.0f}", word]


def _head(baseline):
    return ["program", "CPU ns a row", f"CPU against {baseline}: median (range)", "rows/s, wall",
            "peak MiB", "output"]


def hs256(bench):
    """CSV to links, against C at the limit: 1 and 2 threads, to /dev/null and to a file."""
    texts = []
    for threads in (1, 2):
        challengers = bench.muster.variants(threads)
        if bench.rust:
            challengers.append(contenders.rust_one_vendor(bench.rust, bench.key, threads))
        baseline = contenders.limit(bench.limit, bench.key, threads)
        for place, run in (("/dev/null", bench.run), ("a file", bench.to_file)):
            lines = bench.against(baseline, challengers, bench.rows, run=run)
            texts.append(f"HS256, {thousands(bench.rows)} rows of CSV to {place}, "
                         f"{bench.rounds} paired rounds:\n\n" + table(_head("C"), lines))
    return "\n\n".join(texts)


def peers(bench):
    """CSV to links in the ways that are usual elsewhere, against muster."""
    rows = min(bench.rows, 100_000)
    # The same work on both sides: none of the peers looks for duplicates.
    whole, *lean = bench.muster.variants(1)
    challengers = [whole, *bench_slow_peers(bench)] if lean else bench_slow_peers(bench)
    lines = bench.against(lean[0] if lean else whole, challengers, rows)
    return (f"HS256, {thousands(rows)} rows of CSV to /dev/null, {bench.rounds} paired rounds:\n\n"
            + table(_head("muster"), lines))


def bench_slow_peers(bench, reads_json_lines=False):
    jwt_kit = None if reads_json_lines else building.jwt_kit()
    return contenders.slow_peers(
        bench.rust, jwt_kit, building.python_with_pyjwt(), bench.key, reads_json_lines)


def formats(bench):
    """JSON Lines and a JSON array against the same people in CSV, and against peers."""
    muster = bench.muster.issue()
    csv = bench.batch(bench.rows)
    lines = []
    for form in ("jsonl", "json"):
        batch = bench.batch(bench.rows, form)
        word = bench.compare(muster, batch)
        pairs = run_pairs(lambda: bench.run(muster, csv), lambda: bench.run(muster, batch),
                          bench.rounds)
        if form == "jsonl":
            lines.append(bench._line("muster, CSV", pairs.first, bench.rows, "1.00", "reference"))
        lines.append(bench._line(f"muster, {form}", pairs.second, bench.rows,
                                 ratio(pairs.ratios(lambda cost: cost.cpu)), word))
    text = (f"HS256, {thousands(bench.rows)} rows to /dev/null, 1 job, {bench.rounds} paired rounds:"
            "\n\n" + table(_head("muster on CSV"), lines))
    rows = min(bench.rows, 100_000)
    lines = bench.against(muster, bench_slow_peers(bench, True), rows, "jsonl")
    return (text + f"\n\nJSON Lines, {thousands(rows)} rows:\n\n" + table(_head("muster"), lines))


def rs256(bench):
    """Signatures with RSA-2048: rows a second on two cores against `openssl speed`."""
    rows = 40_000 if bench.rows >= 1_000_000 else 10_000
    jobs = 2 if bench.muster.has_jobs else 1
    muster = bench.muster.issue(jobs, platform="tinydrive")
    batch = bench.batch(rows, platform="tinydrive")
    bench.compare(muster, batch, "tinydrive")
    rates, shares, speeds = [], [], []

    def run_muster():
        rates.append(len_issued / bench.run(muster, batch).wall)

    def run_openssl():
        done = subprocess.run(
            ["openssl", "speed", "-elapsed", "-seconds", "3", "-multi", str(jobs), "rsa2048"],
            capture_output=True, text=True)
        speeds.append(float(re.findall(r"rsa 2048 bits\s+\S+\s+\S+\s+(\S+)", done.stdout)[-1]))

    len_issued = rows - len(bench._references[batch][1])
    for number in range(bench.rounds):
        for run in (run_muster, run_openssl)[::1 if number % 2 == 0 else -1]:
            run()
    shares = sorted(rate / speed for rate, speed in zip(rates, speeds))
    middle = statistics.median(shares)
    lines = [[f"openssl speed -multi {jobs} rsa2048", thousands(statistics.median(speeds)), "1.00"],
             [muster.name, thousands(statistics.median(rates)),
              f"**{middle:.2f}** ({shares[0]:.2f}–{shares[-1]:.2f})"]]
    text = (f"RS256, {thousands(rows)} rows of CSV, {bench.rounds} paired rounds:\n\n"
            + table(["program", "signatures/s, wall", "share: median (range)"], lines))
    small = 5_000
    lines = bench.against(bench.muster.issue(1, platform="tinydrive"),
                          contenders.rsa_peers(building.python_with_pyjwt(), bench.rsa_key), small,
                          platform="tinydrive")
    return text + f"\n\nOne process each, {thousands(small)} rows:\n\n" + table(_head("muster"), lines)


def stages(bench):
    """Where a row's time goes, from the differences of whole runs."""
    batch, muster = bench.batch(bench.rows), bench.muster
    issue, sign = muster.issue(), building.sign()
    output = bench._path("output")
    bench.run(issue, batch, output)
    signed = _signed_bytes(output)
    # One claim and every other column ignored: little more than reading.
    profile = bench._path("one-claim.yaml")
    with open(profile, "w") as file:
        file.write(profiles.profile(claims=1))
    once = ["--allow", "duplicates"] if muster.may_repeat else []
    runs = {
        "read": lambda: bench.meter.run(
            muster.check(batch, "--map", "c0=sub", "--ignore-unknown", *once, profile=profile), good),
        "judge": lambda: bench.meter.run(muster.check(batch, *once), good),
        "check": lambda: bench.meter.run(muster.check(batch), good),
        "sign": lambda: bench.meter.run([sign, str(bench.rows), str(signed)], (0, 1)),
        "issue": lambda: bench.run(issue, batch),
        "write": lambda: bench.run(issue, batch, output),
    }
    good, costs = (0, 3), {name: [] for name in runs}
    for _ in range(bench.rounds):
        for name, run in runs.items():
            costs[name].append(run().cpu / bench.rows * 1e9)
    ns = {name: statistics.median(values) for name, values in costs.items()}
    twice = [["find duplicates: `check` less `check --allow duplicates`", ns["check"] - ns["judge"]]]
    lines = [
        ["read and cut: `check` with a profile of one claim", ns["read"]],
        ["check values, make claims, judge rules: `check` less that", ns["judge"] - ns["read"]],
        *(twice if once else []),
        ["encode and lay out: `issue` less `check` and signing",
         ns["issue"] - ns["check"] - ns["sign"]],
        [f"sign: HMAC-SHA256 of {signed} bytes alone, in C", ns["sign"]],
        ["write: to a file less to /dev/null", ns["write"] - ns["issue"]],
        ["all", ns["write"]],
    ]
    return (f"{thousands(bench.rows)} rows of CSV, HS256, 1 job, medians of {bench.rounds} rounds, "
            "whole processes (their start is in the first line):\n\n"
            + table(["stage", "CPU ns a row"], [[name, thousands(value)] for name, value in lines]))


def _signed_bytes(path):
    """The mean length of what is signed, of the first links."""
    with open(path) as file:
        lengths = [len(line) - line.index("eyJ") - 45 for line, _ in zip(file, range(10_000))]
    return round(statistics.mean(lengths))


def startup(bench):
    """One row, whole process, against a process that does nothing."""
    batch = bench._path("one.csv")
    with open(batch, "w") as file:
        file.write("sub,name,email\nada-1,Ada,ada@example.com\n")
    muster = bench.muster.issue()
    rounds = 10 * bench.rounds
    bench.run(muster, batch)
    pairs = run_pairs(lambda: bench.meter.run(["/bin/true"]), lambda: bench.run(muster, batch), rounds)
    line = lambda name, costs: [
        name, f"{statistics.median(cost.wall for cost in costs) * 1e3:.1f}",
        f"{statistics.median(cost.cpu for cost in costs) * 1e3:.1f}",
        f"{max(cost.peak_kib for cost in costs) / 1024:.0f}"]
    return (f"One row, medians of {rounds} paired rounds:\n\n"
            + table(["program", "wall, ms", "CPU, ms", "peak MiB"],
                    [line("/bin/true", pairs.first), line(muster.name, pairs.second)]))


SERIES = {"hs256": hs256, "peers": peers, "formats": formats, "rs256": rs256, "stages": stages,
          "startup": startup}
