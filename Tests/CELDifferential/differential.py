#!/usr/bin/env python3
"""Random expressions, asked of this library and of Google's cel-cpp: the two must agree.

The same seed and count give the same expressions. See README.md beside this file.
"""
import argparse
import collections
import importlib.util
import os
import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".build" / "differential"
PACKAGE = "cel-expr-python==0.1.3"
BATCH = 500
# Percent of the expressions that must come to a value, or the two agree on nothing.
VALUES_MIN = 60


def with_oracle():
    """Goes on in a virtual environment with the oracle in it, where this Python has none."""
    if importlib.util.find_spec("cel_expr_python") is None:
        python = ENVIRONMENT / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
        if pathlib.Path(sys.prefix) == ENVIRONMENT:
            raise SystemExit(f"{PACKAGE} cannot be imported")
        os.execv(python, [str(python), *sys.argv])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", default="1", help="any text")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--only", type=int, metavar="INDEX", help="one expression, with what both sides say")
    parser.add_argument("--named-zones", action="store_true", help="also time zones by name")
    parser.add_argument("--extensions", action="store_true", help="also the libraries that both have")
    parser.add_argument("--show", type=int, default=20, help="disagreements to print in full")
    parser.add_argument("--lines", default=ROOT / ".build" / "debug" / "cel-lines", help="the cel-lines to ask")
    return parser.parse_args()


def show(case, verdict):
    print(f"\n== seed {case.seed} index {case.index}: {verdict.kind}{', unchecked' if not case.is_checked else ''}")
    print(f"expression  {case.source!r}")
    for name, (type_, value) in case.variables.items():
        if name in case.source:
            print(f"variable    {name}: {type_} = {value}")
    print(f"ours        {verdict.ours}")
    print(f"oracle      {verdict.theirs}", flush=True)


def report(case, verdict, court):
    from harness.minimise import minimised

    smaller = minimised(case, court, verdict.kind)
    if smaller is not case:
        verdict = court.judge(smaller)
    show(smaller, verdict)


def run(options, court):
    from harness.generator import generate

    counts, named, shown, begun = collections.Counter(), collections.Counter(), 0, time.monotonic()
    for start in range(0, options.count, BATCH):
        indices = range(start, min(start + BATCH, options.count))
        cases = [generate(options.seed, index, options.named_zones, options.extensions) for index in indices]
        modes = [([case for case in cases if case.is_checked == mode], mode) for mode in (True, False)]
        for chosen, mode in modes:
            thread = court.ours.begin(chosen, mode)
            theirs = [court.oracle.ask(case, mode) for case in chosen]
            ours = court.ours.finish(chosen, thread)
            for case, one, other in zip(chosen, ours, theirs):
                verdict = court.verdict(case, one, other)
                counts[verdict.kind] += 1
                named[verdict.name] += 1
                if verdict.is_disagreement and shown < options.show:
                    shown += 1
                    report(case, verdict, court)
    return summary(options, counts, named, time.monotonic() - begun)


def summary(options, counts, named, seconds):
    """Prints what came of it; the exit status."""
    print()
    for name, count in named.most_common():
        if name:
            print(f"excepted {count:6}  {name}")
    outcomes, refused, types = counts["differs"], counts["one refuses"], counts["static types"]
    share = 100 * counts["values"] / options.count
    print(
        f"seed {options.seed}: {options.count} expressions in {seconds:.0f} s: {counts['values']} values "
        f"({share:.0f} %), {counts['failures']} failures, {counts['refusals']} refusals, {counts['excepted']} excepted "
        f"by name; {outcomes + refused + types} disagreements ({outcomes} of outcome, {refused} refused by one side, "
        f"{types} of static type)"
    )
    if share < VALUES_MIN:
        print(f"fewer than {VALUES_MIN} % gave a value: the test says little")
    return 1 if outcomes + refused + types or share < VALUES_MIN else 0


def main():
    options = arguments()
    with_oracle()
    from harness import known
    from harness.court import Court
    from harness.generator import generate
    from harness.oracle import Oracle
    from harness.ours import Ours

    court = Court(Ours(options.lines, options.extensions), Oracle(options.extensions))
    if options.only is not None:
        case = generate(options.seed, options.only, options.named_zones, options.extensions)
        verdict = court.judge(case)
        if verdict.ours is None:
            print(case.source, verdict.kind)
        else:
            show(case, verdict)
        return 0
    changes = list(known.changed(court))
    for change in changes:
        print(f"a known difference has changed: {change}")
    status = run(options, court)
    court.ours.close()
    return 1 if changes else status


if __name__ == "__main__":
    sys.exit(main())
