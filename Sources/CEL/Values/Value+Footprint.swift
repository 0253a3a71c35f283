extension Value {
    /// About how many bytes of memory its parts take, beside the value itself.
    public var footprint: Int {
        switch self {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type: 0
        // Up to 15 bytes lie in the value.
        case .string(let text): text.utf8.count > 15 ? Self.box + text.utf8.count : 0
        case .bytes(let bytes): Self.box + bytes.count
        case .list(let list): list.reduce(Self.box) { $0 + Self.stride + $1.footprint }
        case .map(let map):
            map.entries.reduce(2 * Self.box) { $0 + 2 * Self.stride + $1.key.footprint + $1.value.footprint }
        case .object, .opaque: Self.box
        case .optional(let value): Self.box + (value?.footprint ?? 0)
        }
    }

    private static let stride = MemoryLayout<Value>.stride
    /// What each piece of memory costs beside its contents.
    private static let box = 32
}
