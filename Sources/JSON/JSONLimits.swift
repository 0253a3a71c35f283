/// The bounds of one text.
public struct JSONLimits: Hashable, Sendable {
    /// Parsing takes about fifteen times the text in memory, for as long as it lasts.
    public var bytesMax: Int
    /// Objects and arrays around a value. Every consumer recurses, so this bounds the stack.
    public var depthMax: Int

    public init(bytesMax: Int = 1_048_576, depthMax: Int = 32) {
        precondition(bytesMax > 0 && bytesMax <= 0x4000_0000, "a text's size is limited to between 1 byte and 1 GiB")
        precondition((1...512).contains(depthMax), "a text's depth is limited to between 1 and 512")
        self.bytesMax = bytesMax
        self.depthMax = depthMax
    }
}
