"""A receiver of Standard Webhooks: it drops an id that it has seen, and is not always well."""
import base64
import hashlib
import hmac
import json
import random
import threading
import time
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What becomes of a request, in percent.
MOODS = [
    ("taken", 76),
    ("refused with 503", 8),
    ("taken, and hung up", 6),
    ("taken, and answered 503", 5),
    ("taken slowly", 5),
]


class Receiver:
    def __init__(self, port, secret, seed):
        self.port = port
        self.key = base64.b64decode(secret.strip().removeprefix("whsec_"))
        self.random = random.Random(f"webhook {seed}")
        self.requests = 0
        self.applied = Counter()
        self.dropped = 0
        self.bodies = {}
        self.ids = defaultdict(set)
        self.moods = Counter()
        self.wrong = []
        self.lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                receiver.answer(self)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 128

            def handle_error(self, *_):
                """A client that was killed in the middle of a request is no mistake of this server."""

        self.server = Server(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        body = request.rfile.read(int(request.headers.get("content-length", 0)))
        if len(body) != int(request.headers.get("content-length", 0)):
            return
        with self.lock:
            mood = self.random.choices(*zip(*MOODS))[0]
            self.requests += 1
            self.moods[mood] += 1
            if mood != "refused with 503":
                self.take(request.headers, body)
        if mood == "taken slowly":
            time.sleep(0.4)
        if mood == "taken, and hung up":
            request.close_connection = True
            return
        status = 503 if "503" in mood else 204
        request.send_response(status)
        request.send_header("content-length", "0")
        request.end_headers()

    def take(self, headers, body):
        name = headers.get("webhook-id", "")
        if not self.is_signed(name, headers, body):
            self.wrong.append(f"webhook {name}: its signature does not verify")
            return
        if name in self.applied:
            self.dropped += 1
            if self.bodies[name] != hashlib.sha256(body).digest():
                self.wrong.append(f"webhook {name}: a repeat is not what it was the first time")
            return
        self.applied[name] += 1
        self.bodies[name] = hashlib.sha256(body).digest()
        data = json.loads(body)["data"]
        self.ids[(data["event"], data["run"], data["step"])].add(name)

    def is_signed(self, name, headers, body):
        signed = f"{name}.{headers.get('webhook-timestamp', '')}.".encode() + body
        expected = base64.b64encode(hmac.digest(self.key, signed, "sha256")).decode()
        given = [entry.removeprefix("v1,") for entry in headers.get("webhook-signature", "").split()]
        return any(hmac.compare_digest(expected, code) for code in given)
