/// Ways out, for the mistakes that people make.
enum Advice {
    /// For a value that stands where a condition is wanted.
    static func toBool(_ type: CELType, expecting: CELType) -> String? {
        guard expecting == .bool else { return nil }
        return switch type {
        case .int: "compare it, as in … != 0"
        case .uint: "compare it, as in … != 0u"
        case .double: "compare it, as in … != 0.0"
        case .string: "compare it, as in … != \"\""
        case .list, .map: "ask for its size, as in size(…) > 0"
        case .null, .object: "ask whether it is set, with has(…)"
        case .opaque where type.optionalContent != nil: "say what counts without a value, as in ….orValue(false)"
        case .dyn, .bool, .bytes, .timestamp, .duration, .type, .wrapper, .opaque, .parameter: nil
        }
    }

    static func didYouMean(_ name: String) -> String { "did you mean '\(name)'?" }

    /// For an operator between two types that do not go together.
    static func converting(_ function: String, _ types: [CELType]) -> String? {
        guard types.count == 2, Operator.sign(of: function) != nil else { return nil }
        if function == Operator.isIn {
            return types[1] == .string ? "for text within text, write text.contains(part)" : nil
        }
        if types.contains(.null) { return "whether a field is set is asked with has(…)" }
        if types.contains(.string), function == Operator.add { return "convert with string(…)" }
        if types.contains(.string), types.contains(where: isNumber) {
            return "convert the text with int(…) or double(…)"
        }
        if types.allSatisfy(isNumber) { return "convert one of them, as in double(…)" }
        if types.contains(.timestamp) || types.contains(.duration) {
            return "write a time as timestamp(\"2006-01-02T15:04:05Z\") and a span as duration(\"10m\")"
        }
        return nil
    }

    private static func isNumber(_ type: CELType) -> Bool { [.int, .uint, .double].contains(type) }

    /// The signatures of a function, as one would write a call.
    static func signatures(_ name: String, _ overloads: [Overload]) -> String? {
        guard Operator.sign(of: name) == nil, overloads.count <= 6 else { return nil }
        let texts = overloads.map { overload in
            let isMember = overload.style == .member
            let receiver = isMember ? "\(overload.parameters[0])." : ""
            let arguments = overload.parameters.dropFirst(isMember ? 1 : 0).map(\.description)
            return "\(receiver)\(name)(\(arguments.joined(separator: ", ")))"
        }
        return "there is " + texts.joined(separator: ", ")
    }
}
