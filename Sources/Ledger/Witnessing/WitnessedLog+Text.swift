import Domain

extension WitnessedLog.Sighting {
    private static let header = "cordon-witness-state/1"

    /// As a witness keeps it.
    ///
    /// - Shape: the line `cordon-witness-state/1`; `since <time>` and `at <time>`; an empty line; the signed note, with the
    ///   log's size and root.
    /// - Units: nanoseconds since 1970 UTC.
    public var text: String {
        let times = "since \(since.nanosecondsSinceEpoch)\nat \(at.nanosecondsSinceEpoch)\n"
        return "\(Self.header)\n\(times)\n\(note)"
    }

    /// `nil` for any other text.
    public init?(_ text: String) {
        guard let end = text.firstRange(of: "\n\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0] == Self.header,
            let since = Self.time(lines[1], after: "since "), let at = Self.time(lines[2], after: "at "),
            let note = try? SignedNote(String(text[end.upperBound...])), let checkpoint = Checkpoint(note.text)
        else { return nil }
        self.note = note
        self.checkpoint = checkpoint
        self.since = since
        self.at = at
    }

    private static func time(_ line: Substring, after word: String) -> Instant? {
        guard line.hasPrefix(word) else { return nil }
        return Int64(line.dropFirst(word.count)).map(Instant.init(nanosecondsSinceEpoch:))
    }
}
