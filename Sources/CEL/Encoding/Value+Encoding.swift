private import struct Foundation.Data
private import struct Foundation.Date

extension Value {
    /// A Swift value as the language has it: structures and dictionaries become maps, arrays and sets lists.
    ///
    /// - Shape: keys are text, in the order of encoding. `Date` becomes a timestamp, `Duration` a duration, `Data` bytes;
    ///   an integer keeps its sign: `Int8` becomes an int, `UInt8` a uint. An optional property without a value is not
    ///   there.
    /// - Throws: `EncodingError`, with the path of the value, for what fits no type: a time beyond the year 9999, an
    ///   integer of 128 bits beyond 64; and whatever the value's own encoding throws.
    public init(encoding value: some Encodable) throws {
        let part = EncodedPart()
        try part.encode(value, at: [])
        self = part.value
    }

    /// What has a type of its own in the language, whatever it would encode as. Nil for everything else.
    init?(plain value: any Encodable, at path: [any CodingKey]) throws {
        let made: Value? =
            switch value {
            case let date as Date: Self.timestamp(date)
            case let duration as Duration: TimeSpan(duration).map { .duration($0) }
            case let data as Data: .bytes(Array(data))
            default: Optional.none
            }
        if let made {
            self = made
        } else if value is Date || value is Duration {
            let context = EncodingError.Context(codingPath: path, debugDescription: "this time is out of range")
            throw EncodingError.invalidValue(value, context)
        } else {
            return nil
        }
    }

    private static func timestamp(_ date: Date) -> Value? {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard let whole = Int64(exactly: seconds) else { return Optional.none }
        // A date is a double: what lies below a microsecond is not in it.
        let microseconds = ((date.timeIntervalSince1970 - seconds) * 1_000_000).rounded(.down)
        return Timestamp(seconds: whole, nanoseconds: Int32(microseconds) * 1000).map { .timestamp($0) }
    }
}
