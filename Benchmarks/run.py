#!/usr/bin/env -S python3 -B
"""`make bench`: builds in release, measures, and prints one table. See README.md for what is measured and how.

`--no-build` measures what was built before.
"""
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from harness import audit, check, crowd, expressions, figures, journey, micro, storm
from harness.places import PACKAGE, PROJECT, Missing


def progress(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def build():
    """The benchmarks, and the `cordon` that they drive, as `docs/operating.md` has it built. The first time takes many
    minutes."""
    progress("building in release")
    environment = os.environ | {"BENCHMARK_DISABLE_JEMALLOC": "true"}

    def release(package, product, *options):
        command = ["swift", "build", "--package-path", package, "-c", "release", "--product", product, *options]
        subprocess.run(command, env=environment, check=True, stdout=sys.stderr)

    release(PROJECT, "cordon", "--static-swift-stdlib")
    for product in ["Micro", "Allocations", "Appending", "BenchmarkTool"]:
        release(PACKAGE, product)


def machine():
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.processor()
    return f"{date.today()}, {os.cpu_count()} cores of {model}"


def load():
    """Of the last minute: how many processes wanted a core at the same time."""
    return f"{os.getloadavg()[0]:.1f}"


def attempt(part):
    """The rows of a part, or none and a word about why."""
    try:
        return part()
    except Missing as reason:
        progress(f"LEFT OUT: {reason}")
        return []


def main():
    if "--no-build" not in sys.argv[1:]:
        build()
    before = load()
    measured = micro.run(progress)
    rows = micro.rows(measured)
    rows += expressions.rows(measured, attempt(lambda: expressions.measure_peers(progress)) or {})
    rows += expressions.own_rows(measured, expressions.allocations())
    rows += attempt(lambda: check.rows(check.measure(progress)))
    rows += attempt(lambda: audit.rows(audit.measure(progress)))
    rows += attempt(lambda: journey.rows(*journey.measure(progress)))
    rows += attempt(lambda: crowd.rows(crowd.measure(progress)))
    rows += attempt(lambda: storm.rows(storm.measure(progress)))
    print(f"\n{machine()}; load {before} before, {load()} after\n\n{figures.table(rows)}\n")
    missed = sum(row.is_met is False for row in rows)
    print(f"{sum(row.is_met is True for row in rows)} goals met, {missed} missed; a busy machine spoils medians too")


if __name__ == "__main__":
    main()
