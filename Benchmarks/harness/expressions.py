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
