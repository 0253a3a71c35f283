"""What must hold in the end, of what was acknowledged, what the database says, what receivers saw, what people see."""
import http.client
import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing

from .processes import wait_until
from .senders import INCIDENTS, SOURCE

AT_REST = ("ended", "waiting-for-person", "in-force")
# A command that was delivered must be in one of these: nothing else admits that it may have been.
ADMITTED = ("ok", "sent", "in-doubt")
# Seconds after the deadline of an attempt, at which nobody waits for its outcome any more.
LATE = 2
SHOWN_BY_CLI = 25
LISTED_MAX = 1_000
STEPS = "SELECT runs.id, position, state, steps.body FROM steps JOIN runs ON runs.number = steps.run"


def ask(plant, query, *values):
    with closing(sqlite3.connect(f"file:{plant.database}?mode=ro", uri=True, timeout=10)) as database:
        return database.execute(query, values).fetchall()


def settle(plant, patience=180):
    """Waits until no run is under way."""
    marks = ",".join("?" * len(AT_REST))
    query = f"SELECT count(*) FROM runs WHERE phase NOT IN ({marks})"
    wait_until(lambda: ask(plant, query, *AT_REST)[0][0] == 0, "every run is at rest", patience, pause=0.25)


class Step:
    def __init__(self, run, position, state, body):
        fields = json.loads(body)
        attempt = fields.get("attempt") or {}
        self.run, self.position, self.state = run, position, state
        self.key, self.deadline = attempt.get("key"), attempt.get("deadline", 0) / 1e9
        self.action = attempt.get("request", {}).get("action")


class Account:
    """Findings are sentences; none is what is wanted."""

    def __init__(self, plant, events, broker_stayed):
        self.plant, self.events, self.broker_stayed = plant, events, broker_stayed
        self.fleet, self.receiver = plant.fleet, plant.receiver
        self.findings = list(events.wrong) + list(self.receiver.wrong)
        self.findings += [f"a device got what it does not understand: {text!r}" for text in self.fleet.strange]
        self.figures = {}
        self.read()

    def read(self):
        self.rows = {
            identity: json.loads(incidents)
            for identity, incidents in ask(
                self.plant, "SELECT id, incidents FROM events WHERE source = ?", SOURCE
            )
        }
        self.incidents = {name: json.loads(body) for name, body in ask(self.plant, "SELECT id, body FROM incidents")}
        self.runs = {
            name: (incident, phase, outcome, json.loads(body))
            for name, incident, phase, outcome, body in ask(
                self.plant, "SELECT id, incident, phase, outcome, body FROM runs"
            )
        }
        self.steps = [Step(*row) for row in ask(self.plant, STEPS)]
        self.by_key = {step.key: step for step in self.steps if step.key}

    def check(self):
        self.check_events()
        self.check_commands()
        self.check_webhooks()
        self.check_doubts()
        return self.findings

    def find(self, sentence):
        self.findings.append(sentence)

    def check_events(self):
        answered = self.events.answered
        lost = [identity for identity in answered if identity not in self.rows]
        for identity in sorted(lost):
            self.find(f"LOST: event {identity} was acknowledged, and is not there")
        for identity, incidents in self.rows.items():
            if len(incidents) != INCIDENTS[self.events.names[identity]]:
                self.find(f"event {identity}: it has the incidents {incidents}")
            told = self.events.acknowledged.get(identity)
            if told is not None and sorted(told) != sorted(incidents):
                self.find(f"event {identity}: acknowledged with {told}, and has {incidents}")
            for incident in incidents:
                if incident not in self.incidents:
                    self.find(f"LOST: event {identity}: its incident {incident} is not there")
        self.check_runs()
        self.figures |= {
            "events made": self.events.made,
            "events acknowledged": len(answered),
            "… of them over MQTT": len(self.events.over_mqtt),
            "events not acknowledged in the end": self.events.made - len(answered),
            "acknowledged events lost": len(lost),
        }

    def check_runs(self):
        per_event = Counter((run["event"], run["playbook"]) for _, _, _, run in self.runs.values())
        for (event, playbook), count in per_event.items():
            if count > 1:
                self.find(f"event {event}: {count} runs of one playbook ({playbook[:12]})")
        for name, (incident, phase, _, _) in self.runs.items():
            if phase not in AT_REST:
                self.find(f"run {name} of {incident} did not settle: {phase}")
        missing = [incident for incident, body in self.incidents.items() if body["run"] not in self.runs]
        for incident in missing:
            self.find(f"LOST: incident {incident} has no run")
        self.figures |= {f"runs {phase}": n for phase, n in Counter(run[1] for run in self.runs.values()).items()}

    def check_commands(self):
        deliveries, late = self.fleet.deliveries, 0
        for key, count in deliveries.items():
            step = self.by_key.get(key)
            if count > 1:
                self.find(f"REPEATED: command {key} was delivered {count} times: {self.fleet.orders[key]}")
            if step is None:
                self.find(f"NO RECORD: command {key} was delivered: {self.fleet.orders[key]}")
            elif step.state not in ADMITTED:
                self.find(f"DENIED: command {key} was delivered, and its step is '{step.state}'")
            elif self.fleet.times[key] > step.deadline + LATE:
                late += 1
                lateness = self.fleet.times[key] - step.deadline
                self.find(f"LATE: command {key} was delivered {lateness:.1f} s after its deadline ('{step.state}')")
        for place, keys in self.fleet.keys.items():
            if len(keys) > 1:
                self.find(f"REPEATED: {place} was commanded under the keys {sorted(keys)}")
        commands = [step for step in self.steps if step.action == "device.command"]
        for step in commands:
            certain = step.state == "ok" or step.state == "sent" and self.broker_stayed
            if certain and not deliveries[step.key]:
                self.find(f"FALSE: command {step.key} is '{step.state}', and no device got it")
        states = Counter(step.state for step in commands)
        doubts = [step for step in commands if step.state == "in-doubt"]
        self.figures |= {
            "commands delivered": sum(deliveries.values()),
            "commands delivered more than once": sum(count > 1 for count in deliveries.values()),
            "commands delivered after their deadline": late,
            **{f"command steps {state}": count for state, count in sorted(states.items())},
            "doubts of which the device had got the command": sum(deliveries[step.key] > 0 for step in doubts),
        }

    def check_webhooks(self):
        for place, ids in self.receiver.ids.items():
            if len(ids) > 1:
                self.find(f"APPLIED TWICE: webhook {place} came under the ids {sorted(ids)}")
        for name in self.receiver.applied:
            step = self.by_key.get(name)
            # A step that failed keeps no attempt; the receiver here never refuses for good.
            if step is None:
                self.find(f"NO RECORD: webhook {name} was delivered")
        tells = [step for step in self.steps if step.action == "webhook.send"]
        for step in tells:
            if step.state == "ok" and step.key not in self.receiver.applied:
                self.find(f"FALSE: webhook {step.key} is 'ok', and was never taken")
        states = Counter(step.state for step in tells)
        self.figures |= {
            "webhook requests": self.receiver.requests,
            "webhooks applied": len(self.receiver.applied),
            "webhook repeats dropped by the receiver": self.receiver.dropped,
            "webhooks applied twice": sum(len(ids) > 1 for ids in self.receiver.ids.values()),
            **{f"webhook steps {state}": count for state, count in sorted(states.items())},
        }

    def check_doubts(self):
        """Every doubt is shown; the API is asked for all of them, the command line for some."""
        doubts = defaultdict(set)
        for step in self.steps:
            if step.state == "in-doubt":
                doubts[self.runs[step.run][0]].add(step.position)
        shown = 0
        for incident, positions in doubts.items():
            document = self.incident(incident)
            seen = {step["position"] for step in document["steps"] if step["state"] == "in-doubt"}
            shown += len(positions & seen)
            if not positions <= seen:
                self.find(f"HIDDEN: incident {incident}: the steps {positions} are in doubt, and {seen} are shown")
        for incident in sorted(doubts)[:SHOWN_BY_CLI]:
            text = self.plant.cordon("incidents", "show", incident, "--folder", self.plant.folder).stdout
            if text.count("in-doubt") < len(doubts[incident]):
                self.find(f"HIDDEN: cordon incidents show {incident} does not say in-doubt:\n{text}")
        self.figures |= {"doubts": sum(map(len, doubts.values())), "doubts shown": shown}
        self.check_list()

    def check_list(self):
        """Whoever waits for a person stands in the list, as far as the list reaches."""
        listing = self.plant.cordon("incidents", "--limit", str(LISTED_MAX), "--folder", self.plant.folder).stdout
        waiting = [(incident, outcome) for incident, phase, outcome, _ in self.runs.values()
                   if phase == "waiting-for-person"]
        lines = {line.split()[1]: line for line in listing.splitlines() if len(line.split()) > 2}
        complete = len(lines) < LISTED_MAX
        for incident, outcome in waiting:
            if incident in lines and not lines[incident].rstrip().endswith(outcome):
                self.find(f"HIDDEN: the list says of {incident}, which is {outcome}: {lines[incident]}")
            if incident not in lines and complete:
                self.find(f"HIDDEN: incident {incident} waits for a person, and is not in the list")
        self.figures["waiting for a person, and further back than the list reaches"] = sum(
            incident not in lines for incident, _ in waiting
        )

    def incident(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.plant.api_port, timeout=10)
        token = self.plant.tokens["admin"]
        connection.request("GET", f"/v1/incidents/{name}", headers={"authorization": f"Bearer {token}"})
        response = connection.getresponse()
        document = json.loads(response.read())
        connection.close()
        if response.status != 200:
            self.find(f"HIDDEN: the API answers {response.status} for incident {name}: {document}")
            return {"steps": []}
        return document


def verify_log(plant):
    """A finding, or None; and what the command said."""
    result = plant.cordon("audit", "verify", "--folder", plant.folder, check=False)
    words = " ".join((result.stdout + result.stderr).split())
    if result.returncode != 0:
        return f"AUDIT: 'cordon audit verify' exits {result.returncode}: {words}", words
    return None, words
