internal import CEL
internal import Domain
internal import Playbooks

/// From a CACAO playbook to one of Cordon: a tree of its language, whose places are those of the CACAO file.
struct Translator {
    let playbook: CACAOPlaybook
    let steps: [String: WorkflowStep]
    /// What the playbooks that may be called are called in Cordon, by their CACAO ids.
    let callable: [String: String]
    var findings: Findings
    var names = StepNames()
    let inputs: [String: String]
    /// The steps whose branches are being followed.
    var opened: [WorkflowStep] = []
    /// The steps that were come to.
    var reached: Set<String> = []
    /// The branches that came to each end.
    var endsTaken: [String: String] = [:]
    var count = 0
    /// Within how many loops.
    var loops = 0

    init(_ playbook: CACAOPlaybook, callable: [String: String], findings: Findings) {
        self.playbook = playbook
        self.callable = callable
        self.findings = findings
        steps = Dictionary(playbook.steps.map { ($0.id, $0) }) { first, _ in first }
        var taken: [String] = []
        if case .mapping(let entries)? = playbook.cordon?["inputs"]?.content { taken = entries.map(\.key) }
        inputs = InputNames.table(of: playbook.variables, besides: taken)
    }

    /// The tree; it may be incomplete where something was reported.
    mutating func root() -> YAMLNode {
        reserveNames()
        let extended = playbook.cordon.flatMap {
            CordonExtension.properties(
                $0,
                of: "Cordon's extension of a playbook",
                CordonExtension.playbookKeys,
                &findings
            )
        }
        var members: [(String, YAMLNode)] = [("playbook", name(extended))]
        if let summary = playbook.summary, !summary.value.isEmpty {
            members.append(("description", Made.text(summary.value, at: summary.node)))
        }
        if let severity = extended?["severity"] ?? severity { members.append(("severity", severity)) }
        let node = playbook.name.node
        members.append(("mode", extended?["mode"] ?? Made.text("enforce", at: node)))
        members.append(("on", extended?["on"] ?? Made.mapping([("event", Made.text("manual", at: node))], at: node)))
        if let guards = extended?["guard"] { members.append(("guard", guards)) }
        if let inputs = inputsNode(extended) { members.append(("inputs", inputs)) }
        let steps = workflow()
        members.append(("steps", Made.list(steps, at: playbook.start.node)))
        if let always = extended?["always"] { members.append(("always", always)) }
        reportUnreached()
        return Made.mapping(members, at: playbook.root)
    }

    /// The ids that the extension gives are the author's own.
    private mutating func reserveNames() {
        for step in playbook.steps {
            if let id = step.cordon?["id"]?.scalar?.text { names.reserve(id) }
        }
        if case .sequence(let always)? = playbook.cordon?["always"]?.content {
            for step in always { if let id = step["id"]?.scalar?.text { names.reserve(id) } }
        }
    }

    private func name(_ extended: Properties?) -> YAMLNode {
        if let name = extended?["playbook"] { return name }
        return Made.text(Self.name(of: playbook.name.value, id: playbook.id), at: playbook.name.node)
    }

    /// What a playbook is called: its name, in small letters and digits.
    static func name(of name: String, id: String) -> String {
        let slug = StepNames.slug(name)
        return slug.isEmpty ? "playbook-\(Identifier(id)?.uuid.prefix(8).lowercased() ?? "")" : slug
    }

    private var severity: YAMLNode? {
        guard let (number, node) = playbook.severity else { return nil }
        let word: Severity =
            switch number {
            case 0: .unknown
            case ..<20: .informational
            case ..<40: .low
            case ..<60: .medium
            case ..<80: .high
            default: .critical
            }
        return Made.text(word.text, at: node)
    }

    // MARK: - Variables

    private func inputsNode(_ extended: Properties?) -> YAMLNode? {
        var members = playbook.variables.map { (inputs[$0.name] ?? "", initialValue(of: $0)) }
        if case .mapping(let entries)? = extended?["inputs"]?.content { members += entries.map { ($0.key, $0.value) } }
        let place = playbook.root["playbook_variables"] ?? playbook.root
        return members.isEmpty ? nil : Made.mapping(members, at: place)
    }

    /// An external variable is what the event says, where it says something.
    private func initialValue(of variable: Variable) -> YAMLNode {
        guard variable.isExternal else {
            if variable.value == .null { return Made.expression("dyn(null)", at: variable.node) }
            return Made.constant(variable.value, at: variable.node)
        }
        let key = Expression.literal(String(variable.name.dropFirst(2).dropLast(2)))
        let given = "type(event.data) == map && \(key) in event.data"
        let value = Expression.literal(variable.value)
        let converted = variable.type.conversion.map { "\($0)(event.data[\(key)])" } ?? "event.data[\(key)]"
        return Made.expression("\(given) ? dyn(\(converted)) : dyn(\(value))", at: variable.node)
    }

    /// What the variables of the playbook hold when it starts.
    var initialScope: VariableScope {
        var scope = VariableScope()
        for variable in playbook.variables {
            scope.declare(variable, as: "inputs.\(inputs[variable.name] ?? "")", isLocal: false)
        }
        return scope
    }

    mutating func report(_ problem: CACAOProblem, _ message: String, at node: YAMLNode, remedy: String? = nil) {
        findings.report(problem, message, at: node, remedy: remedy)
    }

    private mutating func reportUnreached() {
        for step in playbook.steps where !reached.contains(step.id) {
            report(.unreachableStep, "no step leads to this one", at: step.key)
        }
    }
}
