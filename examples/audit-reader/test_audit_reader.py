"""Logs are written here as docs/audit-format.md says, and then spoiled: python3 -m unittest."""

import base64
import functools
import hashlib
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import audit_reader
import check_proof
import ed25519

FORMAT = Path(__file__).resolve().parents[2] / "docs" / "audit-format.md"
ORIGIN = "example.com/plant-7"

# It is a pure function, and slow; most spoiled logs hold the same signatures.
ed25519.is_signed = functools.lru_cache(maxsize=None)(ed25519.is_signed)


class Key:
    """A key that signs (RFC 8032, section 5.1.6)."""

    def __init__(self, secret, name=ORIGIN):
        digest = hashlib.sha512(secret).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.prefix = digest[32:]
        self.public = compressed(ed25519.times(self.scalar, ed25519.BASE))
        self.name = name
        material = b"\x01" + self.public
        self.id = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
        self.text = f"{name}+{self.id.hex()}+{base64.b64encode(material).decode()}"

    def sign(self, message):
        nonce = modulo_order(self.prefix + message)
        commitment = compressed(ed25519.times(nonce, ed25519.BASE))
        challenge = modulo_order(commitment + self.public + message)
        scalar = (nonce + challenge * self.scalar) % ed25519.ORDER
        return commitment + scalar.to_bytes(32, "little")

    @functools.lru_cache(maxsize=None)
    def line(self, text):
        data = base64.b64encode(self.id + self.sign(text.encode())).decode()
        return f"\u2014 {self.name} {data}\n"


def modulo_order(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % ed25519.ORDER


def compressed(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


FIRST, SECOND, STRANGER = (Key(bytes([n]) * 32) for n in (1, 2, 3))
WITNESS = Key(bytes([5]) * 32, "witness.example")


def field(tag, value):
    """A number is written in as few bytes as hold it, and a text in UTF-8."""
    if isinstance(value, int):
        value = value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")
    if isinstance(value, str):
        value = value.encode()
    length = len(value)
    header = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
    return bytes([tag]) + header + value


def encoded(sequence, more=None, origin=ORIGIN):
    """An entry, with fields by their tags beside those that must be there."""
    time = (1_790_000_000_123_456_789 + sequence).to_bytes(8, "big")
    fields = {1: origin, 2: sequence, 3: time, 4: "node-1", 7: "step.ok"} | (more or {})
    return b"\x01" + b"".join(field(tag, value) for tag, value in sorted(fields.items()))


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size):
    """The largest power of two below the size."""
    left = 1
    while left * 2 < size:
        left *= 2
    return left


# The tree as RFC 6962 defines it, without the shortcuts of the reader.


def root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    left = split(len(leaves))
    return node(root(leaves[:left]), root(leaves[left:]))


def path(index, leaves):
    if len(leaves) == 1:
        return []
    left = split(len(leaves))
    if index < left:
        return path(index, leaves[:left]) + [root(leaves[left:])]
    return path(index - left, leaves[left:]) + [root(leaves[:left])]


def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


class Log:
    """A log in memory, and its export as a folder."""

    def __init__(self, entries):
        self.entries = entries
        self.notes = []

    def checkpoint(self, size, *signers, name=ORIGIN):
        top = root([leaf(entry) for entry in self.entries[:size]])
        text = f"{name}\n{size}\n{base64.b64encode(top).decode()}\n"
        note = text + "\n" + "".join(key.line(text) for key in signers)
        self.notes.append({"size": size, "note": note})
        return self

    def files(self):
        rows = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.notes)
        files = {"checkpoints.jsonl": rows.encode()}
        for start in range(0, len(self.entries), 256):
            part = self.entries[start : start + 256]
            name = f"{start // 256:03}" + (f".p/{len(part)}" if len(part) < 256 else "")
            files[f"tile/entries/{name}"] = b"".join(len(e).to_bytes(2, "big") + e for e in part)
        return files


def small_log():
    return Log([encoded(n) for n in range(5)]).checkpoint(2, FIRST).checkpoint(5, FIRST)


def rotated_log(*signers):
    """Entry 2 is the rotation: the first key signs at 2, both at 4 and the second at 6."""
    entries = [encoded(n) for n in range(6)]
    entries[2] = encoded(2, {7: "key.rotated", 8: f"key:{SECOND.text}"})
    log = Log(entries)
    for size, keys in zip((2, 4, 6), signers or ((FIRST,), (FIRST, SECOND), (SECOND,))):
        log.checkpoint(size, *keys)
    return log


def said(files, key=FIRST):
    """What the reader says of a folder with these files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        try:
            return "sound: " + audit_reader.verify(folder, key.text)
        except Exception as wrong:
            return f"NOT SOUND: {wrong}"


class AuditReaderTests(unittest.TestCase):
    def assert_sound(self, log):
        self.assertIn("sound: ", said(log.files()))
        self.assertNotIn("NOT", said(log.files()))

    def assert_not_sound(self, log, why=""):
        self.assertRegex(said(log.files()), f"NOT SOUND: .*{why}")

    def test_a_sound_log_is_sound(self):
        self.assert_sound(small_log())
        self.assert_sound(rotated_log())

    def test_a_log_of_several_bundles_is_sound(self):
        self.assert_sound(Log([encoded(n) for n in range(600)]).checkpoint(300, FIRST).checkpoint(600, FIRST))

    def test_entries_after_the_last_checkpoint_are_read_and_said_to_be_unsigned(self):
        words = said(Log([encoded(n) for n in range(5)]).checkpoint(2, FIRST).files())
        self.assertIn("5 entries", words)
        self.assertIn("nobody has signed the last 3 yet", words)
        self.assertNotIn("nobody", said(small_log().files()))

    # A reading found that what somebody had made up without any key was sound.
    def test_a_log_that_nobody_signed_is_refused(self):
        self.assert_not_sound(Log([encoded(n) for n in range(5)]), "5 entries, and nobody has signed any")
        self.assert_not_sound(Log([]), "nobody has signed any")

    def test_only_a_short_end_may_wait_for_its_signature(self):
        log = Log([encoded(n) for n in range(5)]).checkpoint(2, FIRST)
        with mock.patch.object(audit_reader, "UNSIGNED_MAX", 3):
            self.assert_sound(log)
        with mock.patch.object(audit_reader, "UNSIGNED_MAX", 2):
            self.assert_not_sound(log, "nobody has signed the last 3 entries")

    def test_a_key_that_is_named_and_has_signed_nothing_is_not_called_the_signer(self):
        log = rotated_log()
        log.notes = log.notes[:1]
        words = said(log.files())
        self.assertIn(f"signed by {FIRST.text}; nobody has signed the last 4 yet", words)
        self.assertNotIn(SECOND.text, words)

    def test_the_file_with_the_newest_checkpoint_says_what_the_last_one_does(self):
        log = small_log()
        before, last = (row["note"].encode() for row in log.notes)
        witness = WITNESS.line("whatever it is that witnesses sign").encode()
        for note in last, last + witness:
            self.assertIn("sound: ", said(log.files() | {"checkpoint": note}))
            self.assertNotIn("NOT", said(log.files() | {"checkpoint": note}))
        self.assertIn("NOT SOUND: the file 'checkpoint'", said(log.files() | {"checkpoint": before}))
        log.notes = log.notes[:1]
        self.assertIn("NOT SOUND: the file 'checkpoint'", said(log.files() | {"checkpoint": last}))

    def test_every_bit_flipped_is_found(self):
        files, name = small_log().files(), "tile/entries/000.p/5"
        for place in range(len(files[name])):
            for bit in (0, 7):
                flipped = bytearray(files[name])
                flipped[place] ^= 1 << bit
                with self.subTest(place=place, bit=bit):
                    self.assertIn("NOT SOUND", said(files | {name: bytes(flipped)}))

    def test_another_root_size_or_signature_is_found(self):
        for old, new in (("\n5\n", "\n4\n"), ("\n2\n", "\n3\n")):
            log = small_log()
            log.notes = [row | {"note": row["note"].replace(old, new)} for row in log.notes]
            self.assert_not_sound(log)
        for part in range(3):
            log = small_log()
            lines = log.notes[1]["note"].splitlines()
            at = (2, 4, 4)[part]
            data = bytearray(base64.b64decode(lines[at].split()[-1]))
            data[(0, 3, 40)[part]] ^= 1
            lines[at] = " ".join(lines[at].split()[:-1] + [base64.b64encode(data).decode()])
            log.notes[1]["note"] = "\n".join(lines) + "\n"
            self.assert_not_sound(log)

    def test_an_entry_that_is_dropped_or_stands_elsewhere_is_found(self):
        whole = small_log()
        for at in range(5):
            log = Log(whole.entries[:at] + whole.entries[at + 1 :])
            log.notes = whole.notes
            self.assert_not_sound(log)
        for at in range(4):
            log = Log(list(whole.entries))
            log.entries[at : at + 2] = reversed(log.entries[at : at + 2])
            log.notes = whole.notes
            self.assert_not_sound(log, f"entry {at}: .*belongs elsewhere")

    def test_a_log_that_was_cut_is_found(self):
        whole = small_log()
        log = Log(whole.entries[:4])
        log.notes = whole.notes
        self.assert_not_sound(log, "ends after 4 entries, and 5 were signed")

    def test_another_key_is_not_trusted(self):
        self.assertIn("did not sign", said(small_log().files(), key=STRANGER))

    def test_a_checkpoint_of_another_log_is_found(self):
        self.assert_not_sound(Log([encoded(0)]).checkpoint(1, FIRST, name="example.com/other"))

    def test_a_key_signs_in_its_time_alone(self):
        late = ((FIRST,), (FIRST, SECOND), (FIRST,))
        early = ((SECOND,), (FIRST, SECOND), (SECOND,))
        alone = ((FIRST,), (SECOND,), (SECOND,))
        for signers in late, early, alone:
            self.assert_not_sound(rotated_log(*signers), "did not sign")

    def test_signatures_of_witnesses_are_passed_over(self):
        self.assert_sound(Log([encoded(0)]).checkpoint(1, FIRST, WITNESS))

    def test_the_example_of_the_format_is_read(self):
        block = FORMAT.read_text().split("```hex\n")[1].split("```")[0]
        entry = bytes.fromhex("".join(line.split("#")[0] for line in block.splitlines()))
        self.assertEqual(audit_reader.fields(entry)[7], b"step.intent")
        self.assertIn(f"`{leaf(entry).hex()}`", FORMAT.read_text())


class ProofTests(unittest.TestCase):
    def proof(self, index, size):
        log = Log([encoded(n) for n in range(size)]).checkpoint(size, FIRST, WITNESS)
        steps = path(index, [leaf(entry) for entry in log.entries])
        lines = [base64.b64encode(data).decode() for data in (log.entries[index], *steps)]
        head = ["c2sp.org/tlog-proof@v1", f"extra {lines[0]}", f"index {index}", *lines[1:]]
        return "\n".join(head) + "\n\n" + log.notes[0]["note"]

    def test_every_entry_of_small_logs_is_proven_and_is_none_other(self):
        for size in range(1, 9):
            for index in range(size):
                place, said = check_proof.check(self.proof(index, size), FIRST.text)
                self.assertEqual((place, int.from_bytes(said[2], "big")), (index, index))

    def test_nothing_else_is_proven(self):
        whole = self.proof(3, 7)
        lines = whole.split("\n")
        wrong = [lines[:3] + lines[4:], lines[:4] + [lines[3]] + lines[4:], lines[:3] + [lines[4], lines[3]] + lines[5:]]
        wrong.append(lines[:1] + [lines[1].replace("extra AQ", "extra AA")] + lines[2:])
        wrong.append(lines[:2] + ["index 4"] + lines[3:])
        for spoiled in ["\n".join(lines) for lines in wrong] + [whole.replace("\n7\n", "\n8\n")]:
            with self.assertRaises(Exception):
                check_proof.check(spoiled, FIRST.text)
        with self.assertRaises(AssertionError):
            check_proof.check(whole, SECOND.text)


class Ed25519Tests(unittest.TestCase):
    # RFC 8032, section 7.1: public key, message, signature.
    VECTORS = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ]

    def test_the_vectors_of_the_rfc_verify_and_no_other_signature_does(self):
        for key, message, signature in self.VECTORS:
            key, message, signature = map(bytes.fromhex, (key, message, signature))
            self.assertTrue(ed25519.is_signed(message, key, signature))
            self.assertFalse(ed25519.is_signed(message + b"x", key, signature))
            above = int.from_bytes(signature[32:], "little") + ed25519.ORDER
            self.assertFalse(ed25519.is_signed(message, key, signature[:32] + above.to_bytes(32, "little")))


if __name__ == "__main__":
    unittest.main()
