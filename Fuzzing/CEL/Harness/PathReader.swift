import CEL

/// Reads a path as ``Program/fieldPaths`` gives it.
enum PathReader {
    /// Nil where there is nothing.
    static func value(at path: [String], in bindings: Bindings) -> Value? {
        guard let variable = path.first else { return Optional.none }
        var value = bindings[variable]
        for name in path.dropFirst() { value = value.flatMap { read(name, of: $0) } }
        return value
    }

    private static func read(_ name: String, of value: Value) -> Value? {
        switch value {
        case .object(let object): object.objectType.index(of: name).flatMap { object.field($0) }
        case .map(let map): map[name]
        case .optional(let content?): read(name, of: content)
        default: Optional.none
        }
    }
}
