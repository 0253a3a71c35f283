"""The plant: a working folder with its broker, devices, webhook receiver, and `cordon serve`."""
import base64
import hashlib
import json
import os
import re
import subprocess
import time
from pathlib import Path

from .fleet import USER as FLEET, Fleet
from .processes import Child, Missing, free_port, listens, program, wait_until
from .webhook import Receiver

ROOT = Path(__file__).resolve().parents[3]
PLAYBOOKS = Path(__file__).resolve().parents[1] / "playbooks"
PASSWORD = "torture"
MONITOR = "monitor"
SECURITY = "broker/dynamic-security.json"
DEVICES = [f"pump-{number:02}" for number in range(24)]

CONFIGURATION = """
mode: enforce
listen: 127.0.0.1:{api}
log_level: {level}
connections:
  broker: {{kind: broker, host: 127.0.0.1, port: {broker}, username: cordon, password_file: keys/broker.password}}
  soc: {{kind: webhook, url: "http://127.0.0.1:{hook}/", secret_file: keys/soc.secret, allow_private: true}}
  registry:
    kind: built-in
    database: state/registry.sqlite
    ca_certificate: pki/ca.pem
    ca_key: keys/ca.key
    crl_files: pki/crl.pem
    broker_pid_files: broker/mosquitto.pid
intake:
  mqtt: {{broker: ["alarms/+/violation"]}}
"""

BROKER = """
{user}
listener {port} 127.0.0.1
allow_anonymous false
plugin {plugin}
plugin_opt_config_file {security}
pid_file {pid}
persistence false
max_queued_messages 100000
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
"""


def default_binary():
    for path in [".build/release/cordon", ".build/debug/cordon"]:
        if (ROOT / path).exists():
            return ROOT / path
    raise Missing("there is no built 'cordon' ('swift build' makes one; '--cordon PATH' names another)")


def dynamic_security():
    """What the plugin begins with: the engine may do everything, devices are told and answer, the monitor reports."""

    def client(name, role):
        salt = os.urandom(12)
        digest = hashlib.pbkdf2_hmac("sha512", PASSWORD.encode(), salt, 101)
        return {
            "username": name, "roles": [{"rolename": role}], "iterations": 101,
            "password": base64.b64encode(digest).decode(), "salt": base64.b64encode(salt).decode(),
        }

    def role(name, *allowed):
        acls = [{"acltype": kind, "topic": topic, "priority": 0, "allow": True} for kind, topic in allowed]
        return {"rolename": name, "acls": acls}

    everything = [
        (kind, topic)
        for topic in ["#", "$CONTROL/dynamic-security/#"]
        for kind in ["publishClientSend", "publishClientReceive", "subscribePattern"]
    ]
    return json.dumps({
        "defaultACLAccess": {
            "publishClientSend": False, "publishClientReceive": True, "subscribe": False, "unsubscribe": True,
        },
        "clients": [client("cordon", "admin"), client(FLEET, "fleet"), client(MONITOR, "monitor")]
        + [client(device, "device") for device in DEVICES],
        "groups": [],
        "roles": [
            role("admin", *everything),
            role("fleet", ("publishClientSend", "fleet/#"), ("subscribePattern", "fleet/#")),
            role("monitor", ("publishClientSend", "alarms/#")),
            role("device"),
        ],
    })


class Plant:
    """Everything but the engine runs while the `with` lasts. `start_engine` starts that."""

    def __init__(self, binary, folder, seed, level="warning"):
        self.binary, self.base = Path(binary), Path(folder)
        self.folder = self.base / "plant"
        self.logs = self.base / "logs"
        self.logs.mkdir(parents=True)
        self.broker_port, self.api_port, hook = free_port(), free_port(), free_port()
        self.cordon("init", self.folder)
        self.configure(hook, level)
        self.fleet = Fleet(self.broker_port, PASSWORD, seed)
        self.receiver = Receiver(hook, (self.folder / "keys/soc.secret").read_text(), seed)
        self.broker = self.engine = None
        self.tokens = {}
        self.security_copy = (self.folder / SECURITY).read_text()

    def __enter__(self):
        self.start_broker()
        self.receiver.__enter__()
        self.fleet.__enter__()
        wait_until(lambda: self.fleet.connections, "the devices are connected")
        return self

    def __exit__(self, *_):
        # What had to be seen was seen: nobody waits for the engine to drain.
        for child in [self.engine, self.broker]:
            if child:
                child.kill()
        self.fleet.__exit__()
        self.receiver.__exit__()

    def configure(self, hook, level):
        (self.folder / "cordon.yaml").write_text(
            CONFIGURATION.format(api=self.api_port, broker=self.broker_port, hook=hook, level=level)
        )
        for path in (self.folder / "playbooks").iterdir():
            path.unlink()
        for path in PLAYBOOKS.glob("*.yaml"):
            (self.folder / "playbooks" / path.name).write_text(path.read_text())
        self.secret("keys/broker.password", PASSWORD)
        self.secret(SECURITY, dynamic_security())
        self.cordon("check", "--folder", self.folder)
        devices = self.base / "devices.csv"
        devices.write_text("id\n" + "".join(f"{device}\n" for device in DEVICES))
        self.cordon("devices", "import", devices, "--folder", self.folder)
        (self.folder / "broker.conf").write_text(BROKER.format(
            user="user root" if os.geteuid() == 0 else "",
            port=self.broker_port,
            plugin=dynamic_security_plugin(),
            security=self.folder / SECURITY,
            pid=self.folder / "broker/mosquitto.pid",
        ))

    def secret(self, name, content):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
        path.chmod(0o600)

    def cordon(self, *arguments, check=True):
        result = subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False)
        if check and result.returncode != 0:
            raise RuntimeError(f"cordon {' '.join(map(str, arguments))}:\n{result.stdout}{result.stderr}")
        return result

    @property
    def database(self):
        return self.folder / "state/cordon.sqlite"

    @property
    def log(self):
        return self.logs / "cordon.log"

    def start_broker(self):
        with (self.logs / "broker.log").open("ab") as log:
            self.broker = Child([program("mosquitto"), "-c", self.folder / "broker.conf"], log)
        wait_until(lambda: listens(self.broker_port) or not self.broker.is_running, "the broker listens", pause=0.005)
        if not self.broker.is_running:
            raise RuntimeError(f"the broker does not start:\n{(self.logs / 'broker.log').read_text()[-2_000:]}")

    def kill_broker(self):
        """Whether the plugin's file was lost by it, and put back.

        Mosquitto 2.0.11 writes it in place: killed in the middle of that, it comes back without, and refuses everybody.
        """
        self.broker.kill()
        path = self.folder / SECURITY
        try:
            json.loads(path.read_text())
        except ValueError:
            path.write_text(self.security_copy)
            return True
        self.security_copy = path.read_text()
        return False

    def begin_engine(self):
        """Starts it, and does not wait for anything."""
        with self.log.open("ab") as log:
            log.write(f"-- start at {time.time():.3f}\n".encode())
            log.flush()
            self.engine = Child([self.binary, "serve", "--folder", self.folder], log, watched=True)
        return self.engine

    def start_engine(self):
        """Seconds until it listens."""
        engine = self.begin_engine()
        if engine.line("listening on ") is None:
            raise EngineEnded(f"cordon did not start (exit {engine.reap()}):\n{self.log.read_text()[-3_000:]}")
        seconds = time.monotonic() - engine.born
        if not self.tokens:
            printed = re.findall(rb"^(\w+) token: (\S+)$", engine.text, re.MULTILINE)
            self.tokens = {name.decode(): token.decode() for name, token in printed}
        return seconds


class EngineEnded(Exception):
    """The engine ended, or did not start, though nobody asked for it."""


def dynamic_security_plugin():
    for path in sorted(Path("/usr/lib").glob("**/mosquitto_dynamic_security.so")):
        return path
    raise Missing("there is no mosquitto_dynamic_security.so below /usr/lib ('scripts/setup' installs mosquitto)")
