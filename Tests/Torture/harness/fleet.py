"""The devices: they count each command by its key, and answer as their seed has it."""
import heapq
import json
import threading
import time
import zlib
from collections import Counter, defaultdict

from . import mqtt

USER = "fleet"
# What a device does with a command, in percent: answers at once, slowly but in time, too late, twice, never.
HABITS = [("at once", 70), ("slow", 8), ("late", 8), ("twice", 8), ("never", 6)]
DELAYS = {"at once": [0.0], "slow": [0.5], "late": [1.5], "twice": [0.0, 0.2], "never": []}


class Fleet:
    """All devices behind one connection, which comes back whenever the broker does."""

    def __init__(self, port, password, seed):
        self.port, self.password, self.seed = port, password, seed
        self.deliveries = Counter()
        self.broker_repeats = 0
        self.keys = defaultdict(set)
        self.orders = {}
        self.times = {}
        self.habits = Counter()
        self.strange = []
        self.connections = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.answers = []

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join(10)

    def run(self):
        while not self.stopping.is_set():
            try:
                client = mqtt.Client(self.port, USER, self.password)
            except (OSError, mqtt.Refused):
                time.sleep(0.02)
                continue
            try:
                client.subscribe("fleet/+/command")
                self.connections += 1
                self.serve(client)
            except (OSError, mqtt.Refused):
                pass
            finally:
                client.close()

    def serve(self, client):
        pinged = time.monotonic()
        while not self.stopping.is_set():
            message = client.message(self.pause())
            if message:
                self.take(message)
            while self.answers and self.answers[0][0] <= time.monotonic():
                _, topic, payload = heapq.heappop(self.answers)
                client.publish_unasked(topic, payload)
            if time.monotonic() - pinged > mqtt.KEEP_ALIVE / 3:
                client.ping()
                pinged = time.monotonic()

    def pause(self):
        if not self.answers:
            return 0.1
        return min(0.1, max(0, self.answers[0][0] - time.monotonic()))

    def take(self, message):
        try:
            order = json.loads(message.payload)
            key, place = order["id"], (order["run"], order["step"])
        except (ValueError, KeyError):
            self.strange.append(message.payload)
            return
        self.deliveries[key] += 1
        self.broker_repeats += message.is_repeat
        self.keys[(order["event"], *place)].add(key)
        self.orders[key] = order
        self.times.setdefault(key, time.time())
        habit = self.habit(key)
        self.habits[habit] += 1
        topic = message.topic.removesuffix("/command") + "/ack"
        for delay in DELAYS[habit]:
            heapq.heappush(self.answers, (time.monotonic() + delay, topic, json.dumps({"id": key}).encode()))

    def habit(self, key):
        number = zlib.crc32(f"{self.seed} {key}".encode()) % 100
        for name, share in HABITS:
            number -= share
            if number < 0:
                return name
        raise AssertionError("the shares add up to 100")
