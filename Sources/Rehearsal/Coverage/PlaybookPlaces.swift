import Domain
import Playbooks

/// Where the parts of a playbook stand in its text.
struct PlaybookPlaces {
    private let root: YAMLNode?
    private var steps: [String: YAMLNode] = [:]

    init(_ text: String) {
        root = (try? YAMLReader().read(text: text, file: ""))?.root
        if let root { collect(root) }
    }

    /// The ids of steps are unique in a playbook.
    private mutating func collect(_ node: YAMLNode) {
        switch node.content {
        case .scalar: return
        case .sequence(let elements): for element in elements { collect(element) }
        case .mapping(let entries):
            if let id = node["id"]?.scalar?.text { steps[id] = node }
            for entry in entries { collect(entry.value) }
        }
    }

    /// The line of a key: `["guard", "limit"]`. That of the last one that is written, where the rest is not.
    func line(_ path: String...) -> Int { line(path, in: root) }

    func line(_ key: String, of step: Step) -> Int {
        guard let node = steps[step.id] else { return step.span.line }
        return line([key], in: node)
    }

    /// The line of an element of a list, or of the key where it is written without one.
    func line(_ path: String..., element: Int) -> Int {
        let list = path.reduce(root) { $0?[$1] }
        return Self.element(element, of: list) ?? line(path, in: root)
    }

    /// The line of a branch; that of `otherwise` after the last one.
    func line(ofBranch number: Int, of step: Step) -> Int {
        Self.element(number, of: steps[step.id]?["choose"]) ?? line("otherwise", of: step)
    }

    private static func element(_ number: Int, of node: YAMLNode?) -> Int? {
        guard case .sequence(let elements)? = node?.content, elements.indices.contains(number) else { return nil }
        return elements[number].start.line
    }

    private func line(_ path: [String], in start: YAMLNode?) -> Int {
        var (node, line) = (start, start?.start.line ?? 1)
        for key in path {
            guard case .mapping(let entries)? = node?.content, let entry = entries.first(where: { $0.key == key })
            else {
                return line
            }
            (node, line) = (entry.value, entry.keyStart.line)
        }
        return line
    }
}
