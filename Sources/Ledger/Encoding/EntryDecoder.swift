import Domain

extension Entry {
    /// Reads what ``encoded`` wrote, and refuses everything else: what is accepted encodes to the same bytes again.
    public init(decoding bytes: [UInt8]) throws(EntryMalformed) {
        var decoder = EntryDecoder(bytes)
        self = try decoder.decode()
    }
}

/// Reads fields in the order of their tags.
struct EntryDecoder {
    private let bytes: [UInt8]
    private var offset = 0
    private var fields = EntryFields()

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func decode() throws(EntryMalformed) -> Entry {
        guard let version = bytes.first else { throw .empty }
        guard version == EntryEncoder.version else { throw .unknownVersion(version) }
        offset = 1
        var last: EntryField?
        while offset < bytes.count {
            let field = try nextField(after: last)
            let value = try nextValue(of: field)
            try take(field, value)
            last = field
        }
        return try fields.entry()
    }

    private mutating func nextField(after last: EntryField?) throws(EntryMalformed) -> EntryField {
        guard let field = EntryField(rawValue: bytes[offset]) else { throw .unknownTag(bytes[offset]) }
        if let last, field.rawValue <= last.rawValue { throw field == last ? .repeated(field) : .unordered(field) }
        offset += 1
        return field
    }

    /// No field is longer than a text, whose length fits two bytes of LEB128.
    private mutating func nextValue(of field: EntryField) throws(EntryMalformed) -> ArraySlice<UInt8> {
        guard offset < bytes.count else { throw .endsWithin(field) }
        var length = Int(bytes[offset])
        offset += 1
        if length >= 0x80 {
            guard offset < bytes.count else { throw .endsWithin(field) }
            guard (1..<0x80).contains(bytes[offset]) else { throw .badLength(field) }
            length = length & 0x7F | Int(bytes[offset]) << 7
            offset += 1
        }
        guard length <= AuditText.bytesMax else { throw .badLength(field) }
        guard length <= bytes.count - offset else { throw .endsWithin(field) }
        defer { offset += length }
        return bytes[offset..<offset + length]
    }

    private mutating func take(_ field: EntryField, _ value: ArraySlice<UInt8>) throws(EntryMalformed) {
        switch field {
        case .origin: fields.origin = try parsed(field, value, Origin.init)
        case .sequence: fields.sequence = try number(field, value)
        case .time: fields.time = try instant(field, value)
        case .node: fields.node = try text(field, value)
        case .actor: fields.actor = try text(field, value)
        case .proof: fields.proof = try text(field, value)
        case .action: fields.action = try parsed(field, value, AuditAction.init(text:))
        case .object: fields.object = try parsed(field, value, AuditObject.init)
        case .incident: fields.incident = try parsed(field, value, IncidentID.init)
        case .run: fields.run = try parsed(field, value, RunID.init)
        case .step: fields.step = try text(field, value)
        case .attempt: fields.attempt = try attempt(field, value)
        case .playbook: fields.playbook = try digest(field, value)
        case .cause: fields.cause = try number(field, value)
        case .outcome: fields.outcome = try text(field, value)
        case .detail: fields.detail = try text(field, value)
        case .request: fields.request = try digest(field, value)
        case .evidence: fields.evidence = try digest(field, value)
        case .drill:
            guard value.isEmpty else { throw .badLength(field) }
            fields.isDrill = true
        case .privateActor: fields.commitments[.actor] = try digest(field, value)
        case .privateDetail: fields.commitments[.detail] = try digest(field, value)
        }
    }

    private func text(_ field: EntryField, _ value: ArraySlice<UInt8>) throws(EntryMalformed) -> String {
        guard !value.isEmpty else { throw .badLength(field) }
        guard let text = String(validating: value, as: UTF8.self) else { throw .invalidUTF8(field) }
        guard AuditText.isClean(value) else { throw .controlCharacter(field) }
        return text
    }

    private func parsed<Parsed>(
        _ field: EntryField,
        _ value: ArraySlice<UInt8>,
        _ parse: (String) -> Parsed?
    ) throws(EntryMalformed) -> Parsed {
        guard let parsed = parse(try text(field, value)) else { throw .badValue(field) }
        return parsed
    }

    private func number(_ field: EntryField, _ value: ArraySlice<UInt8>) throws(EntryMalformed) -> UInt64 {
        guard (1...8).contains(value.count) else { throw .badLength(field) }
        guard value.count == 1 || value.first != 0 else { throw .badNumber(field) }
        return value.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func attempt(_ field: EntryField, _ value: ArraySlice<UInt8>) throws(EntryMalformed) -> Int {
        guard let attempt = Int(exactly: try number(field, value)), attempt >= 1 else { throw .badNumber(field) }
        return attempt
    }

    private func instant(_ field: EntryField, _ value: ArraySlice<UInt8>) throws(EntryMalformed) -> Instant {
        guard value.count == 8 else { throw .badLength(field) }
        return Instant(nanosecondsSinceEpoch: Int64(bitPattern: value.reduce(0) { $0 << 8 | UInt64($1) }))
    }

    private func digest(_ field: EntryField, _ value: ArraySlice<UInt8>) throws(EntryMalformed) -> Digest {
        guard let digest = Digest(bytes: Array(value)) else { throw .badLength(field) }
        return digest
    }
}
