/// Values as JSON knows them, which is what `google.protobuf.Value` and its like hold.
///
/// - Source: cel-spec, "JSON Data Conversion"; that NaN and infinity stay numbers is cel-go's way.
enum JSONForm {
    /// Whole numbers beyond this are text in JSON: there a double no longer tells one from the next.
    private static let exactMax: UInt64 = (1 << 53) - 1

    /// Recursion ends with the value: it was made by an expression, and no deeper than one.
    static func value(of value: Value, _ frame: inout Frame) throws(Fault) -> Value {
        switch value {
        case .null, .bool, .double, .string: return value
        case .int(let int):
            return int.magnitude <= exactMax ? .double(Double(int)) : .string(String(int))
        case .uint(let uint): return uint <= exactMax ? .double(Double(uint)) : .string(String(uint))
        case .timestamp(let time): return .string(time.description)
        case .duration(let span): return .string(span.description)
        case .bytes(let bytes): return .string(Base64.text(of: bytes))
        case .list(let elements):
            var result: [Value] = []
            for element in elements { result.append(try self.value(of: element, &frame)) }
            return .list(result)
        case .map(let map): return .map(try self.map(of: map, &frame))
        case .type, .object, .optional, .opaque:
            throw Fault(.badConversion, "\(Spelling.withArticle("\(value.typeName)")) has no form in JSON")
        }
    }

    /// Steps for putting an entry into a map, measured.
    private static let entrySteps = 32

    private static func map(of map: MapValue, _ frame: inout Frame) throws(Fault) -> MapValue {
        try frame.pay(map.count * entrySteps)
        var result: [(String, Value)] = []
        for entry in map.entries {
            guard case .string(let key) = entry.key else {
                throw Fault(.badConversion, "the keys of a JSON object are text, not \(entry.key.typeName)")
            }
            result.append((key, try value(of: entry.value, &frame)))
        }
        return MapValue(result)
    }
}
