"""From an event's first byte over HTTP to its command, durable, one at a time.

The clock starts before the request is written, so the figures hold more than 'accepted': reading it, authorising it and
committing it. One stops when the command is handed to the broker: all of it lies in the socket on which the broker's
side listens. The other, with an engine of its own and nothing in between, when a subscriber has read it. The parts are
what nobody can do without: the same request to a web server that does nothing, a commit of the event's bytes, a message
that the broker acknowledges. All take turns in small rounds, so that whatever else the machine does falls on all of them.
"""
import json
import select
import sqlite3
import subprocess
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import datetime, timezone
from pathlib import Path

from . import http, idle, mqtt, processes, relay
from .figures import Figure, Row
from .places import BUILD, CORDON, EVENT, Missing

ROUNDS = 20
EVENTS_A_ROUND = 20
WARM_UP = 40
# Between two events: what the engine does after the command must not fall on the next one.
PAUSE = 0.005
DEVICE = "press-01"
COMMANDS = f"fleet/{DEVICE}/command"

CONFIGURATION = """
mode: enforce
listen: 127.0.0.1:0
intake: {{events_per_second: 1000000}}
connections:
  broker: {{kind: broker, host: 127.0.0.1, port: {port}, client_id: {client}}}
  registry:
    kind: built-in
    database: state/registry.sqlite
    ca_certificate: pki/ca.pem
    ca_key: keys/ca.key
    crl_files: pki/crl.pem
    broker_pid_files: broker/mosquitto.pid
"""

PLAYBOOK = """
playbook: measured-command
mode: enforce
on:
  event: violation
  if: event.metric == "bytes-out" && event.value > 100000
  dedupe: {by: event.id, for: 1m}
guard:
  limit: {devices: 25, per: 10m}
steps:
  - id: shutdown
    action: device.command
    with:
      connection: broker
      topic: fleet/${{ device.id }}/command
      payload: {command: shutdown, event: "${{ event.id }}", id: "${{ step.key }}"}
"""


def measure(progress):
    """Figures in microseconds by name, and the idle engine's."""
    if not CORDON.exists():
        raise Missing(f"there is no {CORDON}")
    with ExitStack() as stack:
        # Beside the build, so that the disk is the one that is worked on, and no file system in memory.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="journey-", dir=BUILD)))
        nginx = stack.enter_context(processes.nginx(folder))
        broker = stack.enter_context(processes.mosquitto(folder))
        engine = started(stack, folder / "direct", broker.port)
        progress(f"the idle engine, {idle.SECONDS} seconds")
        quiet = idle.measure(engine.process.pid)
        progress("the event's way, some seconds")
        samples = take_turns(stack, engine, nginx.port, broker.port, folder)
        busy = idle.resident(engine.process.pid)
    return {name: Figure.of(values) for name, values in samples.items()}, quiet | {"after": busy}


def started(stack, folder, broker_port):
    """An engine on a working folder of its own, with its commands at that broker."""
    folder.mkdir()
    working_folder(folder / "cordon", broker_port, client=folder.name)
    engine = stack.enter_context(processes.cordon(folder / "cordon"))
    engine.wait_until(lambda: token(engine) is not None, "print its tokens")
    return engine


def working_folder(folder, broker_port, client="cordon"):
    def cordon(*arguments):
        subprocess.run([CORDON, *arguments], check=True, stdout=subprocess.DEVNULL)

    cordon("init", folder)
    (folder / "cordon.yaml").write_text(CONFIGURATION.format(port=broker_port, client=client))
    for path in (folder / "playbooks").iterdir():
        path.unlink()
    (folder / "playbooks" / "measured-command.yaml").write_text(PLAYBOOK)
    cordon("check", "--folder", folder)
    cordon("devices", "add", DEVICE, "--folder", folder)


def token(engine):
    """The first start prints it on a line, `intake token: …`; None before it does."""
    for line in engine.log.read_text().splitlines():
        if line.startswith("intake token: "):
            return line.removeprefix("intake token: ").strip()
    return None


def take_turns(stack, engine, nginx_port, broker_port, folder):
    def kept(thing):
        return stack.enter_context(closing(thing))

    requests = Requests(token(engine))
    web, engine_http = kept(http.Connection(nginx_port)), kept(http.Connection(engine.port))
    between = kept(relay.Relay(broker_port))
    relayed = started(stack, folder / "relayed", between.port)
    relayed_requests, relayed_http = Requests(token(relayed)), kept(http.Connection(relayed.port))
    publisher = kept(mqtt.Client(broker_port, "publisher"))
    subscriber = kept(mqtt.Client(broker_port, "subscriber"))
    subscriber.subscribe(COMMANDS)
    database = kept(commits(folder / "commits.sqlite"))

    def answered():
        web.send(requests.any)
        assert web.receive() == 204

    def committed():
        database.execute("INSERT INTO events (body) VALUES (?)", (requests.body,))

    parts = {
        "http": answered,
        "commit": committed,
        "publish": lambda: publisher.publish("elsewhere", requests.body[:120]),
    }
    samples = {name: [] for name in [*parts, "accepted", "command", "handed"]}
    for _ in range(WARM_UP):
        journey(engine_http, subscriber, *requests.next())
        journey(relayed_http, subscriber, *relayed_requests.next())
        for part in parts.values():
            part()
    for _ in range(ROUNDS):
        for name, part in parts.items():
            samples[name] += [timed(part) for _ in range(EVENTS_A_ROUND)]
        for _ in range(EVENTS_A_ROUND):
            time.sleep(PAUSE)
            accepted, command = journey(engine_http, subscriber, *requests.next())
            samples["accepted"].append(accepted)
            samples["command"].append(command)
        for _ in range(EVENTS_A_ROUND):
            time.sleep(PAUSE)
            samples["handed"].append(handing_over(relayed_http, subscriber, between, *relayed_requests.next()))
    return samples


def timed(part):
    time.sleep(PAUSE)
    start = time.perf_counter_ns()
    part()
    return (time.perf_counter_ns() - start) / 1_000


def journey(engine, subscriber, request, event_id):
    """Microseconds to the 202, and to the command for this very event."""
    poll = select.poll()
    poll.register(engine.socket, select.POLLIN)
    poll.register(subscriber.socket, select.POLLIN)
    accepted = command = None
    start = time.perf_counter_ns()
    engine.send(request)
    while accepted is None or command is None:
        ready = {descriptor for descriptor, _ in poll.poll(10_000)}
        assert ready, f"the event {event_id} led to a 202 and a command (202: {accepted}, command: {command})"
        # Where both are there, the command first: reading the other one is not on its way.
        if subscriber.socket.fileno() in ready:
            payload, command = subscriber.receive_message(time.perf_counter_ns)
            assert json.loads(payload)["event"] == event_id, "the command is the event's own"
        if engine.socket.fileno() in ready:
            status = engine.receive()
            accepted = time.perf_counter_ns()
            assert status == 202, f"the engine answered {status}"
    return (accepted - start) / 1_000, (command - start) / 1_000


def handing_over(engine, subscriber, between, request, event_id):
    """Microseconds until the command for this very event was at the broker's side."""
    start = time.perf_counter_ns()
    journey(engine, subscriber, request, event_id)
    return (between.arrival(event_id.encode()) - start) / 1_000


class Requests:
    """The sample of the Swift benchmarks, with a value that the playbook minds and an id of its own each time."""

    def __init__(self, token):
        self.fields = {"content-type": "application/cloudevents+json", "authorization": f"Bearer {token}"}
        self.event = json.loads(EVENT.read_text())
        self.event["data"]["value"] = 250_000
        self.count = 0
        self.any, _ = self.next()
        self.body = self.any.partition(b"\r\n\r\n")[2]

    def next(self):
        self.count += 1
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        event = self.event | {"id": f"6f2b1d0c-8f5e-4d0a-9a51-{self.count:012}", "time": now}
        body = json.dumps(event, separators=(",", ":")).encode()
        return http.post("/v1/events", body, self.fields), event["id"]


def commits(path):
    """A database in which each statement is a transaction, flushed to the disk before it returns."""
    database = sqlite3.connect(path, isolation_level=None)
    assert database.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    database.execute("PRAGMA synchronous = FULL")
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    database.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    return database


def rows(figures, quiet):
    parts = figures["http"].median + figures["commit"].median + figures["publish"].median
    command, handed = figures["command"], figures["handed"]
    beside = "sum of the three"
    return [
        Row("part: HTTP POST, 204 from nginx", figures["http"], "µs"),
        Row("part: SQLite commit, WAL, FULL", figures["commit"], "µs"),
        Row("part: MQTT publish, QoS 1", figures["publish"], "µs"),
        Row.against("event over HTTP to 202, durable", figures["accepted"], "µs", beside, parts),
        Row.against("event over HTTP to its command handed to the broker, p50", handed, "µs", beside, parts, 2),
        Row.against("… the same, p99", handed, "µs", beside, parts, 10, of="p99"),
        Row.against("event over HTTP to its command at a subscriber", command, "µs", beside, parts),
        *idle.rows(quiet),
    ]
