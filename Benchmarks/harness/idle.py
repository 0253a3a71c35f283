"""What the engine uses while nothing happens, as the kernel counts it."""
import os
import time
from pathlib import Path

from .figures import Figure, Row

SETTLE = 2
SECONDS = 10


def measure(process):
    """MiB resident, and the share of one core in percent."""
    time.sleep(SETTLE)
    before, start = ticks(process), time.monotonic()
    time.sleep(SECONDS)
    seconds = (ticks(process) - before) / os.sysconf("SC_CLK_TCK")
    return {"resident": resident(process), "share": 100 * seconds / (time.monotonic() - start)}


def resident(process):
    return memory(process, "VmRSS")


def peak(process):
    """The most that it ever had."""
    return memory(process, "VmHWM")


def memory(process, field):
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1_024
    raise RuntimeError(f"the process {process} has no memory")


def ticks(process):
    """User and system time. The name in parentheses may hold spaces; what follows it does not."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rows(quiet):
    resident, share = quiet["resident"], quiet["share"]
    return [
        Row("idle engine: memory", Figure(resident), "MiB", goal="≤ 60 MiB", is_met=resident <= 60),
        Row("idle engine: share of a core", Figure(share), "%", goal="≤ 0.5 %", is_met=share <= 0.5),
        Row("engine's memory after the events above", Figure(quiet["after"]), "MiB"),
    ]
