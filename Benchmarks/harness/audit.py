"""What an entry of the audit log costs to append and takes on the disk, and how long a million of them take to verify.

The entries are written here, as docs/audit-format.md says, behind those of an engine that was started and stopped.
"""
import base64
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .figures import Figure, Row
from .places import BUILD, CORDON, PROJECT, Missing

ENTRIES = 1_000_000
WIDTH = 256
sys.path.insert(0, str(PROJECT / "examples" / "audit-reader"))


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def field(tag, value):
    return bytes([tag, len(value)]) + value


def entry(origin, sequence):
    """As full as the one that is written before a command leaves; of no run, because the database has none."""
    number = sequence.to_bytes((max(1, sequence.bit_length()) + 7) // 8, "big")
    moment = (1_790_000_000_000_000_000 + sequence * 1_000_000).to_bytes(8, "big")
    digest = sha(number)
    fields = [
        (1, origin), (2, number), (3, moment), (4, b"node-1"), (7, b"step.intent"), (8, b"device:press-7-camera"),
        (9, b"inc_2gdxfj47yjnbnw108xh2"), (0x0B, b"shut-down"), (0x0C, b"\1"), (0x0D, digest), (0x11, digest),
    ]
    return b"\1" + b"".join(field(tag, value) for tag, value in fields)


def serve_once(folder):
    """Starts an engine on the folder and stops it, so that there is a log."""
    command = [CORDON, "serve", "--folder", folder, "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as engine:
        for line in engine.stdout:
            if line.startswith("listening on"):
                break
        engine.send_signal(signal.SIGTERM)
        errors = engine.communicate()[1]
    if engine.returncode != 0:
        raise RuntimeError(f"cordon serve: {errors}")


def signed(key, text, seed):
    import ed25519

    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    public = base64.b64decode(key.split("+", 2)[2])[1:]
    nonce = int.from_bytes(hashlib.sha512(digest[32:] + text.encode()).digest(), "little") % ed25519.ORDER
    x, y = ed25519.times(nonce, ed25519.BASE)
    commitment = (y | (x & 1) << 255).to_bytes(32, "little")
    challenge = int.from_bytes(hashlib.sha512(commitment + public + text.encode()).digest(), "little")
    proof = (nonce + challenge * scalar) % ed25519.ORDER
    line = base64.b64encode(bytes.fromhex(key.split("+", 2)[1]) + commitment + proof.to_bytes(32, "little")).decode()
    return f"{text}\n\u2014 {key.split('+')[0]} {line}\n"


def fill(folder, count):
    """Appends entries and signs a checkpoint over them. Returns by how many bytes the database grew."""
    key = subprocess.run([CORDON, "audit", "key", "--folder", folder], capture_output=True, text=True, check=True)
    key = key.stdout.split()[0]
    origin = key.split("+")[0]
    path = Path(folder) / "state" / "cordon.sqlite"
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.stat().st_size
    leaves = [row[0] for row in database.execute("SELECT leaf_hash FROM entries ORDER BY sequence")]
    first = len(leaves)
    entries = database.cursor()
    for sequence in range(first, first + count):
        body = entry(origin.encode(), sequence)
        leaves.append(sha(b"\0", body))
        entries.execute("INSERT INTO entries VALUES (?, ?, ?)", (sequence, body, leaves[-1]))
    level, hashes = 1, leaves
    while len(hashes) >= WIDTH:
        hashes = [root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) // WIDTH * WIDTH, WIDTH)]
        rows = [(level, position, one) for position, one in enumerate(hashes)]
        database.executemany("INSERT OR IGNORE INTO subtrees VALUES (?, ?, ?)", rows)
        level += 1
    size, top = len(leaves), base64.b64encode(root(leaves)).decode()
    text = f"{origin}\n{size}\n{top}\n"
    note = signed(key, text, (Path(folder) / "keys" / "audit.key").read_bytes())
    database.execute("INSERT INTO checkpoints VALUES (?, ?)", (size, note))
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    (Path(folder) / "state" / "signer-state").write_text(f"cordon-signer-state/1\n{text}")
    return path.stat().st_size - before


def root(hashes):
    """RFC 6962: level by level, and a hash without a neighbour goes up as it is."""
    while len(hashes) > 1:
        paired = [sha(b"\1", hashes[at], hashes[at + 1]) for at in range(0, len(hashes) - 1, 2)]
        hashes = paired + hashes[len(paired) * 2 :]
    return hashes[0]


def run(*arguments):
    """Seconds of the whole process, its memory in MiB, and what it said."""
    start = time.monotonic()
    process = subprocess.Popen([CORDON, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"cordon {arguments[0]} {arguments[1]}: {said}")
    return time.monotonic() - start, usage.ru_maxrss / 1024, said


def measure(progress, count=ENTRIES):
    if not CORDON.exists():
        raise Missing(f"there is no {CORDON}")
    progress("cordon audit verify over a million entries, a minute")
    append = appending()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([CORDON, "init", folder], check=True, capture_output=True)
        serve_once(folder)
        grown = fill(folder, count)
        seconds, memory, said = run("audit", "verify", "--folder", folder)
        if "The log is sound" not in said:
            raise RuntimeError(f"cordon audit verify: {said}")
        said = said.strip()
        return {"append": append, "seconds": seconds, "memory": memory, "bytes": grown / count, "said": said}


def appending():
    """Microseconds of processor time for an entry, all threads and SQLite included."""
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        command = [BUILD / "release" / "Appending", Path(folder) / "log.sqlite"]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["append"] / 1_000


def rows(measured):
    append, seconds, memory, size = (measured[name] for name in ["append", "seconds", "memory", "bytes"])
    return [
        Row("audit: append an entry, processor time", Figure(append), "µs", goal="≤ 10 µs", is_met=append <= 10),
        Row("cordon audit verify: 1,000,000 entries", Figure(seconds), "s", goal="≤ 10 s", is_met=seconds <= 10),
        Row("… its memory", Figure(memory), "MiB"),
        Row("audit: an entry in the database", Figure(size), "bytes", goal="≤ 400 bytes", is_met=size <= 400),
    ]


if __name__ == "__main__":
    print(measure(lambda text: print(text, file=sys.stderr), int(sys.argv[1]) if sys.argv[1:] else ENTRIES))
