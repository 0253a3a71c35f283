import CEL

/// An input, taken apart: the first byte says how the rest is tried.
///
/// | bits | what |
/// |---|---|
/// | 0, 1 | the ``Way`` |
/// | 2, 3 | the ``World``: whether its variables are typed, and which values they have |
/// | 4 to 6 | how often a part of the text is repeated; 0 for a text as it stands |
/// | 7 | whether repeated parts stand within each other |
///
/// A text to be repeated has the form `head~part~tail`. What is repeated is the part, or with the last bit the head and the
/// tail around it. `#` stands for the number of the round, elsewhere for that of the last, and `@` for the one before:
/// `cel.block([1~, cel.index(@) + #~], cel.index(#))`. So a few bytes make an expression as large as the limits allow.
struct Sample {
    enum Way: UInt8 {
        case checked
        case unchecked
        case explained
        /// A condition: it must be a bool.
        case condition
    }

    let way: Way
    let world: World
    let source: String

    /// Nil for an input that holds nothing to try.
    init?(_ input: UnsafeBufferPointer<UInt8>) {
        guard let first = input.first, let way = Way(rawValue: first & 3) else { return nil }
        self.way = way
        world = World.all[Int(first >> 2 & 3)]
        let text = String(decoding: input.dropFirst(), as: UTF8.self)
        let times = Self.rounds[Int(first >> 4 & 7)]
        source = times == 0 ? text : Self.repeated(text, times, isNested: first >> 7 == 1)
    }

    private static let rounds = [0, 2, 7, 30, 99, 400, 3000, 20_000]

    private static func repeated(_ text: String, _ times: Int, isNested: Bool) -> String {
        let parts = text.split(separator: "~", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return text }
        let (repeated, rest) = isNested ? (parts[0] + parts[2], parts[1]) : (parts[1], parts[0] + parts[2])
        let (size, room) = (numbered(repeated, times).utf8.count, LanguageLimits.sourceBytesMax - rest.utf8.count - 16)
        let times = max(1, min(times, room / max(1, size)))
        guard isNested else {
            return numbered(parts[0], times) + rounds(of: parts[1], times) + numbered(parts[2], times)
        }
        return rounds(of: parts[0], times) + numbered(parts[1], times) + rounds(of: parts[2], times)
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
