/// A typed name. `ID<Run>` and `ID<Incident>` share a spelling rule and nothing else.
///
/// - Shape: `<prefix>_<body>`, body 1...64 bytes of `[a-z0-9]`, e.g. `run_01j9x4`.
/// - Errors: ``init(_:)`` returns `nil` for any other text. There is no unchecked initializer.
public struct ID<Subject: Identified>: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard text.hasPrefix(Subject.prefix + "_") else { return nil }
        let body = text.utf8.dropFirst(Subject.prefix.utf8.count + 1)
        guard (1...64).contains(body.count), body.allSatisfy(Self.isAllowed) else { return nil }
        description = text
    }

    /// The id that a digest stands for: its first 100 bits in Crockford's base 32, so that it can be read out on the
    /// telephone. The same digest gives the same id, which is what makes a repeated event the same run.
    public init(_ digest: Digest) {
        var body: [UInt8] = []
        body.reserveCapacity(20)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in digest.bytes.prefix(13) {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5, body.count < 20 {
                bits -= 5
                body.append(base32Alphabet[Int(buffer >> UInt32(bits)) & 31])
            }
        }
        description = Subject.prefix + "_" + String(decoding: body, as: UTF8.self)
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.description < rhs.description }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

/// Crockford's: without the letters that are taken for digits, or for each other.
private let base32Alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

/// A kind of thing that has an ``ID``.
public protocol Identified: SendableMetatype {
    /// The text before the underscore. Part of the stored format: never change one.
    static var prefix: String { get }
}

/// One execution of a pinned playbook version for an incident.
public enum RunSubject: Identified { public static var prefix: String { "run" } }
/// A playbook answering a device.
public enum IncidentSubject: Identified { public static var prefix: String { "inc" } }

public typealias RunID = ID<RunSubject>
public typealias IncidentID = ID<IncidentSubject>
