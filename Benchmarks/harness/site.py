"""An engine with a broker beside it, on a working folder of its own, and those who raise alarms there."""
import base64
import json
import sqlite3
import tempfile
import threading
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from . import http, journey, mqtt, processes
from .places import BUILD, EVENT

LIST = 200

COMMAND = """
    action: device.command
    with: {connection: broker, topic: "fleet/${{ device.id }}/command", payload: {id: "${{ step.key }}"}}
"""


@dataclass(frozen=True)
class Site:
    folder: Path
    engine: processes.Server
    broker: processes.Server
    alarms: "Alarms"
    stack: ExitStack

    def count(self, what):
        """In the engine's database, as it is now."""
        with closing(sqlite3.connect(f"file:{self.folder}/state/cordon.sqlite?mode=ro", uri=True)) as database:
            return database.execute(f"SELECT count(*) FROM {what}").fetchone()[0]

    def connection(self, engine=None):
        """To be closed; to the engine, or to one that came after it."""
        return closing(http.Connection((engine or self.engine).port))


def with_engine(playbook, body):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="site-", dir=BUILD)))
        broker = stack.enter_context(processes.mosquitto(folder))
        people = stack.enter_context(processes.nginx(folder))
        journey.working_folder(folder / "cordon", broker.port)
        tell_people(folder / "cordon", people.port)
        (folder / "cordon" / "playbooks" / "measured-command.yaml").write_text(playbook.lstrip())
        engine = stack.enter_context(processes.cordon(folder / "cordon"))
        engine.wait_until(lambda: journey.token(engine) is not None, "print its tokens")
        # A command that nobody hears is tried again.
        listen(stack, broker.port, "fleet/#")
        return body(Site(folder / "cordon", engine, broker, Alarms(journey.token(engine)), stack))


def tell_people(folder, port):
    """The connection 'people': a webhook that takes everything."""
    secret = folder / "keys" / "people.secret"
    secret.write_text("whsec_" + base64.b64encode(bytes(32)).decode() + "\n")
    secret.chmod(0o600)
    line = (
        f'  people: {{kind: webhook, url: "http://127.0.0.1:{port}/", secret_file: keys/people.secret, '
        "allow_private: true}\n"
    )
    configuration = folder / "cordon.yaml"
    configuration.write_text(configuration.read_text().replace("connections:\n", "connections:\n" + line, 1))


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
        """So many devices more."""
        numbers = range(self.count + 1, self.count + 1 + LIST)
        self.count += LIST
        return self.request((f"crowd-{number}", f"press-{number:06}") for number in numbers)

    def request(self, names):
        """A list of events: the id of each, and its device."""
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        events = []
        for event_id, device in names:
            data = self.event["data"] | {"device": device, "value": 250_000}
            events.append(self.event | {"id": event_id, "time": now, "subject": device, "data": data})
        return http.post("/v1/events", json.dumps(events, separators=(",", ":")).encode(), self.fields)

    def send(self, connection, request=None):
        """Once more, and again, until it is taken: a full engine refuses."""
        request = request or self.next()
        while True:
            connection.send(request)
            status = connection.receive()
            if status == 202:
                return
            assert status == 503, f"the engine answered {status}"
            time.sleep(0.05)
