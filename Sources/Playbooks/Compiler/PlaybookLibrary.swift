/// The playbooks that one may call, by name.
public struct PlaybookLibrary: Sendable {
    /// The text of a playbook, and where it came from.
    public struct Source: Hashable, Sendable {
        public let name: String
        public let text: String
        public let file: String

        public init(name: String, text: String, file: String) {
            self.name = name
            self.text = text
            self.file = file
        }

        /// The name as it stands at the beginning of a line, found without reading the rest: a folder has many, and few
        /// are called. Nil where none stands so.
        public init?(scanning text: String, file: String) {
            let key = "playbook:"
            let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(key) }
            guard let written = line?.dropFirst(key.count) else { return nil }
            let word = written.prefix { $0 != "#" }.filter { !" \t\"'".contains($0) }
            self.init(name: String(word), text: text, file: file)
        }
    }

    public static let empty = Self([])

    private var sources: [String: Source]

    /// The first of a name counts.
    public init(_ sources: [Source]) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
    }

    public mutating func add(_ more: [Source]) {
        sources.merge(more.map { ($0.name, $0) }) { first, _ in first }
    }

    func source(_ name: String) -> Source? { sources[name] }
    var names: [String] { sources.keys.sorted() }
}
