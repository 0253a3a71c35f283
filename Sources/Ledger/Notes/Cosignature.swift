public import Domain

/// That a witness saw a checkpoint of a log as the continuation of all that it had seen before.
public struct Cosignature: Hashable, Sendable {
    public let witness: WitnessKey
    /// When it said so, by its own clock, in whole seconds.
    public let time: Instant
}

/// The bytes of a cosignature, and what it signs.
///
/// - Shape: the time, 8 bytes, big-endian; the Ed25519 signature, 64 bytes.
/// - Units: seconds since 1970 UTC, not above 2^63 - 1.
/// - Source: C2SP `tlog-cosignature`, "Ed25519 signed message".
struct CosignatureBytes {
    private static let timeBytes = 8
    private static let count = timeBytes + 64

    let seconds: Int64
    let signature: ArraySlice<UInt8>

    /// `nil` for another number of bytes, and for a time beyond the bound.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count else { return nil }
        let time = bytes.prefix(Self.timeBytes).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard let seconds = Int64(exactly: time) else { return nil }
        self.seconds = seconds
        signature = bytes.dropFirst(Self.timeBytes)
    }

    static func encode(seconds: Int64, signature: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: seconds.bigEndian, Array.init) + signature
    }

    static func message(_ text: String, seconds: Int64) -> String { "cosignature/v1\ntime \(seconds)\n\(text)" }
}
