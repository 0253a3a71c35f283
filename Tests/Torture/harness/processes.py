"""Child processes that end with this one, each by its own process id, and ports that nobody draws by accident."""
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import time

PATIENCE = 30
# Below the ports from which the kernel draws for outgoing connections: while a server is down, none of them takes its.
PORTS = range(20_000, 32_000)


class Missing(Exception):
    """Something that the harness needs is not there."""


def free_port():
    for port in random.SystemRandom().sample(PORTS, 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Missing("there is no free port on 127.0.0.1")


def program(name):
    """Debian keeps servers where a user's PATH does not look."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"there is no '{name}' here ('scripts/setup torture' installs it)")
    return found


class Child:
    """A process that the kernel kills should this one be killed; `end` it, or use it in a `with`."""

    def __init__(self, command, log, watched=False):
        self.born = time.monotonic()
        output = subprocess.PIPE if watched else log
        whole = [program("setpriv"), "--pdeathsig", "KILL", *map(str, command)]
        self.process = subprocess.Popen(whole, stdin=subprocess.DEVNULL, stdout=output, stderr=log)
        self.text = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_running(self):
        return self.process.poll() is None

    def line(self, beginning, patience=PATIENCE):
        """The rest of the line of standard output that begins so; None if the process ends before it."""
        deadline = time.monotonic() + patience
        wanted = beginning.encode()
        while True:
            for line in self.text.split(b"\n")[:-1]:
                if line.startswith(wanted):
                    return line[len(wanted):].decode().strip()
            if not self.read(deadline):
                return None

    def read(self, deadline):
        """Takes in more of its standard output; False where there will be none."""
        pipe = self.process.stdout
        ready, _, _ = select.select([pipe], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError(f"{self.process.args[3]} did not say in time what was waited for: {self.text!r}")
        more = os.read(pipe.fileno(), 65_536)
        self.text += more
        return bool(more)

    def kill(self):
        """As a crash would. It may have ended already."""
        self.process.send_signal(signal.SIGKILL)
        self.reap()

    def end(self):
        """Asks it to end, and waits; kills it where it does not."""
        if self.is_running:
            self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        return self.reap()

    def reap(self):
        code = self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        return code


def wait_until(condition, what, patience=PATIENCE, pause=0.02):
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"after {patience} s it is still not so: {what}")
        time.sleep(pause)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def resident(pid):
    """MiB of memory now, and at the most until now."""
    found = {}
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            name, _, rest = line.partition(":")
            if name in ("VmRSS", "VmHWM"):
                found[name] = int(rest.split()[0]) / 1_024
    return found["VmRSS"], found["VmHWM"]
