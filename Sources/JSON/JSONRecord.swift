public import CEL

/// An object of a document as a typed object of the language: what a program reads comes straight from the parsed text.
///
/// The place of every declared field is found once, when the record is made; after that a field is read by its index,
/// without a look-up, and a text that is only compared is never copied.
///
/// ```swift
/// let type = ObjectType("event", fields: [("metric", .string), ("value", .double), ("data", .dyn)])
/// let event = JSONRecord(try JSONDocument.parse(bytes).root, as: type)
/// ```
///
/// A number declared as a double may be written as `5`; times and durations are read from text. A value that is not of
/// its declared type is given as it is, and the operators that do not take it say so. Members that are not declared are
/// not there.
public final class JSONRecord: Object {
    public let objectType: ObjectType
    private let document: JSONDocument
    private let places: [Place]

    /// Where a field is on the tape, and whether it is read as what it is declared rather than as what it is.
    private struct Place {
        /// 0, where nothing can be, for a field that is absent.
        let index: Int
        let isTyped: Bool
    }

    /// Nil where the element is no object.
    public init?(_ element: JSONElement, as type: ObjectType) {
        guard let index = element.index, element.kind == .object else { return nil }
        objectType = type
        document = element.document
        let tape = element.document.tape
        places = type.fields.map { field in
            Place(index: tape.value(of: field.name, in: index) ?? 0, isTyped: Self.isTyped(field.type))
        }
    }

    private static func isTyped(_ type: CELType) -> Bool {
        switch type {
        case .double, .timestamp, .duration, .object, .list: true
        case .dyn, .null, .bool, .int, .uint, .string, .bytes, .map, .type, .wrapper, .opaque, .parameter: false
        }
    }

    public func field(_ index: Int) -> Value? {
        let place = places[index]
        guard place.index != 0 else { return Optional.none }
        guard place.isTyped else { return document.value(at: place.index) }
        return document.value(at: place.index, as: objectType.fields[index].type)
    }

    public func test(_ index: Int, _ test: borrowing TextTest) -> Bool? {
        let place = places[index].index
        guard place != 0, let text = document.tape.text(at: place) else { return nil }
        return test.holds(utf8: text)
    }
}
