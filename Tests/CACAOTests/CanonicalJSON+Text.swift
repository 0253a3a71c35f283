import CACAO
import Playbooks

extension CanonicalJSON {
    /// The one form of a JSON text.
    static func text(_ json: String) throws(PlaybookRejected) -> String {
        let (root, _) = try JSONTree.read(Array(json.utf8), file: "")
        return String(decoding: bytes(of: root), as: UTF8.self)
    }
}
