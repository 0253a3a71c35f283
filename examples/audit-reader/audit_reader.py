#!/usr/bin/env python3
"""Verifies an export of Cordon's audit log, and trusts none of Cordon's code to do it.

    python3 audit_reader.py FOLDER KEY [ENTRY]

KEY is the log's first verifier key, from somebody you trust. ENTRY is the number of an entry to print.
"""

import base64, hashlib, json, pathlib, re, sys

import ed25519

UNSIGNED_MAX = 10_000  # Cordon signs after 1,000 entries or 10 seconds; in a storm some thousands more may wait


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def entries(folder):  # files x001/234, and 235.p/17 for one that is not full; in them each behind its length
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: int(re.sub(r"\D", "", str(path.relative_to(folder)).split(".p")[0]))):
        rest = path.read_bytes()
        while rest:
            length = 2 + int.from_bytes(rest[:2], "big")
            assert 2 < length <= len(rest), f"{path} ends within an entry"
            yield rest[2:length]
            rest = rest[length:]


def fields(entry):  # the version; then each field: a tag, the length as LEB128, the value
    found, at = {}, 1
    while at < len(entry):
        tag, length, at = entry[at], entry[at + 1], at + 2
        if length > 127:
            length, at = length & 127 | entry[at] << 7, at + 1
        found[tag], at = entry[at : at + length], at + length
    assert entry[0] == 1 and at == len(entry) and list(found) == sorted(found), "it is malformed"
    return found


def root_of(subtrees):
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = sha(b"\1", left, root)
    return root


def check_note(note, origin, size, root, keys):  # a checkpoint: three lines, and a signature of each key
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    assert note.startswith(text + "\n"), "it, or one since the checkpoint before, is not what was signed"
    signatures = [base64.b64decode(line.split()[-1]) for line in note[len(text) + 1 :].splitlines()]
    for key in keys:
        name, number, material = key.split("+", 2)
        own, public = [made[4:] for made in signatures if made[:4].hex() == number], base64.b64decode(material)[1:]
        assert name == origin and own and ed25519.is_signed(text.encode(), public, own[0]), f"{key} did not sign"


def verify(folder, key, wanted=None):
    lines = (folder / "checkpoints.jsonl").read_text().splitlines()
    notes = {row["size"]: row["note"] for row in map(json.loads, lines)}
    if (folder / "checkpoint").exists():  # what is passed around as the newest; witnesses may have signed below it
        newest = (folder / "checkpoint").read_text().split("\n\n")[0]
        last = notes[max(notes)].split("\n\n")[0] if notes else None
        assert newest == last, "the file 'checkpoint' is not the last of checkpoints.jsonl"
    origin, signers, subtrees, number, signed = key.split("+")[0], [key], [], -1, 0
    for number, entry in enumerate(entries(folder / "tile/entries")):
        try:
            said, root, place = fields(entry), sha(b"\0", entry), number
            assert (said[1].decode(), int.from_bytes(said[2], "big")) == (origin, number), "it belongs elsewhere"
            if said[7] == b"key.rotated":  # the next checkpoint is signed by both keys, later ones by the new one
                signers = signers + [said[8].decode().removeprefix("key:")]
            while place & 1:
                root, place = sha(b"\1", subtrees.pop(), root), place >> 1
            subtrees.append(root)
            if number + 1 in notes:
                check_note(notes.pop(number + 1), origin, number + 1, root_of(subtrees), signers)
                signers, signed = signers[-1:], number + 1
                signer = signers[0]
        except Exception as wrong:
            raise ValueError(f"entry {number}: {wrong!r}") from None
        if number == wanted:
            print(*(f"{tag:02x}  {value}" for tag, value in said.items()), sep="\n")
    assert not notes, f"the log ends after {number + 1} entries, and {max(notes)} were signed"
    assert signed, f"there are {number + 1} entries, and nobody has signed any"
    rest = number + 1 - signed
    assert rest <= UNSIGNED_MAX, f"nobody has signed the last {rest} entries: Cordon signs sooner"
    tail = f"; nobody has signed the last {rest} yet" if rest else ""
    return f"{number + 1} entries, the last checkpoint signed by {signer}{tail}"


if __name__ == "__main__":
    try:
        print("sound:", verify(pathlib.Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:])))
    except Exception as wrong:
        sys.exit(f"NOT SOUND: {wrong}")
