package import CEL
package import Domain

/// Reads the members of a JSON object, and says where one is not as it must be. `null` counts as absent.
package struct EventFields {
    private let map: MapValue
    package let pointer: String

    /// `what` is the words for it: `"a CloudEvent"`.
    package init(_ value: Value, at pointer: String = "", what: String) throws(EventProblem) {
        guard case .map(let map) = value else {
            throw .wrongType(pointer, value, expected: "an object", remedy: "send \(what) as a JSON object")
        }
        self.map = map
        self.pointer = pointer
    }

    package func pointer(to name: String) -> String { pointer + "/" + name }

    package subscript(name: String) -> Value? {
        guard let value = map[name] else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// A text that names something: not empty, of bounded length, without control characters.
    package func name(_ name: String) throws(EventProblem) -> String {
        guard let text = try optionalName(name) else { throw missing(name, "a text") }
        return text
    }

    package func optionalName(_ name: String) throws(EventProblem) -> String? {
        guard let text = try optionalText(name) else { return nil }
        guard !text.isEmpty else {
            throw EventProblem(
                .invalid,
                "'\(name)' is empty",
                pointer: pointer(to: name),
                remedy: "give it a value, or leave it out where it is optional"
            )
        }
        return text
    }

    /// A text that may be empty.
    package func optionalText(_ name: String) throws(EventProblem) -> String? {
        guard let text = try optionalString(name) else { return nil }
        try EventText.check(text, name, at: pointer(to: name))
        return text
    }

    /// A text of any length and content.
    package func optionalString(_ name: String) throws(EventProblem) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else {
            throw .wrongType(pointer(to: name), value, expected: "a text", remedy: "write '\(name)' in quotes")
        }
        return text
    }

    package func object(_ name: String) throws(EventProblem) -> EventFields {
        guard let value = self[name] else { throw missing(name, "an object") }
        return try EventFields(value, at: pointer(to: name), what: "'\(name)'")
    }

    package func flag(_ name: String) throws(EventProblem) -> Bool {
        guard let value = self[name] else { throw missing(name, "true or false") }
        guard case .bool(let flag) = value else {
            throw .wrongType(
                pointer(to: name),
                value,
                expected: "true or false",
                remedy: "write '\(name)' as true or false, without quotes"
            )
        }
        return flag
    }

    /// Refuses any other member: one that is misspelt must not be passed over.
    package func allow(_ names: Set<String>) throws(EventProblem) {
        for case .string(let name) in map.entries.map(\.key) where !names.contains(name) {
            throw EventProblem(
                .invalid,
                "\(Quoting.excerpt(name)) is not known here",
                pointer: pointer,
                remedy: "leave it out, or correct it: \(names.sorted().joined(separator: ", ")) are known"
            )
        }
    }

    package func missing(_ name: String, _ expected: String) -> EventProblem {
        EventProblem(
            .missing,
            "'\(name)' is missing",
            pointer: pointer(to: name),
            remedy: "add '\(name)' with \(expected)"
        )
    }

    /// A text that is none of those that it may be.
    package func invalid(_ name: String, _ text: String, remedy: String) -> EventProblem {
        EventProblem(.invalid, "'\(name)' is \(Quoting.excerpt(text))", pointer: pointer(to: name), remedy: remedy)
    }
}

extension EventFields {
    /// A name that has a spelling of its own: a severity, a state.
    func parsed<Parsed>(
        _ name: String,
        as spellings: @autoclosure () -> [String],
        _ parse: (String) -> Parsed?
    ) throws(EventProblem) -> Parsed? {
        guard let text = try optionalText(name) else { return nil }
        guard let parsed = parse(text) else {
            throw invalid(name, text, remedy: "write one of \(spellings().joined(separator: ", "))")
        }
        return parsed
    }

    package func device(_ name: String) throws(EventProblem) -> DeviceID? {
        guard let text = try optionalString(name) else { return nil }
        guard let device = DeviceID(text) else { throw .notADevice(text, at: pointer(to: name)) }
        return device
    }
}

extension EventProblem {
    static func wrongType(_ pointer: String, _ value: Value, expected: String, remedy: String) -> Self {
        Self(
            .wrongType,
            "\(expected) is expected here, and this is \(value.jsonTypeName)",
            pointer: pointer,
            remedy: remedy
        )
    }

    static func notADevice(_ text: String, at pointer: String?) -> Self {
        Self(
            .invalid,
            "\(Quoting.excerpt(text)) is not the name of a device",
            pointer: pointer,
            remedy: "a device is named with \(DeviceID.rule)"
        )
    }
}

extension Value {
    /// As a sender of JSON calls it.
    fileprivate var jsonTypeName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .int, .uint, .double: "a number"
        case .string: "a text"
        case .list: "an array"
        case .map, .object: "an object"
        case .bytes, .timestamp, .duration, .type, .optional, .opaque: "no JSON value"
        }
    }
}
