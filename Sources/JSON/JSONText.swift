public import CEL

/// JSON text to values and back.
///
/// Objects become maps in the order of the text. Integers become `.int`, those above `Int64.max` `.uint`, numbers with
/// a fraction or an exponent `.double`; integers beyond 64 bits are refused, never rounded. Keys that repeat are
/// refused, and text that is not UTF-8.
public enum JSONText {
    /// - Throws: ``JSONProblem`` with the place of the first thing that is wrong.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer,
        limits: JSONLimits = JSONLimits()
    ) throws(JSONProblem) -> Value {
        try JSONParse.tape(of: bytes, into: nil, limits).map { $0.value(at: JSONTape.root) }.get()
    }

    public static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONProblem) -> Value {
        try bytes.withUnsafeBytes { result(of: $0, limits) }.get()
    }

    public static func parse(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONProblem) -> Value {
        var text = text
        return try text.withUTF8 { result(of: UnsafeRawBufferPointer($0), limits) }.get()
    }

    public static func parse(
        _ bytes: some Collection<UInt8>,
        limits: JSONLimits = JSONLimits()
    ) throws(JSONProblem) -> Value {
        let inPlace = bytes.withContiguousStorageIfAvailable { result(of: UnsafeRawBufferPointer($0), limits) }
        if let inPlace { return try inPlace.get() }
        return try parse(Array(bytes), limits: limits)
    }

    private static func result(of bytes: UnsafeRawBufferPointer, _ limits: JSONLimits) -> Result<Value, JSONProblem> {
        Result { () throws(JSONProblem) in try parse(bytes, limits: limits) }
    }

    /// A value as compact UTF-8 text; the same value gives the same bytes.
    ///
    /// `sortedKeys` puts keys in the order of their code points instead of the order of insertion.
    /// - Shape: timestamps as RFC 3339 (`"2009-02-13T23:31:30Z"`), durations as `"1.5s"`, bytes as base64, types by
    ///   name, objects as their fields, optionals as what they hold or `null`, values of libraries as their text. Doubles that are not finite have no JSON form and become `null`. Keys that are
    ///   not text become text; where two then agree, the first is kept. Control characters, and those that people do not
    ///   see or that turn the text around them, are escaped.
    public static func write(_ value: Value, sortedKeys: Bool = false) -> [UInt8] {
        var writer = JSONWriter(sortedKeys: sortedKeys)
        writer.write(value)
        return writer.bytes
    }

    /// ``write(_:sortedKeys:)`` as text.
    public static func string(_ value: Value, sortedKeys: Bool = false) -> String {
        String(decoding: write(value, sortedKeys: sortedKeys), as: UTF8.self)
    }
}
