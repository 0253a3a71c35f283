#!/usr/bin/env python3
"""Kills the engine, breaks its disk and its broker, and counts. See README.md beside this file."""
import argparse
import random
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from harness import broker, disk, kill
from harness.plant import ROOT, default_binary
from harness.processes import Missing


def options(arguments):
    parser = argparse.ArgumentParser(prog="scripts/torture", description=__doc__)
    parser.add_argument("--cordon", type=Path, help="the program; a release build is looked for first")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--folder", type=Path, help="where to work, and to leave everything; it must not be there")
    parser.add_argument("--rate", type=float, default=30, help="events a second")
    kinds = parser.add_subparsers(dest="kind", required=True)
    each = kinds.add_parser("kill", help="SIGKILL at random moments")
    each.add_argument("kills", type=int, nargs="?", default=1_000)
    each.set_defaults(run=kill.run)
    each = kinds.add_parser("disk", help="a disk that fails, or is full, at each call in turn")
    each.add_argument("--calls", type=int, default=40, help="up to which call")
    each.add_argument("--knockers", type=int, default=0, help="how many open connection after connection meanwhile")
    each.add_argument("--only", help="one case, such as 'EIO flush wal'")
    each.set_defaults(run=disk.run)
    each = kinds.add_parser("broker", help="a broker that is killed and comes back, again and again")
    each.add_argument("minutes", type=float, nargs="?", default=10)
    each.set_defaults(run=broker.run)
    for each in kinds.choices.values():
        each.add_argument("--seed", type=int, default=argparse.SUPPRESS)
        each.add_argument("--cordon", type=Path, default=argparse.SUPPRESS)
        each.add_argument("--folder", type=Path, default=argparse.SUPPRESS)
        each.add_argument("--rate", type=float, default=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def interrupted(*_):
    raise KeyboardInterrupt


def main():
    chosen = options(sys.argv[1:])
    # A shell lets what it starts in the background ignore SIGINT.
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, interrupted)
    try:
        chosen.cordon = (chosen.cordon or default_binary()).resolve()
        # Beside the builds, so that the disk is the one that is worked on, and no file system in memory.
        (ROOT / ".build").mkdir(exist_ok=True)
        folder = chosen.folder or Path(tempfile.mkdtemp(prefix="torture-", dir=ROOT / ".build"))
        folder = folder.resolve()
        print(f"torture: {chosen.kind}, seed {chosen.seed}, {chosen.cordon}, in {folder}", flush=True)
        status = chosen.run(chosen, folder)
    except Missing as error:
        print(f"torture: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("torture: interrupted; everything is ended", file=sys.stderr)
        return 130
    if status == 0 and not chosen.folder:
        shutil.rmtree(folder)
    return status


if __name__ == "__main__":
    sys.exit(main())
