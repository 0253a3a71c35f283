"""Runs the Swift benchmarks, and reads what they wrote."""
import shutil
import subprocess

from .figures import Figure, Row
from .places import BUILD

RESULTS = BUILD / "results"


def run(progress):
    """Runs all of Micro, and returns nanoseconds by the benchmarks' names.

    The package's own command, `swift package benchmark`, does the same, and first builds its tool a second time, for
    debugging.
    """
    options = {
        "command": "run",
        "format": "histogramPercentiles",
        "grouping": "benchmark",
        "benchmark-package-identifier": "benchmark",
        "targets": "Micro",
        "benchmark-executable-paths": BUILD / "release" / "Micro",
        "baseline-storage-path": BUILD,
        "path": RESULTS,
    }
    command = [BUILD / "release" / "BenchmarkTool", "--quiet", "--no-progress"]
    for name, value in options.items():
        command += [f"--{name}", value]
    shutil.rmtree(RESULTS, ignore_errors=True)
    progress("the Swift benchmarks, a minute")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {path.name.split(".")[2]: read(path) for path in RESULTS.glob("*.percentiles.tsv")}


def read(path):
    """Lines of a percentile and a value, after a header."""
    lines = [line.split("\t") for line in path.read_text().splitlines()[1:]]
    values = {int(percent): float(value) for percent, value in lines}
    return Figure(values[50], values[99])


def rows(figures):
    return event_rows(figures) + ledger_rows(figures)


def event_rows(figures):
    def micro(name):
        figure = figures[name]
        return Figure(figure.median / 1_000, figure.p99 / 1_000)

    parse, one = micro("json-simdjson").median, micro("event-1-playbook")
    rate = 1_000_000 / one.median
    metrics, thresholds = micro("event-1000-metrics"), micro("event-1000-thresholds")
    return [
        Row.against("event read: parsed, normalised", micro("event-read"), "µs", "simdjson", parse),
        Row.against("event to decision, 1 playbook, no match", one, "µs", "simdjson", parse, 3),
        Row("… events a second on one core", Figure(rate), "/s", goal="≥ 400,000 /s", is_met=rate >= 400_000),
        Row.against("… 1,000 playbooks of other metrics", metrics, "µs", "1 playbook", one.median, 1.5),
        Row.against("… 1,000 playbooks of other thresholds", thresholds, "µs", "1 playbook", one.median, 3),
    ]


def ledger_rows(figures):
    hashes = figures["ledger-sha256"].median
    return [
        Row.against("audit: append an entry, in memory", figures["ledger-append"], "ns", "its 2 SHA-256", hashes),
        Row.against("audit: verify an entry", figures["ledger-verify"], "ns", "its 2 SHA-256", hashes),
    ]
