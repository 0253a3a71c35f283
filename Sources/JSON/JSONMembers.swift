/// The members of an object, read as one goes.
public struct JSONMembers: Sequence, Sendable {
    private let document: JSONDocument
    private let object: Int?

    init(_ document: JSONDocument, _ object: Int?) {
        self.document = document
        self.object = object
    }

    public func makeIterator() -> Iterator { Iterator(document, object) }

    public struct Iterator: IteratorProtocol {
        private let document: JSONDocument
        private var index: Int
        private let end: Int

        init(_ document: JSONDocument, _ object: Int?) {
            self.document = document
            index = object.map { $0 + 1 } ?? 0
            end = object.map { document.tape.end(of: $0) } ?? 0
        }

        public mutating func next() -> (key: String, value: JSONElement)? {
            guard index < end else { return nil }
            defer { index = document.tape.after(index + 1) }
            return (document.tape.string(at: index), JSONElement(document, index + 1))
        }
    }
}
