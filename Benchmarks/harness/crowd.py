"""Many runs at once: how many a second, what a waiting one costs, how soon the engine is back, and a false alarm.

Events go in as lists over HTTP, from devices of their own each. What became of the runs is read from the database.
"""
import json
import queue
import sqlite3
import tempfile
import threading
import time
from contextlib import ExitStack, closing
from datetime import datetime, timezone
from pathlib import Path

from . import http, idle, journey, mqtt, processes
from .figures import Figure, Row
from .places import BUILD, CORDON, EVENT, Missing

SECONDS = 60
SENDERS = 4
RATE_MAX = 5_000
WAITING = 10_000
ALARMS = 100_000
LIMIT = 25
LIST = 200

COMMAND = """
    action: device.command
    with: {connection: broker, topic: "fleet/${{ device.id }}/command", payload: {id: "${{ step.key }}"}}
"""

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
    action: device.command
    with: {{connection: broker, topic: people/on-duty, payload: "${{{{ run.outcome }}}}"}}
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


def with_engine(playbook, body):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crowd-", dir=BUILD)))
        broker = stack.enter_context(processes.mosquitto(folder))
        journey.working_folder(folder / "cordon", broker.port)
        (folder / "cordon" / "playbooks" / "measured-command.yaml").write_text(playbook.lstrip())
        engine = stack.enter_context(processes.cordon(folder / "cordon"))
        engine.wait_until(lambda: journey.token(engine) is not None, "print its tokens")
        # A command that nobody hears is tried again.
        for topic in ["fleet/#", "people/#"]:
            listen(stack, broker.port, topic)
        return body(folder / "cordon", engine, Alarms(journey.token(engine)), stack)


def listen(stack, port, topic):
    """Reads what comes, and forgets it; QoS 0, so that nobody waits for it."""
    client = stack.enter_context(closing(mqtt.Client(port, topic.replace("/", "-").replace("#", "all"))))
    client.socket.settimeout(None)
    client.socket.sendall(mqtt.packet(0x82, bytes([0, 1]) + mqtt.text(topic) + bytes([0])))
    threading.Thread(target=drain, args=(client.socket,), daemon=True).start()


def drain(connection):
    try:
        while connection.recv(1 << 20):
            pass
    except OSError:
        pass


class Alarms:
    """Lists of events, each about another device."""

    def __init__(self, token):
        self.fields = {"content-type": "application/cloudevents-batch+json", "authorization": f"Bearer {token}"}
        self.event = json.loads(EVENT.read_text())
        self.count = 0

    def next(self):
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        events = []
        for _ in range(LIST):
            self.count += 1
            name = f"press-{self.count:06}"
            data = self.event["data"] | {"device": name, "value": 250_000}
            events.append(self.event | {"id": f"crowd-{self.count}", "time": now, "subject": name, "data": data})
        return http.post("/v1/events", json.dumps(events, separators=(",", ":")).encode(), self.fields)

    def send(self, connection, request=None):
        """Once more, and again, until it is taken: a full engine refuses."""
        request = request or self.next()
        refused = 0
        while True:
            connection.send(request)
            status = connection.receive()
            if status == 202:
                return refused
            assert status == 503, f"the engine answered {status}"
            refused += 1
            time.sleep(0.05)


def rows_of(folder, sql):
    with closing(sqlite3.connect(f"file:{folder}/state/cordon.sqlite?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()


def sustained(folder, engine, alarms, stack):
    """Requests are made before the clock starts: what Python does falls on the same two cores."""
    requests = queue.SimpleQueue()
    for _ in range(SECONDS * RATE_MAX // LIST):
        requests.put(alarms.next())
    start = time.monotonic()

    def post():
        with closing(http.Connection(engine.port)) as connection:
            while time.monotonic() - start < SECONDS and not requests.empty():
                alarms.send(connection, requests.get())

    senders = [threading.Thread(target=post) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    done = rows_of(folder, "SELECT count(*) FROM runs WHERE phase = 'ended'")[0][0]
    seconds = time.monotonic() - start
    return {"rate": done / seconds, "resident": idle.resident(engine.process.pid)}


def waiting(folder, engine, alarms, stack):
    before = idle.resident(engine.process.pid)
    with closing(http.Connection(engine.port)) as connection:
        while alarms.count < WAITING:
            alarms.send(connection)
    time.sleep(2)
    each = (idle.resident(engine.process.pid) - before) * 1_024 / alarms.count
    engine.end()
    start = time.monotonic()
    again = stack.enter_context(processes.cordon(folder))
    listening = time.monotonic() - start
    with closing(http.Connection(again.port)) as connection:
        alarms.send(connection)
    return {"each": each, "listening": listening, "accepting": time.monotonic() - start}


def false_alarm(folder, engine, alarms, stack):
    start = time.monotonic()
    with closing(http.Connection(engine.port)) as connection:
        while alarms.count < ALARMS:
            alarms.send(connection)
    seconds = time.monotonic() - start
    time.sleep(3)
    return {
        "seconds": seconds,
        "touched": rows_of(folder, "SELECT count(*) FROM touches WHERE drill = 0")[0][0],
        "told": rows_of(folder, "SELECT count(*) FROM steps WHERE position = 1 AND state <> 'skipped'")[0][0],
        "held": rows_of(folder, "SELECT count(*) FROM runs WHERE phase = 'waiting-for-person'")[0][0],
        "resident": idle.resident(engine.process.pid),
    }


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
    ]
