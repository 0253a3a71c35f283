/// Text in comma-separated values, taken apart.
///
/// - Shape: RFC 4180: fields between commas; a field in double quotes may hold commas, line ends and doubled quotes.
///   Lines end with LF or CRLF; empty lines are skipped; a byte order mark is ignored.
struct DelimitedText {
    struct Record: Hashable {
        /// Where it begins; 1-based.
        let line: Int
        let fields: [String]
    }

    private(set) var records: [Record] = []
    private(set) var problems: [ImportProblem] = []

    private var fields: [String] = []
    private var field: [UInt8] = []
    private var wasQuoted = false
    private var line = 1
    private var recordLine = 1

    /// Where a character stands.
    private enum Place {
        case fieldStart, plain, quoted, afterQuote
    }

    init(_ bytes: some Sequence<UInt8>) {
        var place = Place.fieldStart
        for byte in bytes {
            place = take(byte, at: place)
            if byte == .lineFeed { line += 1 }
        }
        if place == .quoted {
            problems.append(ImportProblem(.line(recordLine), "a quoted field is never closed", remedy: "add a '\"'"))
        }
        endRecord()
    }

    private mutating func take(_ byte: UInt8, at place: Place) -> Place {
        switch (place, byte) {
        case (.quoted, .quote): return .afterQuote
        case (.quoted, _):
            field.append(byte)
            return .quoted
        case (.afterQuote, .quote):
            field.append(byte)
            return .quoted
        case (.fieldStart, .quote):
            wasQuoted = true
            return .quoted
        case (_, .comma):
            endField()
            return .fieldStart
        case (_, .lineFeed):
            endRecord()
            return .fieldStart
        case (.afterQuote, .carriageReturn): return .afterQuote
        case (.afterQuote, _):
            report("text follows the '\"' that closes a field", "put the whole field in quotes")
            return .plain
        case (.plain, .quote):
            report("a '\"' stands within a field that has no quotes", "put the field in quotes, and double this one")
            return .plain
        case (_, _):
            field.append(byte)
            return .plain
        }
    }

    private mutating func report(_ message: String, _ remedy: String) {
        problems.append(ImportProblem(.line(line), message, remedy: remedy))
    }

    private mutating func endField() {
        if !wasQuoted, field.last == .carriageReturn { field.removeLast() }
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        wasQuoted = false
    }

    private mutating func endRecord() {
        let isQuoted = wasQuoted
        endField()
        if fields != [""] || isQuoted { records.append(Record(line: recordLine, fields: fields)) }
        fields.removeAll(keepingCapacity: true)
        recordLine = line + 1
    }
}

extension UInt8 {
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
