private import Crypto

/// A SHA-256 hash: 32 bytes.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// `nil` unless there are 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        let digits = hex.utf8.map(Self.hexValue)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    public init(of data: some Sequence<UInt8>) {
        bytes = SHA256.hash(data: Array(data)).withUnsafeBytes { Array($0) }
    }

    /// The hash of several parts, each preceded by its length, so that no two lists of parts share a hash.
    public init(ofParts parts: String...) { self.init(ofParts: parts) }

    public init(ofParts parts: [String]) {
        var data: [UInt8] = []
        data.reserveCapacity(parts.reduce(0) { $0 + 8 + $1.utf8.count })
        for part in parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).bigEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: part.utf8)
        }
        self.init(of: data)
    }

    /// HMAC-SHA-256 of `message`.
    public static func authenticating(_ message: some Sequence<UInt8>, with key: [UInt8]) -> Self {
        let code = HMAC<SHA256>.authenticationCode(for: Array(message), using: SymmetricKey(data: key))
        let bytes = code.withUnsafeBytes { Array($0) }
        guard let digest = Self(bytes: bytes) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String { Self.hex(bytes) }

    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            digits.append(hexDigit(byte >> 4))
            digits.append(hexDigit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
