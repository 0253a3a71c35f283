import Domain

extension Entry {
    /// The bytes that are stored and hashed: see `docs/audit-format.md`.
    public var encoded: [UInt8] {
        var encoder = EntryEncoder()
        encoder.encode(self)
        return encoder.bytes
    }
}

/// Writes the fields of an entry in the order of their tags.
struct EntryEncoder {
    static let version: UInt8 = 1
    private(set) var bytes: [UInt8] = []

    mutating func encode(_ entry: Entry) {
        let record = entry.record
        bytes.reserveCapacity(320)
        bytes.append(Self.version)
        put(.origin, entry.origin.description)
        put(.sequence, entry.sequence)
        put(.time, bigEndian: UInt64(bitPattern: record.time.nanosecondsSinceEpoch), count: 8)
        put(.node, entry.node)
        if record.actor != .engine {
            if entry.commitments[.actor] == nil { put(.actor, record.actor.name) }
            put(.proof, record.actor.proof)
        }
        put(.action, record.action.text)
        put(.object, record.object?.description)
        put(.incident, record.incident?.description)
        put(.run, record.run?.description)
        put(.step, record.step)
        put(.attempt, record.attempt.map(UInt64.init))
        put(.playbook, record.playbook)
        put(.cause, entry.cause)
        put(.outcome, record.outcome)
        put(.detail, record.detail)
        put(.request, record.request)
        put(.evidence, record.evidence)
        if record.isDrill { header(.drill, length: 0) }
        for field in PrivateField.allCases { put(field.committed, entry.commitments[field]) }
    }

    private mutating func put(_ field: EntryField, _ text: String?) {
        guard let text else { return }
        header(field, length: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(_ field: EntryField, _ digest: Digest?) {
        guard let digest else { return }
        header(field, length: digest.bytes.count)
        bytes.append(contentsOf: digest.bytes)
    }

    /// Big-endian, in as few bytes as hold it; zero is one byte.
    private mutating func put(_ field: EntryField, _ number: UInt64?) {
        guard let number else { return }
        put(field, bigEndian: number, count: max(1, 8 - number.leadingZeroBitCount / 8))
    }

    private mutating func put(_ field: EntryField, bigEndian number: UInt64, count: Int) {
        header(field, length: count)
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
    }

    /// The tag, and the length as unsigned LEB128.
    private mutating func header(_ field: EntryField, length: Int) {
        bytes.append(field.rawValue)
        var rest = length
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
