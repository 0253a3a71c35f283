/// The name and the fields of an object. Compared by content, and by identity first.
public struct ObjectType: Sendable, Hashable {
    /// One field as declared.
    public struct Field: Sendable, Hashable {
        public let name: String
        public let type: CELType
    }

    private final class Storage: Sendable {
        let name: String
        let fields: [Field]
        let indices: [String: Int]

        init(name: String, fields: [Field], indices: [String: Int]) {
            self.name = name
            self.fields = fields
            self.indices = indices
        }
    }

    private let storage: Storage

    /// - Precondition: no field name repeats.
    public init(_ name: String, fields: [(String, CELType)]) {
        let indices = Dictionary(fields.indices.map { (fields[$0].0, $0) }) { first, _ in first }
        precondition(indices.count == fields.count, "a field of \(name) is declared twice")
        storage = Storage(name: name, fields: fields.map { Field(name: $0.0, type: $0.1) }, indices: indices)
    }

    public var name: String { storage.name }
    public var fields: [Field] { storage.fields }

    /// The index that ``Object/field(_:)`` takes, or nil for a name that is not declared.
    public func index(of name: String) -> Int? { storage.indices[name] }

    public static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.storage === rhs.storage || (lhs.name == rhs.name && lhs.fields == rhs.fields)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
