#!/usr/bin/env python3
"""Checks that one entry is in an audit log: python3 check_proof.py PROOF KEY

PROOF is what `cordon audit prove ENTRY` wrote; KEY is the verifier key, from somebody you trust.
"""

import base64, pathlib, sys

from audit_reader import check_note, fields, sha


def check(proof, key):
    head, note = proof.split("\n\n", 1)
    version, extra, index, *path = head.split("\n")
    assert version == "c2sp.org/tlog-proof@v1", "it is no tlog-proof"
    entry, place = base64.b64decode(extra.removeprefix("extra ")), int(index.removeprefix("index "))
    origin, size = note.split("\n")[:2]
    root, left, last = sha(b"\0", entry), place, int(size) - 1
    assert place <= last, "the entry is not in the tree"
    for sibling in map(base64.b64decode, path):  # RFC 9162, section 2.1.3.2
        assert last, "the proof is too long"
        if left & 1 or left == last:
            root = sha(b"\1", sibling, root)
            while left and not left & 1:
                left, last = left >> 1, last >> 1
        else:
            root = sha(b"\1", root, sibling)
        left, last = left >> 1, last >> 1
    assert last == 0, "the proof is too short"
    check_note(note, origin, int(size), root, [key])
    return place, fields(entry)


if __name__ == "__main__":
    try:
        place, said = check(pathlib.Path(sys.argv[1]).read_text(), sys.argv[2])
        print(*(f"{tag:02x}  {value}" for tag, value in said.items()), sep="\n")
        print(f"proven: this is entry {place} of {said[1].decode()}")
    except Exception as wrong:
        sys.exit(f"NOT PROVEN: {wrong!r}")
