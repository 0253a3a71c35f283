import CEL

/// An object of a document as a map, of which only what is asked for is built.
final class JSONMap: MapSource {
    private let document: JSONDocument
    private let object: Int
    let count: Int

    /// - Precondition: there is an object at this place.
    init(_ document: JSONDocument, _ object: Int) {
        self.document = document
        self.object = object
        count = document.tape.count(of: object)
    }

    func value(_ key: String) -> Value? {
        guard let place = document.tape.value(of: key, in: object) else { return Optional.none }
        return document.value(at: place)
    }

    func test(_ key: String, _ test: borrowing TextTest) -> Bool? {
        guard let place = document.tape.value(of: key, in: object), let text = document.tape.text(at: place) else {
            return nil
        }
        return test.holds(utf8: text)
    }

    var entries: [MapValue.Entry] {
        JSONElement(document, object).members.map { key, element in
            MapValue.Entry(key: .string(key), value: Value(reading: element) ?? .null)
        }
    }
}
