/// Makes a text as large as the limits allow of a few bytes.
///
/// It has the form `head~part~tail`. What is repeated is the part, or where that is asked the head and the tail around
/// it. `#` stands for the number of the round, elsewhere for that of the last, and `@` for the one before:
/// `cel.block([1~, cel.index(@) + #~], cel.index(#))`.
struct Repetition {
    private let times: Int
    private let isNested: Bool
    private let bytesMax: Int

    /// Of an input's first byte, bits 4 to 6 say how often a part is repeated, 0 for a text as it stands, and bit 7
    /// whether repeated parts stand within each other.
    init(_ first: UInt8, bytesMax: Int) {
        times = Self.rounds[Int(first >> 4 & 7)]
        isNested = first >> 7 == 1
        self.bytesMax = bytesMax
    }

    private static let rounds = [0, 2, 7, 30, 99, 400, 3000, 20_000]

    var isNone: Bool { times == 0 }

    func text(of text: String) -> String {
        guard !isNone else { return text }
        let parts = text.split(separator: "~", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return text }
        let (repeated, rest) = isNested ? (parts[0] + parts[2], parts[1]) : (parts[1], parts[0] + parts[2])
        let (size, room) = (Self.numbered(repeated, times).utf8.count, bytesMax - rest.utf8.count - 16)
        let times = max(1, min(times, room / max(1, size)))
        guard isNested else {
            return Self.numbered(parts[0], times) + Self.rounds(of: parts[1], times) + Self.numbered(parts[2], times)
        }
        return Self.rounds(of: parts[0], times) + Self.numbered(parts[1], times) + Self.rounds(of: parts[2], times)
    }

    private static func rounds(of part: String, _ times: Int) -> String {
        (1...times).map { numbered(part, $0) }.joined()
    }

    private static func numbered(_ part: String, _ round: Int) -> String {
        guard part.utf8.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "@") }) else { return part }
        var result = ""
        for scalar in part.unicodeScalars {
            switch scalar {
            case "#": result += String(round)
            case "@": result += String(round - 1)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
