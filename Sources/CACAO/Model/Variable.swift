internal import CEL
internal import JSON
internal import Playbooks

/// A variable, and what it is at first.
///
/// - Source: CACAO Security Playbooks 2.0, section 10.18.
struct Variable {
    /// With its underscores: `__address__`.
    let name: String
    let type: VariableType
    /// Null where it is unknown.
    let value: Value
    let isConstant: Bool
    let isExternal: Bool
    /// The key under which it stands.
    let key: YAMLNode
    /// Its value, or the variable as a whole.
    let node: YAMLNode
}

/// The types of variables. The vocabulary is open: another word is taken as a text.
enum VariableType: String, CaseIterable {
    case bool, dictionary, float, hexstring, integer, long, string, uri, uuid, hash
    case ipv4 = "ipv4-addr"
    case ipv6 = "ipv6-addr"
    case mac = "mac-addr"
    case md5 = "md5-hash"
    case sha256 = "sha256-hash"

    /// The function that makes a value of the type of any other; nil where it is left as it is.
    var conversion: String? {
        switch self {
        case .bool: "bool"
        case .integer, .long: "int"
        case .float: "double"
        case .dictionary: nil
        case .hexstring, .string, .uri, .uuid, .hash, .ipv4, .ipv6, .mac, .md5, .sha256: "string"
        }
    }

    var isNumber: Bool { [.integer, .long, .float].contains(self) }

    /// What a text stands for; nil where it is no value of this type.
    func value(of text: String) -> Value? {
        switch self {
        case .bool: return ["true": .bool(true), "false": .bool(false)][text.lowercased()]
        case .integer, .long: return Int64(text).map { .int($0) }
        case .float: return Double(text).flatMap { $0.isFinite ? .double($0) : Optional.none }
        case .dictionary: return Self.dictionary(text)
        case .hexstring, .string, .uri, .uuid, .hash, .ipv4, .ipv6, .mac, .md5, .sha256:
            return fits(text) ? .string(text) : Optional.none
        }
    }

    /// Whether a text has the form of the type. An empty text is known to be empty, which is a value of each.
    private func fits(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        switch self {
        case .hexstring, .hash: return text.wholeMatch(of: /[0-9a-fA-F]+/) != nil
        case .md5: return text.wholeMatch(of: /[0-9a-fA-F]{32}/) != nil
        case .sha256: return text.wholeMatch(of: /[0-9a-fA-F]{64}/) != nil
        case .uuid: return Identifier.isUUID(text)
        case .uri: return text.wholeMatch(of: /[a-zA-Z][a-zA-Z0-9+.-]*:\S*/) != nil
        case .mac: return text.wholeMatch(of: /[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}/) != nil
        case .ipv4: return AddressText.isIPv4(text)
        case .ipv6: return AddressText.isIPv6(text)
        case .bool, .dictionary, .float, .integer, .long, .string: return true
        }
    }

    private static func dictionary(_ text: String) -> Value? {
        guard case .map(let map)? = try? JSONText.parse(text) else { return Optional.none }
        return .map(map)
    }
}
