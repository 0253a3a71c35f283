internal import Domain

/// Identifiers that are the same each time a playbook is exported, so that versions of it can be compared.
enum DerivedID {
    /// In the form of UUIDv4, which CACAO wants for steps.
    static func uuid(_ parts: String...) -> String { uuid(parts) }

    static func uuid(_ parts: [String]) -> String {
        var bytes = Array(Digest(ofParts: ["cordon", "cacao"] + parts).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Digest.hex(bytes))
        let lengths = [8, 4, 4, 4, 12]
        var start = 0
        return lengths.map { length in
            defer { start += length }
            return String(digits[start..<(start + length)])
        }.joined(separator: "-")
    }

    static func playbook(_ name: String) -> String { "playbook--\(uuid("playbook", name))" }
}
