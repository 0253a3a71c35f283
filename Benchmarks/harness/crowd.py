"""Many runs at once: how many a second, what a waiting one costs, how soon the engine is back, and a false alarm.

Events go in as lists over HTTP, from devices of their own each. What became of the runs is read from the database.
"""
import queue
import threading
import time

from . import idle, processes
from .figures import Figure, Row
from .places import CORDON, Missing
from .site import COMMAND, LIST, with_engine

SECONDS = 60
SENDERS = 4
RATE_MAX = 5_000
WAITING = 10_000
ALARMS = 100_000
LIMIT = 25

THREE_STEPS = f"""
playbook: three-commands
mode: enforce
on: {{event: violation, dedupe: {{by: event.id, for: 1m}}}}
guard: {{limit: {{devices: 1000000, per: 1h}}}}
steps:
  - id: one{COMMAND}  - id: two{COMMAND}  - id: three{COMMAND}"""

WAIT = """
playbook: waits
mode: enforce
on: {event: violation, dedupe: {by: event.id, for: 1m}}
steps:
  - {id: pause, wait: 10h}
"""

FALSE_ALARM = f"""
playbook: limited
mode: enforce
on: {{event: violation, dedupe: {{by: event.id, for: 1m}}}}
guard: {{limit: {{devices: {LIMIT}, per: 1h}}}}
steps:
  - id: act{COMMAND}always:
  - id: tell
    action: webhook.send
    with: {{connection: people, text: "${{{{ run.outcome }}}}"}}
"""


def measure(progress):
    if not CORDON.exists():
        raise Missing(f"there is no {CORDON}")
    progress(f"runs of three steps, {SECONDS} seconds")
    figures = {"runs": with_engine(THREE_STEPS, sustained)}
    progress(f"{WAITING:,} waiting runs, and a start with them")
    figures["waiting"] = with_engine(WAIT, waiting)
    progress(f"{ALARMS:,} false alarms at once")
    figures["alarms"] = with_engine(FALSE_ALARM, false_alarm)
    return figures


def sustained(site):
    """Requests are made before the clock starts: what Python does falls on the same two cores."""
    requests = queue.SimpleQueue()
    for _ in range(SECONDS * RATE_MAX // LIST):
        requests.put(site.alarms.next())
    start = time.monotonic()

    def post():
        with site.connection() as connection:
            while time.monotonic() - start < SECONDS and not requests.empty():
                site.alarms.send(connection, requests.get())

    senders = [threading.Thread(target=post) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    done = site.count("runs WHERE phase = 'ended'")
    seconds = time.monotonic() - start
    return {"rate": done / seconds, "resident": idle.resident(site.engine.process.pid)}


def waiting(site):
    before = idle.resident(site.engine.process.pid)
    with site.connection() as connection:
        while site.alarms.count < WAITING:
            site.alarms.send(connection)
    time.sleep(2)
    each = (idle.resident(site.engine.process.pid) - before) * 1_024 / site.alarms.count
    site.engine.end()
    start = time.monotonic()
    again = site.stack.enter_context(processes.cordon(site.folder))
    listening = time.monotonic() - start
    with site.connection(again) as connection:
        site.alarms.send(connection)
    return {"each": each, "listening": listening, "accepting": time.monotonic() - start}


def false_alarm(site):
    start = time.monotonic()
    with site.connection() as connection:
        while site.alarms.count < ALARMS:
            site.alarms.send(connection)
    seconds = time.monotonic() - start
    time.sleep(3)
    figures = {
        "seconds": seconds,
        "touched": site.count("touches WHERE drill = 0"),
        "told": site.count("steps WHERE position = 1 AND state = 'ok'"),
        "held": site.count("runs WHERE phase = 'waiting-for-person'"),
        "resident": idle.resident(site.engine.process.pid),
    }
    site.engine.end()
    start = time.monotonic()
    again = site.stack.enter_context(processes.cordon(site.folder))
    with site.connection(again) as connection:
        site.alarms.send(connection)
    return figures | {"back": time.monotonic() - start, "peak": idle.peak(again.process.pid)}


def rows(figures):
    runs, waits, alarms = figures["runs"], figures["waiting"], figures["alarms"]
    # Those that acted are told of, each for itself; of those that are held, the first.
    told = alarms["told"] - alarms["touched"]
    return [
        Row(
            "runs of three commands, sustained", Figure(runs["rate"]), "/s", goal="≥ 2,000 /s",
            is_met=runs["rate"] >= 2_000,
        ),
        Row("… the engine's memory then", Figure(runs["resident"]), "MiB"),
        Row("memory of a waiting run", Figure(waits["each"]), "KiB", goal="≤ 4 KiB", is_met=waits["each"] <= 4),
        Row(
            f"start with {WAITING:,} open runs: until an event is durable", Figure(waits["accepting"]), "s",
            goal="≤ 2 s", is_met=waits["accepting"] <= 2,
        ),
        Row(
            f"{ALARMS:,} false alarms: devices touched", Figure(alarms["touched"]), "", goal=f"≤ {LIMIT}",
            is_met=alarms["touched"] <= LIMIT,
        ),
        Row("… messages about those that are held", Figure(told), "", goal="1", is_met=told == 1),
        Row("… held, for a person", Figure(alarms["held"]), "", f"of {ALARMS - LIMIT:,}"),
        Row("… until all were durable", Figure(alarms["seconds"]), "s"),
        Row("… the engine's memory then", Figure(alarms["resident"]), "MiB"),
        Row("… a start with them: until an event is durable", Figure(alarms["back"]), "s"),
        Row("… its memory at its peak", Figure(alarms["peak"]), "MiB"),
    ]
