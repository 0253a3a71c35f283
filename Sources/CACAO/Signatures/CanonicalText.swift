public import Playbooks

/// JSON in its canonical form (RFC 8785), for those who sign playbooks.
public enum CanonicalText {
    /// - Throws: where the text is no JSON.
    public static func of(_ json: String) throws(PlaybookRejected) -> String {
        let (root, _) = try JSONTree.read(Array(json.utf8), file: "")
        return String(decoding: CanonicalJSON.bytes(of: root), as: UTF8.self)
    }

    public static func number(_ value: Double) -> String { CanonicalJSON.number(value) }
}
