public import Domain

/// What can be wrong with a YAML file, whatever it is for.
public enum YAMLProblem: String, CataloguedProblem {
    // The text.
    case badEncoding = "YM0101"
    case tooLarge = "YM0102"
    case forbiddenCharacter = "YM0103"
    case syntax = "YM0104"
    case tooDeep = "YM0105"
    case tooManyNodes = "YM0106"
    case severalDocuments = "YM0107"
    case anchor = "YM0108"
    case tag = "YM0109"
    case mergeKey = "YM0110"
    case duplicateKey = "YM0111"
    case keyNotText = "YM0112"
    case badNumber = "YM0113"
    case directive = "YM0114"
    // Keys and their values.
    case unknownKey = "YM0201"
    case missingKey = "YM0202"
    case wrongType = "YM0203"
    case badValue = "YM0204"
    case badDuration = "YM0205"

    public var code: String { rawValue }
    public var severity: Diagnostic.Severity { .error }

    public var title: String {
        switch self {
        case .badEncoding: "not UTF-8"
        case .tooLarge: "file too large"
        case .forbiddenCharacter: "forbidden character"
        case .syntax: "not YAML"
        case .tooDeep: "nested too deep"
        case .tooManyNodes: "too many values"
        case .severalDocuments: "several documents"
        case .anchor: "anchor or alias"
        case .tag: "tag"
        case .mergeKey: "merge key"
        case .duplicateKey: "duplicate key"
        case .keyNotText: "key is not a text"
        case .badNumber: "number out of range"
        case .directive: "directive"
        case .unknownKey: "unknown key"
        case .missingKey: "missing key"
        case .wrongType: "wrong type"
        case .badValue: "value not allowed"
        case .badDuration: "not a duration"
        }
    }

    public var explanation: String {
        switch self {
        case .badEncoding: "A file is read as UTF-8 text and nothing else."
        case .tooLarge: "A file has at most 256 KiB: no person reads more."
        case .forbiddenCharacter:
            "NUL, control characters, hidden line separators and marks that reorder text make a file read otherwise "
                + "than it looks in review."
        case .syntax: "The text has no structure to go on with; what stands after it is not checked."
        case .tooDeep: "Values nest at most 32 deep."
        case .tooManyNodes: "A file has at most 10,000 values."
        case .severalDocuments: "One file holds one document."
        case .anchor: "Anchors and aliases let a few lines stand for gigabytes; write values out."
        case .tag: "Tags ask a reader to make objects of text; values here are plain data."
        case .mergeKey: "What '<<' merges is hard to see in review; write the keys out."
        case .duplicateKey: "Of two values under one key a reader would have to drop one in silence."
        case .keyNotText: "A key is one word, never a list or a mapping."
        case .badNumber: "A number fits 64 bits and is finite; in quotes it is a text."
        case .directive: "Lines that begin with '%' change how the rest is read."
        case .unknownKey: "A key that nobody reads would be a wish that nobody fulfils."
        case .missingKey: "Something that cannot be guessed is not said."
        case .wrongType: "A value of another type stands here, or none."
        case .badValue: "The value is not among those that are allowed here."
        case .badDuration: "A length of time is a whole number and a unit: 500ms 10s 15m 24h 7d."
        }
    }

    /// As the bytes of a file: not every example is a text.
    public var exampleBytes: [UInt8] {
        self == .badEncoding ? Array("a: ".utf8) + [0xFF] : Array(example.utf8)
    }

    public var example: String {
        switch self {
        case .badEncoding: "a: (the byte FF)"
        case .tooLarge: "a: " + String(repeating: "x", count: 256 * 1024)
        case .forbiddenCharacter: "a: \"x\u{202E}y\""
        case .syntax: "a: {b: 1"
        case .tooDeep: String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        case .tooManyNodes: "[" + String(repeating: "1,", count: 10_000) + "1]"
        case .severalDocuments: "a: 1\n---\nb: 2"
        case .anchor: "a: &x 1\nb: *x"
        case .tag: "a: !has(event.x)"
        case .mergeKey: "a: {<<: {b: 1}}"
        case .duplicateKey: "a: 1\na: 2"
        case .keyNotText: "? [a, b]\n: 1"
        case .badNumber: "a: 9223372036854775808"
        case .directive: "%YAML 1.2\n---\na: 1"
        case .unknownKey: "playbok: x"
        case .missingKey: "steps: []"
        case .wrongType: "steps: 5"
        case .badValue: "mode: never"
        case .badDuration: "on: {max_age: 10 minutes}"
        }
    }
}
