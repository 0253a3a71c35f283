/// The items of an array, read as one goes.
public struct JSONItems: Sequence, Sendable {
    private let document: JSONDocument
    private let array: Int?

    init(_ document: JSONDocument, _ array: Int?) {
        self.document = document
        self.array = array
    }

    public func makeIterator() -> Iterator { Iterator(document, array) }

    public struct Iterator: IteratorProtocol {
        private let document: JSONDocument
        private var index: Int
        private let end: Int

        init(_ document: JSONDocument, _ array: Int?) {
            self.document = document
            index = array.map { $0 + 1 } ?? 0
            end = array.map { document.tape.end(of: $0) } ?? 0
        }

        public mutating func next() -> JSONElement? {
            guard index < end else { return nil }
            defer { index = document.tape.after(index) }
            return JSONElement(document, index)
        }
    }
}
