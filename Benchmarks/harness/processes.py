"""Servers on free loopback ports, in folders of their own, each ended by its own process id."""
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from .places import CORDON, Missing

PATIENCE = 20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(name):
    """Debian keeps servers where a user's PATH does not look."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"there is no '{name}' here ('scripts/setup bench' installs it)")
    return found


class Server:
    """A process that listens on `port` once it is ready. Use it in a `with`."""

    def __init__(self, command, port, log):
        self.port = port
        self.log = Path(log)
        self.process = subprocess.Popen(command, stdout=self.log.open("wb"), stderr=subprocess.STDOUT)

    def __enter__(self):
        try:
            self.wait_until(self.listens, "listen")
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait_until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while not condition():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.process.args[0]} does not {what}:\n{self.log.read_text()[-2_000:]}")
            time.sleep(0.02)

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def nginx(folder):
    """One worker that answers 204 to everything, and writes nothing down."""
    port = free_port()
    temporary = "".join(
        f"{kind}_temp_path {folder}/nginx-{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;\n"
        "events {}\n"
        f"http {{ access_log off; keepalive_requests 1000000; {temporary}\n"
        f"  server {{ listen 127.0.0.1:{port}; location / {{ return 204; }} }} }}\n"
    )
    command = [program("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(configuration)]
    return Server(command, port, folder / "nginx.log")


def mosquitto(folder):
    """A broker in the clear, for anyone on this machine, for as long as the benchmark runs."""
    port = free_port()
    configuration = folder / "mosquitto.conf"
    user = f"user {os.environ.get('USER', 'root')}\n" if os.geteuid() == 0 else ""
    configuration.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\npersistence false\n{user}"
    )
    return Server([program("mosquitto"), "-c", str(configuration)], port, folder / "mosquitto.log")


def cordon(folder):
    """The engine on a working folder; its first start prints the tokens."""
    port = free_port()
    command = [str(CORDON), "serve", "--folder", str(folder), "--listen", f"127.0.0.1:{port}"]
    return Server(command, port, folder.parent / "cordon.log")
