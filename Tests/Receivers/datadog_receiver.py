"""A receiver of logs that is as strict as Datadog's HTTP intake (v2) is documented, for tests.

    datadog_receiver.py API_KEY [STATUS …]

Prints the port, then a JSON array for each request that it took, or a line with what is wrong. The first requests are
answered with the statuses that are given, `429:SECONDS` with a Retry-After; after them it does its work.
"""

import http.server
import json
import sys

KEY, SCRIPT = sys.argv[1], sys.argv[2:]
RESERVED = {"ddsource": str, "ddtags": str, "hostname": str, "service": str, "status": str, "message": str}


class Intake(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if SCRIPT:
            status, _, pause = SCRIPT.pop(0).partition(":")
            print(f"answered {status}", flush=True)
            return self.answer(int(status), {"Retry-After": pause} if pause else {})
        if self.headers.get("dd-api-key") != KEY:
            print("wrong key", flush=True)
            return self.answer(403)
        try:
            print(json.dumps(self.logs(body)), flush=True)
            self.answer(202)
        except (ValueError, AssertionError) as error:
            print(f"error {error!r}", flush=True)
            self.answer(400)

    def logs(self, body: bytes) -> list:
        assert self.path == "/api/v2/logs", self.path
        assert self.headers["content-type"] == "application/json", "content type"
        assert len(body) <= 5_000_000, "more than 5 MB"
        logs = json.loads(body)
        assert isinstance(logs, list) and 1 <= len(logs) <= 1_000, "no array of 1 to 1,000"
        for log in logs:
            assert len(json.dumps(log)) <= 1_000_000, "a log of more than 1 MB"
            for name, kind in RESERVED.items():
                assert isinstance(log[name], kind), name
            assert isinstance(log["timestamp"], int), "timestamp"
        return logs

    def answer(self, status: int, headers: dict = {}) -> None:
        body = b"{}" if status == 202 else b'{"errors": [{"status": "%d"}]}' % status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


# One that serves a connection after another would keep a request waiting until the client has let go of the one before.
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Intake)
print(f"port {server.server_address[1]}", flush=True)
server.serve_forever()
