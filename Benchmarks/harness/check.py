"""How long `cordon check` takes as a whole process: one playbook of many steps, and a folder of many playbooks."""
import subprocess
import tempfile
import time
from pathlib import Path

from .figures import Figure, Row
from .places import CORDON, PROJECT, Missing

STEPS = 500
PLAYBOOKS = 1_000
TIMES = 15
SHIPPED = PROJECT / "Playbooks" / "contain-exfiltration.yaml"


def long_playbook():
    """Three expressions a step, each of which looks at the step before."""
    lines = ["playbook: long", "mode: drill", "on: {event: violation}", "steps:"]
    for number in range(STEPS):
        before = "true" if number == 0 else f"steps.step_{number - 1}.ok"
        lines += [
            f"  - id: step-{number}",
            f"    if: device.registered && {before}",
            "    action: webhook.send",
            '    with: {connection: soc, text: "${{ device.id }}: ${{ event.name }}"}',
            "    on_failure: continue",
        ]
    return "\n".join(lines) + "\n"


def seconds(path, times):
    """Of the whole process, start and end included."""
    samples = []
    for _ in range(times):
        start = time.monotonic()
        result = subprocess.run([CORDON, "check", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        samples.append(time.monotonic() - start)
        if result.returncode != 0:
            raise RuntimeError(f"cordon check {path}: {result.stdout.decode()}")
    return samples


def measure(progress):
    """Seconds, by what was checked."""
    if not CORDON.exists():
        raise Missing(f"there is no {CORDON}")
    progress("cordon check, half a minute")
    with tempfile.TemporaryDirectory() as folder:
        shipped = SHIPPED.read_text()
        many = Path(folder) / "many"
        many.mkdir()
        for number in range(PLAYBOOKS):
            text = shipped.replace("playbook: contain-exfiltration", f"playbook: contain-{number}")
            (many / f"contain-{number}.yaml").write_text(text)
        long = Path(folder) / "long.yaml"
        long.write_text(long_playbook())
        return {
            "one": seconds(SHIPPED, TIMES),
            "long": seconds(long, TIMES),
            "many": seconds(many, 3),
        }


def rows(samples):
    milliseconds = {name: Figure.of([1_000 * second for second in taken]) for name, taken in samples.items()}
    one, long, many = milliseconds["one"], milliseconds["long"], milliseconds["many"]
    return [
        Row("cordon check: one shipped playbook", one, "ms"),
        Row(
            f"… one playbook of {STEPS} steps", long, "ms", "one shipped playbook", one.median,
            long.median / one.median, "≤ 50 ms", long.median <= 50,
        ),
        Row(
            f"… a folder of {PLAYBOOKS:,} playbooks", many, "ms", "one shipped playbook", one.median,
            many.median / one.median, "≤ 3,000 ms", many.median <= 3_000,
        ),
    ]
