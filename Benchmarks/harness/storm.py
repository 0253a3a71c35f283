"""A fleet that does not stop: a million alarms from 20,000 devices within a minute, or as fast as they are taken.

Four monitors send lists as these fall due, and send again what the engine refuses, until all are acknowledged. What was
acknowledged is counted in the database afterwards. Beside the storm's first command stand those of single alarms before
it; most of the devices are held, by a limit and by the storm guard beyond it.
"""
import itertools
import threading
import time
from contextlib import closing

from . import idle, mqtt
from .figures import Figure, Row, percentile
from .places import CORDON, Missing
from .site import COMMAND, LIST, with_engine

ALARMS = 1_000_000
DEVICES = 20_000
SECONDS = 60
MONITORS = 4
QUIET = 40
LIMIT = 2 * QUIET

PLAYBOOK = f"""
playbook: limited
mode: enforce
on: {{event: violation, dedupe: {{by: device.id, for: 1h}}}}
guard: {{limit: {{devices: {LIMIT}, per: 1h}}}}
steps:
  - id: act{COMMAND}"""


def measure(progress):
    if not CORDON.exists():
        raise Missing(f"there is no {CORDON}")
    progress(f"a storm: {ALARMS:,} alarms from {DEVICES:,} devices")
    return with_engine(PLAYBOOK, storm)


def storm(site):
    subscriber = site.stack.enter_context(closing(mqtt.Client(site.broker.port, "first")))
    subscriber.subscribe("fleet/#")
    quiet = [first_command(site, subscriber, f"quiet-{number:02}") for number in range(QUIET)]
    before = site.count("events")
    # The first lists are ready then.
    start = time.monotonic() + 0.5
    numbers, acknowledged = itertools.count(), []
    monitors = [threading.Thread(target=send_all, args=(site, numbers, start, acknowledged)) for _ in range(MONITORS)]
    for monitor in monitors:
        monitor.start()
    _, first = subscriber.receive_message(time.monotonic)
    for monitor in monitors:
        monitor.join()
    seconds = time.monotonic() - start
    assert sum(acknowledged) == ALARMS, f"{sum(acknowledged)} alarms were acknowledged"
    return {
        "quiet": percentile(quiet, 50),
        "first": first - start,
        "seconds": seconds,
        "kept": site.count("events") - before,
        "touched": site.count("touches WHERE drill = 0"),
        "peak": idle.peak(site.engine.process.pid),
    }


def first_command(site, subscriber, device):
    """Seconds from an alarm of a device, alone, to its command."""
    time.sleep(0.02)
    request = site.alarms.request([(device, device)])
    with site.connection() as connection:
        start = time.monotonic()
        connection.send(request)
        _, command = subscriber.receive_message(time.monotonic)
        assert connection.receive() == 202, "a single alarm is taken"
    return command - start


def send_all(site, numbers, start, acknowledged):
    """Lists in turn with the other monitors, none before it is due."""
    with site.connection() as connection:
        for number in numbers:
            first = number * LIST
            if first >= ALARMS:
                return
            alarms = range(first, first + LIST)
            request = site.alarms.request((f"storm-{alarm}", f"press-{alarm % DEVICES:05}") for alarm in alarms)
            time.sleep(max(0, start + SECONDS * first / ALARMS - time.monotonic()))
            site.alarms.send(connection, request)
            acknowledged.append(LIST)


def rows(figures):
    first, quiet, peak = figures["first"] * 1_000, figures["quiet"] * 1_000, figures["peak"]
    lost, touched = ALARMS - figures["kept"], figures["touched"]
    return [
        Row(f"storm of {ALARMS:,} alarms: acknowledged and lost", Figure(lost), "", goal="0", is_met=lost == 0),
        Row("… until all were acknowledged", Figure(figures["seconds"]), "s"),
        Row.against("… its first command", Figure(first), "ms", "one alarm alone, p50", quiet, 10),
        Row("… the engine's memory at its peak", Figure(peak), "MiB", goal="≤ 300 MiB", is_met=peak <= 300),
        Row("… devices touched", Figure(touched), "", goal=f"≤ {LIMIT}", is_met=touched <= LIMIT),
    ]
