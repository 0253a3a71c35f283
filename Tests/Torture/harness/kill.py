"""SIGKILL at random moments under load, and a start after each."""
import random
import time

from . import account, report
from .plant import EngineEnded, Plant
from .senders import Events, Load

# Of a hundred kills, so many fall into the start itself.
DURING_START_PERCENT = 12
VERIFICATIONS = 5


class Kills:
    def __init__(self, plant, events, count, seed):
        self.plant, self.events, self.count = plant, events, count
        self.random = random.Random(f"kills {seed}")
        self.starts = []
        self.first_answers = []
        self.during_start = 0
        self.findings = []
        self.begun = time.monotonic()
        self.told = 0

    def run(self):
        for number in range(1, self.count + 1):
            if self.random.random() * 100 < DURING_START_PERCENT and self.starts:
                self.kill_during_start()
            else:
                self.kill_under_load(number)
            if number % max(1, self.count // VERIFICATIONS) == 0:
                self.verify(number)
            self.progress(number)
            if self.findings:
                return

    def kill_during_start(self):
        usual = sorted(self.starts)[len(self.starts) // 2]
        engine = self.plant.begin_engine()
        time.sleep(self.random.uniform(0, 1.2 * usual))
        self.end(engine)
        self.during_start += 1

    def kill_under_load(self, number):
        moment = self.random.choice([
            lambda: self.random.uniform(0, 0.05),
            lambda: self.random.uniform(0, 0.4),
            lambda: min(2.5, self.random.expovariate(2)),
        ])()
        try:
            self.starts.append(self.plant.start_engine())
        except (EngineEnded, TimeoutError) as error:
            self.findings.append(f"before kill {number}: {error}")
            return
        before = self.acknowledgements()
        while self.acknowledgements() == before and time.monotonic() < self.plant.engine.born + 10:
            time.sleep(0.001)
        if self.acknowledgements() > before:
            self.first_answers.append(time.monotonic() - self.plant.engine.born)
        else:
            self.findings.append(f"before kill {number}: no event was acknowledged within 10 s of the start")
        time.sleep(moment)
        self.end(self.plant.engine)

    def acknowledgements(self):
        return self.events.statuses[202] + self.events.statuses[200]

    def end(self, engine):
        """It must be the kill that ends it."""
        code = engine.process.poll()
        if code is not None:
            self.findings.append(f"cordon ended by itself, exit {code}:\n{self.plant.log.read_text()[-2_000:]}")
        engine.kill()

    def verify(self, number):
        """The log as a crash leaves it."""
        finding, _ = account.verify_log(self.plant)
        if finding:
            self.findings.append(f"after kill {number}, before the next start: {finding}")

    def progress(self, number):
        now = time.monotonic()
        if now - self.told < 5 and number < self.count:
            return
        self.told = now
        print(
            f"kill {number:>5}/{self.count}  {now - self.begun:>5.0f} s  events {self.events.made}, acknowledged "
            f"{len(self.events.answered)}, commands {sum(self.plant.fleet.deliveries.values())}, "
            f"webhooks {len(self.plant.receiver.applied)}, last start {self.starts[-1] * 1e3:.0f} ms",
            flush=True,
        )


def run(options, folder):
    with Plant(options.cordon, folder, options.seed) as plant:
        events = Events(options.seed)
        plant.start_engine()
        # The broker keeps the intake's session from its first subscription on: nothing is published before.
        time.sleep(1)
        load = Load(plant, events, options.seed, options.rate, with_monitor=True)
        load.start()
        kills = Kills(plant, events, options.kills, options.seed)
        plant.engine.kill()
        kills.run()
        findings = kills.findings
        figures = {
            "kills": options.kills, "… of them during a start": kills.during_start,
            "start, until it listens": report.spread(kills.starts),
            "start, until an event is acknowledged": report.spread(kills.first_answers),
            "… in the first fifth of the kills": report.spread(kills.first_answers[:len(kills.first_answers) // 5]),
            "… in the last fifth": report.spread(kills.first_answers[-(len(kills.first_answers) // 5 or 1):]),
        }
        findings += finish(plant, events, load, figures, broker_stayed=True)
    report.table(f"{options.kills} kills, seed {options.seed}, {plant.binary}", figures)
    return report.conclude(findings, f"seed {options.seed}, the folder is {folder}: see logs/cordon.log")


def finish(plant, events, load, figures, broker_stayed, before_end=lambda: None):
    """A last start, and peace: then everything must be as it was promised."""
    findings = []
    if not plant.engine.is_running:
        try:
            plant.start_engine()
        except (EngineEnded, TimeoutError) as error:
            return [f"the last start: {error}"]
    if not load.finish():
        findings.append("a sender did not get its event acknowledged within a minute of peace")
    try:
        time.sleep(1)
        account.settle(plant)
    except TimeoutError as error:
        findings.append(str(error))
    book = account.Account(plant, events, broker_stayed)
    findings += book.check()
    figures |= book.figures
    figures["audit entries"] = account.ask(plant, "SELECT count(*) FROM entries")[0][0]
    before_end()
    code = plant.engine.end()
    if code != 0:
        findings.append(f"cordon ended with {code} when asked to:\n{plant.log.read_text()[-2_000:]}")
    finding, words = account.verify_log(plant)
    figures["cordon audit verify"] = words
    return findings + ([finding] if finding else [])


