"""Runs commands, and says what each whole process cost."""

import dataclasses
import os
import statistics
import subprocess


@dataclasses.dataclass
class Cost:
    user: float
    system: float
    wall: float
    peak_kib: int
    status: int

    @property
    def cpu(self):
        return self.user + self.system


class Meter:
    """Measures through `measure`, so that this Python adds nothing to a peak."""

    def __init__(self, program, folder):
        self.program = program
        self.log = os.path.join(folder, "cost")

    def run(self, command, good=(0,), stdout=subprocess.DEVNULL, env=None):
        open(self.log, "w").close()
        done = subprocess.run(
            [self.program, self.log, *command], stdout=stdout, stderr=subprocess.PIPE, env=env)
        with open(self.log) as file:
            fields = file.read().split()
        cost = Cost(*map(float, fields[:3]), int(fields[3]), int(fields[4]))
        if cost.status not in good:
            raise SystemExit(
                f"bench: {' '.join(command)} ended with {cost.status}:\n"
                + done.stderr.decode(errors="replace")[-2000:])
        return cost


def spread(values):
    return min(values), statistics.median(values), max(values)


class Pairs:
    """Rounds of two commands, one right behind the other and in turns first."""

    def __init__(self):
        self.first, self.second = [], []

    def add(self, first, second):
        self.first.append(first)
        self.second.append(second)

    def ratios(self, quantity):
        """The second's cost over the first's in each round: lowest, median, highest."""
        return spread([quantity(b) / max(quantity(a), 1e-9)
                       for a, b in zip(self.first, self.second)])


def run_pairs(run_first, run_second, rounds):
    pairs = Pairs()
    for number in range(rounds):
        if number % 2 == 0:
            first = run_first()
            second = run_second()
        else:
            second = run_second()
            first = run_first()
        pairs.add(first, second)
    return pairs
