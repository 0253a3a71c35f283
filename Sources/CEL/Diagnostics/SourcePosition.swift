/// Line and column of a byte, as a person counts them.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// From 1, in bytes: an `é` moves it by two.
    public let column: Int

    public init(of offset: Int, in source: String) {
        let before = source.utf8.prefix(offset)
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
    }

    public var description: String { "\(line):\(column)" }
}
