"""A disk that fails, or is full, for one call in turn: each n-th write or flush of the database's files."""
import http.client
import json
import re
import threading
import time

from . import account, kill, report
from .plant import Plant
from .processes import Child, program, wait_until
from .senders import TYPE, Events

CALLS = {"write": "write,pwrite64", "flush": "fsync,fdatasync"}
# The log is what a commit writes and flushes. The database itself is written to when the log is full: rarely. The signer's
# state goes before each checkpoint of the audit log: into a new file, which is renamed, and then its folder is flushed.
FILES = {"wal": ["cordon.sqlite-wal"], "database": ["cordon.sqlite"], "signer": ["signer-state.new", "."]}
# Of these there are few calls, and the first is long in coming.
RARE = {"database": 6, "signer": 2}
EVENTS_MAX = 400
# What must end the process where it fails.
ENDS = ("wal", "database", "signer")
ENDS_WITHIN = 1.0
# strace costs time of its own between a call that failed and the end of the process, so it is looked for longer.
LOOKED_FOR = 2.5


class Case:
    """One call that fails, and what became of it."""

    def __init__(self, error, calls, file, number):
        self.error, self.calls, self.file, self.number = error, calls, file, number
        self.injected = None
        self.call = ""
        self.count = 0
        self.ended_after = None
        self.exit = None
        self.answers = []
        self.findings = []

    def __str__(self):
        return f"{self.error} {self.calls} {self.file}"

    @property
    def later(self):
        """Acknowledgements of requests that were sent after the call failed."""
        if self.injected is None:
            return []
        return [answer for answer in self.answers if answer.sent > self.injected and answer.status == 202]

    @property
    def outcome(self):
        if self.injected is None:
            return "not reached"
        if self.ended_after is not None:
            return "ended"
        refused = any(answer.status == 503 for answer in self.answers if answer.came > self.injected)
        return "503 and went on" if refused else "went on"


class Posted:
    def __init__(self, sent, came, status):
        self.sent, self.came, self.status = sent, came, status


class Poster:
    """One event after the other, each with its times; what is not acknowledged is kept, and sent after the restart."""

    def __init__(self, plant, events):
        self.plant, self.events = plant, events
        self.kept = None

    def post(self):
        if self.kept is None:
            identity, _, body = self.events.next()
            self.kept = identity, body
        identity, body = self.kept
        sent = time.time()
        status, answer = self.exchange(body)
        if status in (200, 202):
            self.events.note(identity, json.loads(answer)["events"][0])
            self.kept = None
        elif status not in (None, 429, 503):
            self.events.wrong.append(f"event {identity}: answered {status} {answer[:200]!r}")
            self.kept = None
        return Posted(sent, time.time(), status)

    def exchange(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.plant.api_port, timeout=5)
        try:
            fields = {"content-type": TYPE, "authorization": f"Bearer {self.plant.tokens['intake']}"}
            connection.request("POST", "/v1/events", body, fields)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return None, b""
        finally:
            connection.close()


class Strace:
    """Attached to the running engine: the start is not what is tried."""

    def __init__(self, plant, case):
        self.log = plant.logs / "strace.log"
        said = plant.logs / "strace.err"
        self.log.write_bytes(b"")
        calls = CALLS[case.calls]
        command = [program("strace"), "-f", "-ttt", "-p", plant.engine.pid, "-o", self.log, "-e", f"trace={calls}"]
        for name in FILES[case.file]:
            command += ["-P", plant.database.parent / name]
        command += ["-e", f"inject={calls}:error={case.error}:when={case.number}"]
        with said.open("wb") as errors:
            self.child = Child(command, errors)
        wait_until(
            lambda: "attached" in said.read_text() or not self.child.is_running, "strace is attached", pause=0.005
        )
        if not self.child.is_running:
            raise RuntimeError(f"strace does not work here:\n{said.read_text()}")
        # It says so for the first thread; the others follow.
        time.sleep(0.05)

    def injected(self):
        """When the call failed, and which it was; None while none has."""
        for line in self.log.read_text().splitlines():
            if "(INJECTED)" in line and (found := re.match(r"\d+ +(\d+\.\d+) (\w+|<\.\.\. (\w+) resumed>)", line)):
                return float(found[1]), found[3] or found[2]
        return None

    def count(self):
        return self.log.read_text().count("(INJECTED)")


class Disk:
    def __init__(self, plant, events):
        self.plant, self.events = plant, events
        self.poster = Poster(plant, events)
        self.starts = []
        self.cases = []
        self.checked = 0

    def try_case(self, case):
        self.cases.append(case)
        if not self.plant.engine.is_running:
            self.starts.append(self.plant.start_engine())
        self.poster.post()
        strace = Strace(self.plant, case)
        try:
            self.post_until_it_shows(case, strace)
        finally:
            self.detach(case, strace)
        if self.plant.engine.is_running and case.injected:
            self.goes_on(case)
        self.judge(case)
        if not self.plant.engine.is_running:
            self.plant.engine.reap()
            self.starts.append(self.plant.start_engine())
        self.nothing_is_lost(case)

    def post_until_it_shows(self, case, strace):
        engine = self.plant.engine
        for _ in range(EVENTS_MAX):
            if not engine.is_running or case.injected:
                break
            case.answers.append(self.poster.post())
            self.note(case, strace)
        while engine.is_running and case.injected and time.time() < case.injected + LOOKED_FOR:
            case.answers.append(self.poster.post())
            time.sleep(0.01)
        self.note(case, strace)
        self.note_end(case)

    def note_end(self, case):
        code = self.plant.engine.process.poll()
        if code is None:
            return
        case.exit = code
        if case.injected is None:
            case.findings.append(f"cordon ended by itself, exit {code}, and no call had failed")
        else:
            case.ended_after = time.time() - case.injected

    def note(self, case, strace):
        if case.injected is None and (found := strace.injected()):
            case.injected, case.call = found

    def detach(self, case, strace):
        if strace.child.is_running:
            strace.child.process.terminate()
        strace.child.reap()
        case.count = strace.count()

    def judge(self, case):
        if case.ended_after is not None:
            if case.ended_after > ENDS_WITHIN:
                case.findings.append(f"it took {case.ended_after:.1f} s to end")
            if case.later:
                case.findings.append(f"{len(case.later)} events were acknowledged after the call had failed")
            if case.exit == 0:
                case.findings.append("it ended with status 0")
            if case.exit < 0:
                case.findings.append(f"it was ended by signal {-case.exit}: it crashed on its way out")
        elif case.injected and case.error == "EIO" and case.file in ENDS:
            case.findings.append(f"it went on after EIO; {len(case.later)} later events were acknowledged")

    def goes_on(self, case):
        """Where it did not end, it must work: an event is acknowledged. Or it is about to end, and takes too long."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if self.poster.post().status == 202:
                return
            time.sleep(0.05)
            self.note_end(case)
            if case.exit is not None:
                return
        case.findings.append("it neither ended nor acknowledges anything any more")
        self.plant.engine.kill()

    def nothing_is_lost(self, case):
        rows = {name: json.loads(found) for name, found in account.ask(self.plant, "SELECT id, incidents FROM events")}
        for identity, incidents in self.events.acknowledged.items():
            if identity not in rows:
                case.findings.append(f"LOST: event {identity} was acknowledged, and is not there")
            elif sorted(rows[identity]) != sorted(incidents):
                case.findings.append(f"event {identity}: acknowledged with {incidents}, and has {rows[identity]}")


def plan(options):
    """Every case, one after the other."""
    for error in ["EIO", "ENOSPC"]:
        for calls in CALLS:
            for file in FILES:
                most = min(options.calls, RARE.get(file, options.calls))
                for number in range(1, most + 1):
                    case = Case(error, calls, file, number)
                    if not options.only or str(case).startswith(options.only):
                        yield case


def run(options, folder):
    findings, figures = [], {}
    with Plant(options.cordon, folder, options.seed) as plant:
        events = Events(options.seed)
        disk = Disk(plant, events)
        plant.start_engine()
        for _ in range(options.knockers):
            threading.Thread(target=knock, args=(plant,), daemon=True).start()
        for case in plan(options):
            disk.try_case(case)
            tell(case)
            findings += [f"{case}, call {case.number}: {finding}" for finding in case.findings]
        figures |= summary(disk)
        findings += kill.finish(plant, events, Nobody(disk.poster), figures, broker_stayed=True)
    report.table(f"a disk that fails, seed {options.seed}, {plant.binary}", figures)
    return report.conclude(findings, f"seed {options.seed}, the folder is {folder}: see logs/cordon.log")


def knock(plant):
    """Somebody who opens connection after connection, also while the engine ends."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", plant.api_port, timeout=5)
        try:
            connection.request("GET", "/v1/health")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.005)
        finally:
            connection.close()


class Nobody:
    """In the place of senders: the one event that may be left."""

    def __init__(self, poster):
        self.poster = poster

    def finish(self):
        for _ in range(100):
            if self.poster.kept is None or self.poster.post().status == 202:
                return True
            time.sleep(0.05)
        return False


def tell(case):
    words = case.outcome
    if case.ended_after is not None:
        words += f" {case.ended_after * 1e3:.0f} ms later, exit {case.exit}"
    acknowledged = sum(answer.status == 202 for answer in case.answers)
    failed = f"{case.call} failed; " if case.injected else ""
    print(
        f"{case}, call {case.number}: {failed}{words}; {acknowledged} acknowledged, {len(case.later)} after it"
        + "".join(f"\n  ✗ {finding}" for finding in case.findings),
        flush=True,
    )


def summary(disk):
    figures = {}
    for kind in dict.fromkeys(map(str, disk.cases)):
        cases = [case for case in disk.cases if str(case) == kind]
        outcomes = {}
        for case in cases:
            outcomes[case.outcome] = outcomes.get(case.outcome, 0) + 1
        words = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
        slowest = max((case.ended_after for case in cases if case.ended_after is not None), default=None)
        if slowest is not None:
            words += f"; the slowest after {slowest * 1e3:.0f} ms"
        figures[kind] = words
    return figures | {
        "calls that failed": sum(case.count for case in disk.cases),
        "start after it, until it listens": report.spread(disk.starts),
    }
