import Crypto
import Domain

/// A hash of the tree: SHA-256 over a leaf or over two hashes, as RFC 6962, section 2.1, has it.
///
/// Held in place, as a million of them are made when a log is opened.
public struct TreeHash: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes as they lie in memory.
    private let words: SIMD4<UInt64>

    /// `nil` unless there are 32 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        let loaded = bytes.withContiguousStorageIfAvailable { Self.words(of: UnsafeRawBufferPointer($0)) }
        guard let words = loaded ?? Array(bytes).withUnsafeBytes(Self.words) else { return nil }
        self.words = words
    }

    /// The root of the tree without leaves: the hash of nothing.
    public static let empty = Self(SHA256())

    /// `SHA-256(0x00 ‖ leaf)`.
    public init(ofLeaf leaf: [UInt8]) {
        var hasher = SHA256()
        withUnsafeBytes(of: 0 as UInt8) { hasher.update(bufferPointer: $0) }
        leaf.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        self.init(hasher)
    }

    /// `SHA-256(0x01 ‖ left ‖ right)`.
    public static func node(_ left: Self, _ right: Self) -> Self {
        var hasher = SHA256()
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 1) { buffer in
            buffer.storeBytes(of: 1, as: UInt8.self)
            buffer.storeBytes(of: left.words, toByteOffset: 1, as: SIMD4<UInt64>.self)
            buffer.storeBytes(of: right.words, toByteOffset: 33, as: SIMD4<UInt64>.self)
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
        }
        return Self(hasher)
    }

    public var bytes: [UInt8] { Swift.withUnsafeBytes(of: words) { Array($0) } }

    /// 64 lower-case hexadecimal digits.
    public var description: String { Digest.hex(bytes) }

    private init(_ hasher: SHA256) {
        words = hasher.finalize().withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    private static func words(of buffer: UnsafeRawBufferPointer) -> SIMD4<UInt64>? {
        buffer.count == 32 ? buffer.loadUnaligned(as: SIMD4<UInt64>.self) : nil
    }
}
