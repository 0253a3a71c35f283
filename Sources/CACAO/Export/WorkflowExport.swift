internal import CEL
internal import Domain
internal import Playbooks

/// The steps of a playbook of Cordon as a CACAO workflow.
struct WorkflowExport {
    private let playbook: String
    private let root: YAMLNode
    let agent: String
    private(set) var steps: [(String, YAMLNode)] = []

    init(playbook: String, root: YAMLNode) {
        self.playbook = playbook
        self.root = root
        agent = "organization--\(DerivedID.uuid("agent"))"
    }

    /// The whole: a start, the steps and an end. Answers the start.
    mutating func add(_ list: YAMLNode?) -> String {
        let start = id("start", "start")
        let place = steps.count
        let first = branch(list, of: "workflow")
        let members = [("type", text("start")), ("on_completion", text(first))]
        steps.insert((start, Made.mapping(members, at: root)), at: place)
        return start
    }

    /// Steps one after the other, and an end. Answers the first.
    private mutating func branch(_ list: YAMLNode?, of owner: String) -> String {
        guard case .sequence(let nodes)? = list?.content else { preconditionFailure("a list that compiles is one") }
        let end = id("end", owner)
        let ids = nodes.map { id(type(of: $0), $0["id"]?.scalar?.text ?? "") } + [end]
        for (position, node) in nodes.enumerated() {
            add(node, as: ids[position], next: ids[position + 1]) { name in
                zip(nodes, ids).first { $0.0["id"]?.scalar?.text == name }?.1 ?? end
            }
        }
        steps.append((end, Made.mapping([("type", text("end"))], at: root)))
        return ids[0]
    }

    private mutating func add(_ node: YAMLNode, as id: String, next: String, _ target: (String) -> String) {
        let place = steps.count
        let type = type(of: node)
        var members = [("type", text(type)), ("name", text(node["id"]?.scalar?.text ?? ""))]
        if type != "action", let timeout = milliseconds(node["timeout"]) { members.append(("timeout", timeout)) }
        members += successors(node, next, target)
        members += body(node, type)
        members.append(("step_extensions", Made.mapping([(CordonExtension.id, extended(node, type))], at: node)))
        steps.insert((id, Made.mapping(members, at: node)), at: place)
    }

    /// What it is in CACAO: what does not fit one of its types is an action, with the step as it is in the extension.
    private func type(of node: YAMLNode) -> String {
        if case .sequence(let branches)? = node["parallel"]?.content, branches.count > 1 { return "parallel" }
        if case .sequence(let branches)? = node["choose"]?.content {
            return branches.count == 1 ? "if-condition" : "switch-condition"
        }
        return node["call"] == nil ? "action" : "playbook-action"
    }

    private func successors(_ node: YAMLNode, _ next: String, _ target: (String) -> String) -> [(String, YAMLNode)] {
        let failure = node["on_failure"]
        if failure?.scalar?.text == "continue" { return [("on_completion", text(next))] }
        guard let name = failure?["go_to"]?.scalar?.text else { return [("on_success", text(next))] }
        let jump = target(name)
        guard jump != next else { return [("on_completion", text(next))] }
        return [("on_success", text(next)), ("on_failure", text(jump))]
    }

    // MARK: - Bodies

    private mutating func body(_ node: YAMLNode, _ type: String) -> [(String, YAMLNode)] {
        switch type {
        case "parallel": [("next_steps", parallel(node))]
        case "if-condition": ifCondition(node)
        case "switch-condition": switchCondition(node)
        case "playbook-action": [("playbook_id", text(DerivedID.playbook(node["call"]?.scalar?.text ?? "")))]
        default: [("commands", Made.list([command(node)], at: node)), ("agent", text(agent))]
        }
    }

    private mutating func parallel(_ node: YAMLNode) -> YAMLNode {
        guard case .sequence(let branches)? = node["parallel"]?.content else { return node }
        var ids: [YAMLNode] = []
        for one in branches {
            let owner = "branch \(one["id"]?.scalar?.text ?? "")"
            ids.append(text(branch(Made.list([one], at: one), of: owner)))
        }
        return Made.list(ids, at: node)
    }

    private mutating func ifCondition(_ node: YAMLNode) -> [(String, YAMLNode)] {
        guard case .sequence(let branches)? = node["choose"]?.content, let only = branches.first else { return [] }
        let owner = node["id"]?.scalar?.text ?? ""
        var members = [
            ("condition", text(only["if"]?.scalar?.text ?? "")),
            ("on_true", text(branch(only["steps"], of: "\(owner) true"))),
        ]
        if let otherwise = node["otherwise"] {
            members.append(("on_false", text(branch(otherwise, of: "\(owner) false"))))
        }
        return members
    }

    private mutating func switchCondition(_ node: YAMLNode) -> [(String, YAMLNode)] {
        guard case .sequence(let branches)? = node["choose"]?.content else { return [] }
        let owner = node["id"]?.scalar?.text ?? ""
        var cases: [(String, YAMLNode)] = []
        for (number, one) in branches.enumerated() {
            cases.append(("\(number + 1)", text(branch(one["steps"], of: "\(owner) \(number + 1)"))))
        }
        if let otherwise = node["otherwise"] {
            cases.append(("default", text(branch(otherwise, of: "\(owner) default"))))
        }
        let variable = "__\(owner.replacing("-", with: "_"))__:value"
        return [("switch", text(variable)), ("cases", Made.mapping(cases, at: node))]
    }

    /// What a reader elsewhere sees of it.
    private func command(_ node: YAMLNode) -> YAMLNode {
        let id = node["id"]?.scalar?.text ?? ""
        if let action = node["action"]?.scalar?.text {
            return Made.mapping([("type", text(CordonExtension.command)), ("action", text(action))], at: node)
        }
        if node["approval"] != nil {
            return Made.mapping([("type", text("manual")), ("command", text("agree to '\(id)'"))], at: node)
        }
        let kinds = ["steps", "parallel", "for_each", "wait", "set", "fail", "end"]
        let kind = kinds.first { node[$0] != nil } ?? ""
        return Made.mapping([("type", text(CordonExtension.command)), ("description", text(kind))], at: node)
    }

    private func extended(_ node: YAMLNode, _ type: String) -> YAMLNode {
        var members = [("type", text(CordonExtension.command))]
        for key in ["id", "if"] { if let value = node[key] { members.append((key, value)) } }
        switch type {
        case "action":
            guard case .mapping(let entries) = node.content else { break }
            let rest = entries.filter { !["id", "if", "on_failure"].contains($0.key) }
            members.append(("step", Made.mapping(rest.map { ($0.key, $0.value) }, at: node)))
        case "playbook-action":
            for key in ["call", "with"] { if let value = node[key] { members.append((key, value)) } }
        case "if-condition":
            if case .sequence(let branches)? = node["choose"]?.content, let condition = branches.first?["if"] {
                members.append(("condition", condition))
            }
        case "switch-condition":
            guard case .sequence(let branches)? = node["choose"]?.content else { break }
            let cases = branches.enumerated().compactMap { number, one in one["if"].map { ("\(number + 1)", $0) } }
            members.append(("cases", Made.mapping(cases, at: node)))
        default: break
        }
        return Made.mapping(members, at: node)
    }

    private func milliseconds(_ node: YAMLNode?) -> YAMLNode? {
        guard let node, let duration = node.scalar.flatMap({ DurationText.parse($0.text) }) else { return nil }
        return Made.number(duration.nanoseconds / 1_000_000, at: node)
    }

    private func id(_ type: String, _ name: String) -> String { "\(type)--\(DerivedID.uuid(playbook, type, name))" }

    private func text(_ text: String) -> YAMLNode { Made.text(text, at: root) }
}
