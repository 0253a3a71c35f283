"""The broker is killed and comes back, again and again, while events arrive. The engine stays."""
import random
import time

from . import kill, report
from .plant import Plant
from .processes import resident
from .senders import Events, Load

SETTLED_BEFORE = 3


class Outages:
    def __init__(self, plant, events, minutes, seed):
        self.plant, self.events = plant, events
        self.random = random.Random(f"outages {seed}")
        self.seconds = minutes * 60
        self.count = 0
        self.down = 0.0
        self.files_lost = 0
        self.findings = []

    def run(self):
        begun = told = time.monotonic()
        while time.monotonic() < begun + self.seconds:
            time.sleep(self.random.uniform(0.1, 3))
            self.outage()
            if not self.plant.engine.is_running:
                log = self.plant.log.read_text()[-3_000:]
                self.findings.append(f"cordon ended by itself in outage {self.count}:\n{log}")
                return
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self.tell(told - begun)

    def outage(self):
        """Half of them are over at once, so that much is under way when the next begins; a few take long."""
        lengths = [0, self.random.uniform(0, 2), self.random.uniform(10, 25)]
        length = self.random.choices(lengths, [48, 48, 4])[0]
        begun = time.monotonic()
        self.files_lost += self.plant.kill_broker()
        time.sleep(length)
        self.plant.start_broker()
        self.down += time.monotonic() - begun
        self.count += 1

    def tell(self, seconds):
        print(
            f"outage {self.count:>4}  {seconds:>5.0f} s  events {self.events.made}, acknowledged "
            f"{len(self.events.answered)}, commands {sum(self.plant.fleet.deliveries.values())}, "
            f"webhooks {len(self.plant.receiver.applied)}, memory {resident(self.plant.engine.pid)[0]:.1f} MiB",
            flush=True,
        )


def run(options, folder):
    with Plant(options.cordon, folder, options.seed) as plant:
        events = Events(options.seed)
        plant.start_engine()
        # Not over MQTT: what a broker without persistence took before it was killed is its own to lose.
        load = Load(plant, events, options.seed, options.rate, with_monitor=False)
        load.start()
        time.sleep(SETTLED_BEFORE)
        engine, before = plant.engine.pid, resident(plant.engine.pid)[0]
        outages = Outages(plant, events, options.minutes, options.seed)
        outages.run()
        figures = {
            "broker killed": outages.count, "… and down, in all": f"{outages.down:.0f} s",
            "… and its security file lost by it, and put back": outages.files_lost,
        }
        findings = outages.findings + kill.finish(
            plant, events, load, figures, broker_stayed=False, before_end=lambda: memory(plant, before, figures)
        )
        if plant.engine.pid != engine:
            findings.append("cordon is not the process that it was at the begin")
    report.table(f"{options.minutes} minutes of outages, seed {options.seed}, {plant.binary}", figures)
    return report.conclude(findings, f"seed {options.seed}, the folder is {folder}: see logs/cordon.log")


def memory(plant, before, figures):
    now, most = resident(plant.engine.pid)
    figures["memory, begin, end and at the most"] = f"{before:.1f}, {now:.1f}, {most:.1f} MiB"
