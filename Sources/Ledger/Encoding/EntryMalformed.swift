/// Why bytes are no entry. There is one encoding of each entry, and all others are refused.
public enum EntryMalformed: Error, Hashable, Sendable {
    case empty
    case unknownVersion(UInt8)
    case unknownTag(UInt8)
    case repeated(EntryField)
    case unordered(EntryField)
    /// The bytes end inside the field.
    case endsWithin(EntryField)
    /// A length that a shorter one would have said, or one that no field has.
    case badLength(EntryField)
    case invalidUTF8(EntryField)
    case controlCharacter(EntryField)
    /// A number with a leading zero byte, or beyond its range.
    case badNumber(EntryField)
    /// Well formed, but not a word, an id or a number that this field may have.
    case badValue(EntryField)
    case missing(EntryField)

    /// Completes "entry 7 cannot be read: …".
    public var sentence: String {
        switch self {
        case .empty: "it is empty"
        case .unknownVersion(let version): "its version is \(version), and only version 1 is known"
        case .unknownTag(let tag): "it has a field \(tag), which is not known"
        case .repeated(let field): "the field '\(field)' stands twice"
        case .unordered(let field): "the field '\(field)' is out of order"
        case .endsWithin(let field): "it ends within the field '\(field)'"
        case .badLength(let field): "the length of the field '\(field)' is wrong"
        case .invalidUTF8(let field): "the field '\(field)' is not UTF-8"
        case .controlCharacter(let field): "the field '\(field)' holds a control character"
        case .badNumber(let field): "the number in the field '\(field)' is written wrongly"
        case .badValue(let field): "the field '\(field)' holds what it cannot hold"
        case .missing(let field): "the field '\(field)' is missing"
        }
    }
}
