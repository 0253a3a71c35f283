internal import CEL
internal import JSON
internal import Playbooks

/// A tree as JSON that people read: an indented line for each member.
struct JSONLayout {
    private var text = ""

    static func text(of root: YAMLNode) -> String {
        var layout = JSONLayout()
        layout.write(root, indent: 0)
        return layout.text + "\n"
    }

    private mutating func write(_ node: YAMLNode, indent: Int) {
        switch node.content {
        case .scalar(let scalar): text += JSONText.string(scalar.value)
        case .sequence(let items):
            write(items.map { (nil, $0) }, "[", "]", indent)
        case .mapping(let entries):
            write(entries.map { ($0.key, $0.value) }, "{", "}", indent)
        }
    }

    private mutating func write(_ members: [(String?, YAMLNode)], _ open: String, _ close: String, _ indent: Int) {
        text += open
        let margin = String(repeating: " ", count: indent)
        for (position, (key, value)) in members.enumerated() {
            text += "\(position > 0 ? "," : "")\n\(margin)  "
            if let key { text += "\(JSONText.string(.string(key))): " }
            write(value, indent: indent + 2)
        }
        text += members.isEmpty ? close : "\n\(margin)\(close)"
    }
}
