/// A piece of a log as C2SP `tlog-tiles` publishes it: up to 256 hashes of one level of the tree, or as many entries.
public struct Tile: Hashable, Sendable {
    /// How many stand in a full one.
    public static let width = 256

    public enum Kind: Hashable, Sendable {
        /// Leaf hashes at level 0; at level n roots of complete subtrees of 256^n leaves.
        case hashes(level: Int)
        case entries
    }

    public let kind: Kind
    public let index: UInt64
    /// How many stand in it: fewer than ``Tile/width`` only at the end of the log.
    public let count: Int
    public let bytes: [UInt8]

    /// Below the folder of the log: `tile/0/x001/234`, and `tile/0/x001/234.p/17` for one that is not full.
    public var path: String { Self.path(kind, index, count: count) }

    public static func path(_ kind: Kind, _ index: UInt64, count: Int = width) -> String {
        let folder =
            switch kind {
            case .hashes(let level): "tile/\(level)"
            case .entries: "tile/entries"
            }
        var groups = [Self.digits(index % 1_000)]
        var rest = index / 1_000
        while rest > 0 {
            groups.insert("x" + Self.digits(rest % 1_000), at: 0)
            rest /= 1_000
        }
        return "\(folder)/\(groups.joined(separator: "/"))\(count < width ? ".p/\(count)" : "")"
    }

    private static func digits(_ number: UInt64) -> String {
        String(repeating: "0", count: 3 - String(number).count) + String(number)
    }

    /// The entries of a bundle, each behind its length in two bytes; nil where the bytes are no bundle.
    public static func entries(in bundle: [UInt8]) -> [[UInt8]]? {
        var entries: [[UInt8]] = []
        var rest = bundle[...]
        while !rest.isEmpty {
            guard rest.count >= 2 else { return nil }
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= length else { return nil }
            entries.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return entries
    }
}
