public import Domain

/// What an entry is about.
///
/// - Shape: `<kind>:<name>`, such as `device:press-7`; the kind holds no colon, the name may.
public struct AuditObject: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: CaseIterable, Hashable, Sendable {
        case device, event, playbook, connection, certificate
        /// Where an event came in.
        case source
        /// What a stop or a freeze covers: `everything`, `playbook botnet`.
        case scope
        /// A file that an operator wrote: a configuration, a playbook that could not be read.
        case file
        /// What came in, as it came: something in quarantine.
        case arrival
        /// One entry of the log, by its number.
        case entry
        /// A key, by the text that verifies with it.
        case key

        /// The stored spelling.
        public var text: String {
            switch self {
            case .device: "device"
            case .event: "event"
            case .playbook: "playbook"
            case .connection: "connection"
            case .certificate: "certificate"
            case .source: "source"
            case .scope: "scope"
            case .file: "file"
            case .arrival: "arrival"
            case .entry: "entry"
            case .key: "key"
            }
        }

        public init?(text: String) {
            guard let match = Self.byText[text] else { return nil }
            self = match
        }

        private static let byText = Dictionary(uniqueKeysWithValues: allCases.map { ($0.text, $0) })
    }

    public let kind: Kind
    public let name: String

    /// A name is cleaned and cut as ``AuditRecord`` says of texts; an empty one is `-`.
    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        // The kind and its colon stand in the same text.
        let whole = AuditText.cleaned("\(kind.text):\(name.isEmpty ? "-" : name)") ?? ""
        self.name = String(whole[whole.utf8.index(whole.startIndex, offsetBy: kind.text.utf8.count + 1)...])
    }

    public static func device(_ id: DeviceID) -> Self { Self(.device, id.description) }

    /// The source, with its spaces as `%20` and its percent signs as `%25`, a space, and the id: no two keys of events
    /// share a name (unless it had to be cut).
    public static func event(_ key: Event.Key) -> Self {
        guard key.source.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: " ") }) else {
            return Self(.event, "\(key.source) \(key.id)")
        }
        var source = ""
        for character in key.source.unicodeScalars {
            switch character {
            case "%": source += "%25"
            case " ": source += "%20"
            default: source.unicodeScalars.append(character)
            }
        }
        return Self(.event, "\(source) \(key.id)")
    }

    public static func playbook(_ name: String) -> Self { Self(.playbook, name) }

    public var description: String { "\(kind.text):\(name)" }

    /// The inverse of ``description``.
    public init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = text[text.utf8.index(after: colon)...]
        guard let kind = Kind(text: String(text[..<colon])), !name.isEmpty else { return nil }
        self.kind = kind
        self.name = String(name)
    }
}
