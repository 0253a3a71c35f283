#!/usr/bin/env python3
"""That the account notices what it is there for: python3 -B Tests/Torture/test_account.py"""
import json
import sqlite3
import tempfile
import unittest
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

from harness.account import Account
from harness.senders import SOURCE

TABLES = """
    CREATE TABLE events (source, id, incidents);
    CREATE TABLE incidents (id, body);
    CREATE TABLE runs (number, id, incident, phase, outcome, body);
    CREATE TABLE steps (run, position, state, body);
"""


class Plant:
    """One event, one incident, a command in doubt and a webhook that was taken; all as it should be."""

    def __init__(self, folder):
        self.database, self.folder = Path(folder) / "cordon.sqlite", folder
        self.shown = {"steps": [{"position": 0, "state": "in-doubt"}, {"position": 1, "state": "ok"}]}
        order = {"event": "e-1", "run": "run_1", "step": "command", "id": "key_1"}
        self.fleet = SimpleNamespace(
            deliveries=Counter({"key_1": 1}), keys=defaultdict(set, {("e-1", "run_1", "command"): {"key_1"}}),
            orders={"key_1": order}, times={"key_1": 1_000.0}, strange=[],
        )
        self.receiver = SimpleNamespace(
            ids=defaultdict(set, {("e-1", "run_1", "tell"): {"key_2"}}), applied=Counter({"key_2": 1}), wrong=[],
            requests=1, dropped=0,
        )
        self.events = SimpleNamespace(
            names={"e-1": "strict"}, acknowledged={"e-1": ["inc_1"]}, over_mqtt=set(), answered={"e-1"}, made=1,
            wrong=[],
        )
        with closing(sqlite3.connect(self.database)) as database:
            database.executescript(TABLES)
        self.change("INSERT INTO events VALUES (?, 'e-1', '[\"inc_1\"]')", SOURCE)
        self.change("INSERT INTO incidents VALUES ('inc_1', ?)", json.dumps({"run": "run_1"}))
        run = json.dumps({"event": "e-1", "playbook": "abc"})
        self.change("INSERT INTO runs VALUES (1, 'run_1', 'inc_1', 'waiting-for-person', 'stopped', ?)", run)
        for position, (state, key, action) in enumerate(
            [("in-doubt", "key_1", "device.command"), ("ok", "key_2", "webhook.send")]
        ):
            attempt = {"key": key, "number": 1, "deadline": 1_010 * 10**9, "request": {"action": action}}
            body = json.dumps({"attempt": attempt})
            self.change("INSERT INTO steps VALUES (1, ?, ?, ?)", position, state, body)

    def change(self, statement, *values):
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute(statement, values)

    def cordon(self, *arguments):
        if "show" in arguments:
            return SimpleNamespace(stdout="command in-doubt")
        return SimpleNamespace(stdout="2026 inc_1 torture-strict pump-01 high stopped\n")

    def findings(self):
        account = Account(self, self.events, broker_stayed=True)
        account.incident = lambda _: self.shown
        return account.check()


class AccountTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.plant = Plant(folder.name)

    def finds(self, word):
        findings = self.plant.findings()
        self.assertTrue(any(word in finding for finding in findings), findings)

    def test_nothing_is_wrong_where_nothing_is_wrong(self):
        self.assertEqual(self.plant.findings(), [])

    def test_an_acknowledged_event_without_a_row(self):
        self.plant.change("DELETE FROM events")
        self.finds("LOST: event e-1")

    def test_an_event_that_was_acknowledged_over_mqtt_and_has_no_row(self):
        self.plant.events.answered.add("e-2")
        self.plant.events.over_mqtt.add("e-2")
        self.finds("LOST: event e-2")

    def test_an_event_whose_incident_is_not_there(self):
        self.plant.change("DELETE FROM incidents")
        self.finds("LOST: event e-1: its incident")

    def test_an_incident_without_a_run(self):
        self.plant.change("DELETE FROM runs")
        self.plant.change("DELETE FROM steps")
        self.finds("LOST: incident inc_1 has no run")

    def test_an_incident_that_no_playbook_opened(self):
        self.plant.change("UPDATE events SET incidents = '[]'")
        self.finds("has the incidents []")

    def test_another_incident_than_the_sender_was_told(self):
        self.plant.events.acknowledged["e-1"] = ["inc_2"]
        self.finds("acknowledged with ['inc_2']")

    def test_a_run_that_does_not_come_to_rest(self):
        self.plant.change("UPDATE runs SET phase = 'running'")
        self.finds("did not settle")

    def test_two_runs_of_one_event(self):
        self.plant.change("INSERT INTO runs SELECT 2, 'run_2', incident, phase, outcome, body FROM runs")
        self.finds("2 runs of one playbook")

    def test_a_command_that_came_twice(self):
        self.plant.fleet.deliveries["key_1"] = 2
        self.finds("REPEATED: command key_1")

    def test_a_command_that_came_again_under_another_key(self):
        self.plant.fleet.keys[("e-1", "run_1", "command")].add("key_3")
        self.finds("REPEATED: ('e-1', 'run_1', 'command')")

    def test_a_command_without_an_intent(self):
        self.plant.fleet.deliveries["key_4"] = 1
        self.plant.fleet.orders["key_4"] = {}
        self.finds("NO RECORD: command key_4")

    def test_a_command_that_was_delivered_and_is_said_not_to_be(self):
        self.plant.change("UPDATE steps SET state = 'exhausted' WHERE position = 0")
        self.finds("DENIED: command key_1")

    def test_a_command_that_came_when_nobody_waited_for_it_any_more(self):
        self.plant.fleet.times["key_1"] = 1_020.0
        self.finds("LATE: command key_1")

    def test_a_command_that_is_said_to_be_done_and_is_not(self):
        self.plant.change("UPDATE steps SET state = 'ok' WHERE position = 0")
        self.plant.fleet.deliveries.clear()
        self.finds("FALSE: command key_1")

    def test_a_webhook_under_two_ids(self):
        self.plant.receiver.ids[("e-1", "run_1", "tell")].add("key_5")
        self.finds("APPLIED TWICE")

    def test_a_webhook_that_is_said_to_be_taken_and_is_not(self):
        self.plant.receiver.applied.clear()
        self.finds("FALSE: webhook key_2")

    def test_a_doubt_that_is_not_shown(self):
        self.plant.shown = {"steps": [{"position": 0, "state": "ok"}]}
        self.finds("HIDDEN: incident inc_1")

    def test_a_doubt_that_the_command_line_does_not_show(self):
        self.plant.cordon = lambda *arguments: SimpleNamespace(stdout="all is well")
        self.finds("HIDDEN: cordon incidents show inc_1")


if __name__ == "__main__":
    unittest.main()
