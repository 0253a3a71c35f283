"""Monitors: each keeps an event, and sends it again, until it is acknowledged."""
import http.client
import json
import random
import threading
import time
from collections import Counter
from datetime import datetime, timezone

from . import mqtt
from .plant import DEVICES, MONITOR, PASSWORD

TYPE = "application/cloudevents+json"
# What an event is about decides which playbooks answer it, and how many incidents there must be of it.
INCIDENTS = {"confirmed": 1, "sent": 1, "strict": 1, "cut": 1, "pair": 2, "nobody": 0}
SHARES = {"confirmed": 38, "sent": 26, "strict": 8, "cut": 8, "pair": 12, "nobody": 8}
RESENT_PERCENT = 5
SOURCE = "/monitors/torture"


class Events:
    """What was made, what was acknowledged and how."""

    def __init__(self, seed):
        self.random = random.Random(f"events {seed}")
        self.lock = threading.Lock()
        self.made = 0
        self.names = {}
        self.acknowledged = {}
        self.over_mqtt = set()
        self.statuses = Counter()
        self.wrong = []

    def next(self):
        with self.lock:
            self.made += 1
            name = self.random.choices(list(SHARES), list(SHARES.values()))[0]
            device = self.random.choice(DEVICES)
            identity = f"e-{self.made:07}"
            self.names[identity] = name
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        event = {
            "specversion": "1.0", "id": identity, "source": SOURCE, "type": "violation", "time": now,
            "data": {
                "device": device, "name": name, "metric": "bytes-out", "value": 250_000, "severity": "high",
                "state": "in-alarm",
            },
        }
        return identity, device, json.dumps(event, separators=(",", ":")).encode()

    def note(self, identity, receipt):
        """An acknowledgement; every later one of the same event must say the same."""
        incidents = receipt["incidents"]
        with self.lock:
            known = self.acknowledged.setdefault(identity, incidents)
            if sorted(known) != sorted(incidents):
                self.wrong.append(f"event {identity}: acknowledged with {known}, then with {incidents}")
            if len(incidents) != INCIDENTS[self.names[identity]]:
                self.wrong.append(f"event {identity} ({self.names[identity]}): acknowledged with {incidents}")

    def note_over_mqtt(self, identity):
        with self.lock:
            self.over_mqtt.add(identity)

    @property
    def answered(self):
        """Ids of all events of which somebody was told that they are safe."""
        with self.lock:
            return set(self.acknowledged) | self.over_mqtt


class Sender(threading.Thread):
    """Posts over HTTP, on one kept connection while that holds."""

    def __init__(self, number, plant, events, seed, per_second):
        super().__init__(daemon=True)
        self.plant, self.events = plant, events
        self.random = random.Random(f"sender {number} {seed}")
        self.pause = 1 / per_second
        self.stopping = threading.Event()
        self.connection = None

    def run(self):
        due = time.monotonic()
        while not self.stopping.is_set():
            identity, _, body = self.events.next()
            self.deliver(identity, body)
            if self.random.random() * 100 < RESENT_PERCENT:
                self.deliver(identity, body)
            # What was missed while the engine was down is not made up for.
            due = max(due + self.pause, time.monotonic() - self.pause)
            self.stopping.wait(max(0, due - time.monotonic()) * self.random.uniform(0.5, 1.5))

    def deliver(self, identity, body):
        while True:
            status, answer = self.post(body)
            if status is not None:
                self.events.statuses[status] += 1
            if status in (200, 202):
                return self.events.note(identity, json.loads(answer)["events"][0])
            if status is not None and status not in (429, 503):
                self.events.wrong.append(f"event {identity}: answered {status} {answer[:200]!r}")
                return None
            time.sleep(self.random.uniform(0.005, 0.03))

    def post(self, body):
        """The status and the content; no status where no answer came."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.plant.api_port, timeout=10)
            token = self.plant.tokens["intake"]
            self.connection.request(
                "POST", "/v1/events", body, {"content-type": TYPE, "authorization": f"Bearer {token}"}
            )
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            return None, b""


class Monitor(threading.Thread):
    """Publishes at QoS 1 to a broker that stays up and keeps the engine's session: what it takes must arrive."""

    def __init__(self, plant, events, per_second):
        super().__init__(daemon=True)
        self.plant, self.events, self.pause = plant, events, 1 / per_second
        self.stopping = threading.Event()

    def run(self):
        try:
            self.report(mqtt.Client(self.plant.broker_port, MONITOR, PASSWORD))
        except (OSError, mqtt.Refused) as error:
            self.events.wrong.append(f"the monitor and its broker: {error}")

    def report(self, client):
        while not self.stopping.wait(self.pause):
            identity, device, body = self.events.next()
            client.publish(f"alarms/{device}/violation", body, TYPE)
            self.events.note_over_mqtt(identity)
        client.close()


class Load:
    """All senders, for as long as the `with` lasts; leaving it waits until each has got rid of its event."""

    def __init__(self, plant, events, seed, per_second, with_monitor):
        http_share = per_second * (0.85 if with_monitor else 1)
        self.threads = [Sender(number, plant, events, seed, http_share / 4) for number in range(4)]
        if with_monitor:
            self.threads.append(Monitor(plant, events, per_second - http_share))

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self, patience=60):
        for thread in self.threads:
            thread.stopping.set()
        deadline = time.monotonic() + patience
        for thread in self.threads:
            thread.join(max(0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)
