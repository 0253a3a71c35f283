public import Playbooks

/// A playbook as a Mermaid flowchart.
public struct MermaidGraph: Sendable {
    private let playbook: Playbook

    public init(_ playbook: Playbook) { self.playbook = playbook }

    public var text: String {
        var writer = MermaidWriter()
        return writer.write(GraphModel(playbook))
    }
}

private struct MermaidWriter {
    private var lines = ["flowchart TB"]
    private var count = 0
    private var ids: [String: String] = [:]
    private var jumps: [(from: String, to: String)] = []

    mutating func write(_ model: GraphModel) -> String {
        let start = add(model.name, model.trigger + model.guards, shape: ("([\"", "\"])"), indent: "  ")
        let ends = list(model.main, after: [(start, "")], indent: "  ")
        if !model.always.isEmpty {
            lines.append("  subgraph always [\"always\"]")
            _ = list(model.always, after: ends, indent: "    ")
            lines.append("  end")
        }
        for jump in jumps { if let to = ids[jump.to] { lines.append("  \(jump.from) -. \"on failure\" .-> \(to)") } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The nodes from which one goes on, each with the label of its arrow.
    private mutating func list(
        _ nodes: [GraphNode],
        after before: [(String, String)],
        indent: String
    ) -> [(String, String)] {
        var before = before
        for node in nodes { before = self.node(node, after: before, indent: indent) }
        return before
    }

    private mutating func node(
        _ node: GraphNode,
        after before: [(String, String)],
        indent: String
    ) -> [(String, String)] {
        let notes = node.notes + node.badges.map(\.text) + (node.onFailure.isEmpty ? [] : [node.onFailure])
        let shape = node.lanes.isEmpty ? ("[\"", "\"]") : ("{{\"", "\"}}")
        let id = add("\(node.path): \(node.kind)", notes, shape: shape, indent: indent)
        ids[node.path] = id
        for (from, label) in before { arrow(from, id, label, indent) }
        if let jump = node.jump { jumps.append((id, jump)) }
        guard !node.lanes.isEmpty else { return ["end", "fail"].contains(node.kind) ? [] : [(id, "")] }
        return node.lanes.flatMap { lane in list(lane.nodes, after: [(id, lane.label)], indent: indent) }
    }

    private mutating func add(_ title: String, _ notes: [String], shape: (String, String), indent: String) -> String {
        let id = "n\(count)"
        count += 1
        let text = ([title] + notes).map(Self.escaped).joined(separator: "<br/>")
        lines.append("\(indent)\(id)\(shape.0)\(text)\(shape.1)")
        return id
    }

    private mutating func arrow(_ from: String, _ to: String, _ label: String, _ indent: String) {
        let arrow = label.isEmpty ? "-->" : "-- \"\(Self.escaped(label))\" -->"
        lines.append("\(indent)\(from) \(arrow) \(to)")
    }

    /// Mermaid reads entities by number; everything that could end a text, or mean something in it, is one.
    private static func escaped(_ text: String) -> String {
        DisplayText.harmless(text).unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "<", ">", "&", "#", ";", "`", "\\", "[", "]", "{", "}", "|": "#\(scalar.value);"
            default: String(scalar)
            }
        }.joined()
    }
}
