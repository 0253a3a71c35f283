#!/usr/bin/env python3
"""Other implementations of CEL, on the condition and the values that Micro/ExpressionBenchmarks.swift has.

Run by harness/expressions.py in a virtual environment of its own; prints JSON on standard output.

Each is measured at its best: every way that its Python package has of binding the event is tried, the values are bound
before the clock starts, and only the fastest way counts. What a loop of Python costs is subtracted; what a call from
Python into the package costs is not, as there is no other way in.
"""
import importlib.metadata
import itertools
import json
import statistics
import sys
import time

CONDITION = 'event.metric == "bytes-out" && event.value > 100000 && event.thing.startsWith("sensor-")'
EVENTS = {
    "true": {"metric": "bytes-out", "value": 250_000, "thing": "sensor-17"},
    "false": {"metric": "messages", "value": 250_000, "thing": "sensor-17"},
}
REPETITIONS = 1_000
SECONDS = 0.7


def sample(call):
    """Nanoseconds a call, as the mean of many, less what the loop costs."""
    clock = time.perf_counter_ns
    start = clock()
    for _ in itertools.repeat(None, REPETITIONS):
        pass
    middle = clock()
    for _ in itertools.repeat(None, REPETITIONS):
        call()
    return max(0, (clock() - middle) - (middle - start)) / REPETITIONS


def measure(call):
    for _ in range(3):
        sample(call)
    end = time.monotonic() + SECONDS
    samples = []
    while time.monotonic() < end or len(samples) < 10:
        samples.append(sample(call))
    samples.sort()
    return {"median": statistics.median(samples), "p99": samples[(len(samples) * 99 - 1) // 100]}


def fastest(ways):
    """Of several ways to do the same, the one with the least median. A way that gives another answer is a mistake."""
    results = []
    for name, call, expected in ways:
        answer = call()
        assert expected is None or answer == expected, f"{name} gave {answer!r}"
        results.append(measure(call) | {"way": name})
    return min(results, key=lambda result: result["median"])


def cel_rust():
    import cel

    program = cel.compile(CONDITION)
    figures = {}
    for name, event in EVENTS.items():
        context = cel.Context(variables={"event": event})
        variables = {"event": event}
        figures[name] = fastest([
            ("a context", lambda: program.execute(context), name == "true"),
            ("a dictionary", lambda: program.execute(variables), name == "true"),
        ])
    figures["compile"] = fastest([("compile", lambda: cel.compile(CONDITION), None)])
    return figures | {"version": importlib.metadata.version("common-expression-language")}


def cel_cpp():
    from cel_expr_python import cel

    kind = cel.Type
    as_map = cel.NewEnv(variables={"event": kind.Map(kind.STRING, kind.DYN)})
    # Names may have dots: each field as a variable of its own, with its type.
    as_names = cel.NewEnv(
        variables={"event.metric": kind.STRING, "event.value": kind.INT, "event.thing": kind.STRING}
    )
    map_program, names_program = as_map.compile(CONDITION), as_names.compile(CONDITION)
    figures = {}
    for name, event in EVENTS.items():
        map_activation = as_map.Activation({"event": event})
        names_activation = as_names.Activation({f"event.{field}": value for field, value in event.items()})
        ways = [
            ("a map", lambda: map_program.eval(map_activation)),
            ("variables", lambda: names_program.eval(names_activation)),
        ]
        for way, call in ways:
            assert call().value() == (name == "true"), way
        figures[name] = fastest([(way, call, None) for way, call in ways])
    figures["compile"] = fastest([
        ("a map", lambda: as_map.compile(CONDITION), None),
        ("variables", lambda: as_names.compile(CONDITION), None),
    ])
    return figures | {"version": importlib.metadata.version("cel-expr-python")}


def main():
    figures = {}
    for name, peer in {"cel-rust": cel_rust, "cel-cpp": cel_cpp}.items():
        try:
            figures[name] = peer()
        except ImportError as error:
            print(f"peers: {name} is left out: {error}", file=sys.stderr)
    json.dump(figures, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
