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
            let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
            guard let line = lines.first(where: { $0.starts(with: key.utf8) }) else { return nil }
            let written = line.dropFirst(key.utf8.count).prefix { $0 != UInt8(ascii: "#") }
            let word = written.filter { !" \t\r\"'".utf8.contains($0) }
            self.init(name: String(decoding: word, as: UTF8.self), text: text, file: file)
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
