/// One value of a document, or the absence of one.
///
/// Asking an absent element for a part gives an absent element, so that a path can be followed without a check at
/// every step: `document["data"]["device"].string`.
public struct JSONElement: Sendable {
    let document: JSONDocument
    /// Nil for an absent element.
    let index: Int?

    init(_ document: JSONDocument, _ index: Int?) {
        self.document = document
        self.index = index
    }

    public var exists: Bool { index != nil }

    /// Nil where it is absent.
    public var kind: JSONKind? { index.map { document.tape.kind(at: $0) } }

    public var isNull: Bool { kind == .null }

    public var string: String? { index(of: .string).map { document.tape.string(at: $0) } }

    public var bool: Bool? { index(of: .bool).map { document.tape.type(at: $0) == UInt8(ascii: "t") } }

    /// An integer that was written as one: `1`, not `1.0`.
    public var int: Int64? { index(of: .int).map { Int64(bitPattern: document.tape.number(at: $0)) } }

    /// An integer of 0 or more that was written as one.
    public var uint: UInt64? {
        if let int { return UInt64(exactly: int) }
        return index(of: .uint).map { document.tape.number(at: $0) }
    }

    /// Any number; an integer beyond 2^53 is rounded.
    public var double: Double? {
        if let int { return Double(int) }
        if let uint { return Double(uint) }
        return index(of: .double).map { Double(bitPattern: document.tape.number(at: $0)) }
    }

    /// The member of an object; absent where this is no object or has no such key.
    public subscript(key: String) -> JSONElement {
        JSONElement(document, index(of: .object).flatMap { document.tape.value(of: key, in: $0) })
    }

    /// The items of an array, in order; empty where this is none.
    public var items: JSONItems { JSONItems(document, index(of: .array)) }

    /// The members of an object, in the order of the text; empty where this is none.
    public var members: JSONMembers { JSONMembers(document, index(of: .object)) }

    private func index(of kind: JSONKind) -> Int? { self.kind == kind ? index : nil }
}
