"""What `growth` measures: each chart with its table."""

import os
import statistics
import subprocess
import sys

from harness import building, contenders, profiles
from harness.measuring import Meter
from harness.plotting import Chart
from harness.report import table, thousands


class Growth:
    def __init__(self, program, folder, rows_max, rounds):
        self.folder, self.rows_max, self.rounds = folder, rows_max, rounds
        self.generator, meter = building.tools()
        self.meter = Meter(meter, folder)
        key = self.path("key")
        with open(key, "w") as file:
            file.write("0123456789abcdef" * 4 + "\n")
        os.chmod(key, 0o600)
        self.key = key
        self.muster = contenders.Muster(program, folder, key, None)
        self.limit = contenders.limit(building.limit(), key, 1)

    def path(self, name):
        return os.path.join(self.folder, name)

    def generate(self, rows, *options):
        path = self.path("generated.csv")
        with open(path, "wb") as file:
            subprocess.run([self.generator, "--rows", str(rows), *options], stdout=file, check=True)
        return path

    def cost(self, contender, batch):
        """Median CPU seconds, and the highest peak in MiB."""
        costs = [self.meter.run(contender.on(batch, "/dev/null", self.path("rejects")),
                                contender.good) for _ in range(self.rounds)]
        return statistics.median(cost.cpu for cost in costs), max(c.peak_kib for c in costs) / 1024

    def row_cost(self, contender, batch, rows):
        """CPU nanoseconds that a row adds: without the process's own start."""
        first = self.path("first.csv")
        with open(batch, "rb") as source, open(first, "wb") as file:
            file.write(source.readline() + source.readline())
        alone = self.cost(contender, first)[0]
        whole = self.cost(contender, batch)[0]
        os.remove(first)
        return (whole - alone) / (rows - 1) * 1e9

    def generated(self, **shape):
        """Muster with a generated profile."""
        path = self.path("profile.yaml")
        with open(path, "w") as file:
            file.write(profiles.profile(**shape))
        command = [self.muster.program, "issue", "--profile", path, "--key-file", self.key, "--now",
                   str(contenders.NOW), "--quiet"]
        if self.muster.has_jobs:
            command += ["--jobs", "1"]
        return contenders.Contender("muster", command, good=(0, 3), is_muster=True)

    def profile_rows(self):
        return 20_000 if self.rows_max > 100_000 else 5_000


def _say(name, value):
    print(f"growth: {name}: {value}", file=sys.stderr)


def _whole_runs(growth):
    """Cost of whole runs by number of rows, of muster with and without duplicates, and of C."""
    runs = [("muster", growth.muster.issue())]
    if growth.muster.may_repeat:
        runs.append(("muster without\nduplicate detection", growth.muster.issue(1, False)))
    runs.append(("C at the limit", growth.limit))
    found = {name: [] for name, _ in runs}
    rows = 10_000
    while rows <= growth.rows_max:
        batch = growth.generate(rows)
        for name, contender in runs:
            found[name].append((rows, *growth.cost(contender, batch)))
            _say(name, found[name][-1])
        rows *= 10
    os.remove(batch)
    return found


def _table(first, lines, digits=0):
    """One column for each line of the chart."""
    xs = [x for x, _ in lines[0][1]]
    rows = [[thousands(x)] + [f"{dict(points)[x]:,.{digits}f}" for _, points in lines] for x in xs]
    return table([first] + [name.replace("\n", " ") for name, _ in lines], rows)


def _finished(chart, lines, first, digits=0):
    for name, points in lines:
        chart.add(name, points)
    return chart, f"{chart.y_label}:\n\n" + _table(first, lines, digits)


_runs = {}


def rows(growth):
    found = _runs.setdefault("rows", _whole_runs(growth))
    lines = [(name, [(n, cpu / n * 1e9) for n, cpu, _ in points]) for name, points in found.items()]
    chart = Chart("Time by number of rows", "rows of CSV (each tenfold)", "CPU ns a row", True,
                  "whole process with its start, HS256 to /dev/null, 1 job")
    return _finished(chart, lines, "rows")


def memory(growth):
    found = _runs.setdefault("rows", _whole_runs(growth))
    lines = [(name, [(n, peak) for n, _, peak in points]) for name, points in found.items()]
    chart = Chart("Peak memory by number of rows", "rows of CSV (each tenfold)",
                  "peak resident memory, MiB", True, "HS256 to /dev/null, 1 job")
    return _finished(chart, lines, "rows", 1)


def claims(growth):
    count = growth.profile_rows()
    all_there, ten_there = [], []
    for number in (10, 20, 40, 80, 160, 320):
        contender, batch = growth.generated(claims=number), growth.path("claims.csv")
        profiles.write_batch(batch, number, number, count)
        all_there.append((number, growth.row_cost(contender, batch, count)))
        profiles.write_batch(batch, 10, 10, count)
        ten_there.append((number, growth.row_cost(contender, batch, count)))
        _say("claims", (all_there[-1], ten_there[-1]))
    chart = Chart("Time by number of claims", "claims that the profile declares", "CPU ns a row",
                  note=f"generated profiles, {count:,} rows, without the start")
    return _finished(chart, [("each has a column\nand a value", all_there),
                             ("ten have a column", ten_there)], "claims")


def rules(growth):
    count = growth.profile_rows()
    absent, present = [], []
    batch = growth.path("rules.csv")
    for number in (0, 20, 40, 80, 160):
        profiles.write_batch(batch, 40, 10, count)
        absent.append((number, growth.row_cost(growth.generated(claims=40, rules=number), batch, count)))
        profiles.write_batch(batch, 40, 40, count)
        contender = growth.generated(claims=40, rules=number, rules_hold=True)
        present.append((number, growth.row_cost(contender, batch, count)))
        _say("rules", (absent[-1], present[-1]))
    chart = Chart("Time by number of rules", "rules", "CPU ns a row",
                  note=f"40 claims, {count:,} rows, without the start")
    return _finished(chart, [("40 claims filled,\nall rules evaluated", present),
                             ("10 claims filled,\nrules over others", absent)], "rules")


def columns(growth):
    count = growth.profile_rows()
    ignored, passed, empty = [], [], []
    batch = growth.path("columns.csv")
    for number in (0, 50, 100, 200, 400):
        profiles.write_batch(batch, 10, 10, count, extra=number)
        ignored.append((number, growth.row_cost(
            growth.generated(claims=10, unknown="ignore"), batch, count)))
        passed.append((number, growth.row_cost(
            growth.generated(claims=10, unknown="claims"), batch, count)))
        profiles.write_batch(batch, 10 + number, 10, count)
        empty.append((number, growth.row_cost(
            growth.generated(claims=10 + number), batch, count)))
        _say("columns", (ignored[-1], passed[-1], empty[-1]))
    chart = Chart("Time by number of columns", "columns beside ten that feed claims", "CPU ns a row",
                  note=f"{count:,} rows, without the start")
    return _finished(chart, [("filled, become claims", passed), ("filled, ignored", ignored),
                             ("empty, of claims", empty)], "columns")


def length(growth):
    muster, limit = [], []
    for number in (64, 1_024, 2_048, 4_096, 8_192, 16_384):
        count = max(4_000, 40_000 * 512 // (512 + number))
        batch = growth.generate(count, "--field-bytes", str(number), "--invalid-share", "0")
        muster.append((number, growth.row_cost(growth.muster.issue(), batch, count) / 1000))
        limit.append((number, growth.row_cost(growth.limit, batch, count) / 1000))
        _say("length", (muster[-1], limit[-1]))
    chart = Chart("Time by length of a field", "bytes of the longest field", "CPU µs a row",
                  note="HS256, without the start; from 2,048 on the link is long enough for a warning a row")
    return _finished(chart, [("muster", muster), ("C at the limit", limit)], "bytes", 2)


def invalid(growth):
    count = min(100_000, growth.rows_max)
    muster = []
    for percent in (0, 1, 10, 25, 50, 75, 100):
        batch = growth.generate(count, "--invalid-share", str(percent / 100))
        muster.append((percent, growth.row_cost(growth.muster.issue(), batch, count)))
        _say("invalid", muster[-1])
    chart = Chart("Time by share of invalid rows", "invalid rows, %", "CPU ns a row",
                  note=f"{count:,} rows, HS256, rejects written, without the start")
    return _finished(chart, [("muster", muster)], "%")


CHARTS = {"rows": rows, "memory": memory, "claims": claims, "rules": rules, "columns": columns,
          "length": length, "invalid": invalid}
