"""CEL beside other implementations of it, which PyPI has."""
import json
import subprocess
import sys

from .figures import Figure, Row
from .places import BUILD, PACKAGE, Missing

ENVIRONMENT = BUILD / "peers"
PACKAGES = ["common-expression-language==0.10.0", "cel-expr-python==0.1.3"]
WORK = {"true": "CEL: evaluate, true", "false": "CEL: evaluate, false at once", "compile": "CEL: compile"}
GOALS = {"true": 150, "compile": 30_000}


def measure_peers(progress):
    """Nanoseconds by peer and work. A package that cannot be installed is named, and left out."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], capture_output=True, text=True)
        if made.returncode != 0:
            raise Missing("no virtual environment can be made (on Debian: python3-venv)")
    for package in PACKAGES:
        installed = subprocess.run([python, "-m", "pip", "install", "--quiet", package], capture_output=True)
        if installed.returncode != 0:
            progress(f"{package} cannot be installed: it is left out")
    progress("CEL's peers, some seconds")
    output = subprocess.run([python, PACKAGE / "harness" / "peers.py"], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(output)


def allocations():
    """What an evaluation allocates, by the conditions' names."""
    return json.loads(subprocess.run([BUILD / "release" / "Allocations"], check=True, stdout=subprocess.PIPE).stdout)


def own_rows(figures, counts):
    """What no peer is asked for: an event of which nothing is declared, growth with a list, and allocations."""
    short, long = figures["cel-list-100"], figures["cel-list-10000"]
    return [
        Row("CEL: evaluate, open event", figures["cel-open"], "ns"),
        Row.against("CEL: exists() over 10,000, an element", each(long, 10_000), "ns", "over 100", short.median / 100, 1.5),
        *[
            Row(f"CEL: allocations, {name}", Figure(count), "", goal="0", is_met=count == 0)
            for name, count in counts.items()
        ],
    ]


def each(figure, count):
    return Figure(figure.median / count, figure.p99 / count)


def rows(figures, peers):
    """Ours beside the goal's number, and beside each peer: faster is a ratio under 1."""
    result = []
    for name, work in WORK.items():
        ours = figures[f"cel-{name}"]
        goal = GOALS.get(name)
        if goal is not None:
            result.append(Row(work, ours, "ns", goal=f"≤ {goal:,} ns", is_met=ours.median <= goal))
        for peer, theirs in peers.items():
            beside = f"{peer} {theirs['version']}"
            ratio = ours.median / theirs[name]["median"]
            result.append(
                Row(work, ours, "ns", beside, theirs[name]["median"], ratio, "faster", ratio < 1)
            )
    return result
