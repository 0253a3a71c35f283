import CEL
import Configuration
import Domain
import Playbooks
import Relays

/// A place that the audit log is sent on to, as the configuration declares it.
struct RelayDeclaration: Sendable {
    let name: String
    let type: any AuditRelay.Type

    /// The key of its settings.
    var path: [String] { ["audit", "relays", name] }

    var settings: [RelaySetting] { type.descriptor.settings + RelaySetting.common }
}

extension ConfigurationFile {
    mutating func readAudit(_ node: YAMLNode) {
        guard let fields = YAMLFields(node, of: "audit", optional: ["keep_days", "witnesses", "relays"], &findings)
        else {
            return
        }
        if fields.number("keep_days", in: Settings.keptDays, &findings) != nil {
            keep("keep_days", of: fields, at: ["audit"])
        }
        for witness in fields.list("witnesses", &findings) ?? [] { readWitness(witness) }
        for relay in fields.list("relays", &findings) ?? [] { readRelay(relay) }
    }

    private mutating func readWitness(_ node: YAMLNode) {
        let path = ["audit", "witnesses", "\(witnessesCount)"]
        let keys = WitnessSchema.keys
        let witness = YAMLFields(
            node,
            of: "a witness",
            required: keys.filter(\.isRequired).map(\.name),
            optional: keys.filter { !$0.isRequired }.map(\.name),
            &findings
        )
        places[AbsoluteConfigKey(path)] = findings.source.span(of: node)
        for key in keys { keep(key.name, of: witness, at: path) }
        witnessesCount += 1
    }

    /// Which keys a relay may have depends on its kind.
    private mutating func readRelay(_ node: YAMLNode) {
        guard let type = relayKind(of: node) else { return }
        let settings = type.descriptor.settings + RelaySetting.common
        let required = ["name", "kind"] + settings.filter(\.isRequired).map(\.name)
        let optional = settings.filter { !$0.isRequired }.map(\.name)
        let owner = "a relay of kind '\(type.descriptor.kind)'"
        guard let fields = YAMLFields(node, of: owner, required: required, optional: optional, &findings),
            let name = relayName(fields)
        else { return }
        let declaration = RelayDeclaration(name: name, type: type)
        relays.append(declaration)
        places[AbsoluteConfigKey(declaration.path)] = findings.source.span(of: node)
        for setting in settings {
            switch setting.shape {
            case .actions: keepActions(setting.name, of: fields, at: declaration.path)
            case .choice(let words):
                guard fields.choice(setting.name, words.map { ($0, $0) }, &findings) != nil else { continue }
                keep(setting.name, of: fields, at: declaration.path)
            case .flag:
                guard fields.flag(setting.name, &findings) != nil else { continue }
                keep(setting.name, of: fields, at: declaration.path)
            case .text, .url, .port, .file, .secretFile: keep(setting.name, of: fields, at: declaration.path)
            }
        }
    }

    private mutating func relayKind(of node: YAMLNode) -> (any AuditRelay.Type)? {
        let words = BuiltInRelays.all.map { $0.descriptor.kind }
        guard let kind = node["kind"], let text = kind.scalar?.text else {
            let start = findings.source.span(from: node.start, to: node.start)
            let remedy = "one of \(words.joined(separator: ", "))"
            findings.report(YAMLProblem.missingKey, "a relay needs the key 'kind'", at: start, remedy: remedy)
            return nil
        }
        if let type = BuiltInRelays.all.first(where: { $0.descriptor.kind == text }) { return type }
        let near = Spelling.closest(to: text, among: words).map { "did you mean '\($0)'?" }
        let remedy = near ?? "one of \(words.joined(separator: ", "))"
        findings.report(
            YAMLProblem.badValue,
            "there is no relay of kind \(DisplayText.quoted(text))",
            at: kind,
            remedy: remedy
        )
        return nil
    }

    /// It names a file, and a variable of the environment.
    private mutating func relayName(_ fields: YAMLFields) -> String? {
        guard let text = fields.text("name", &findings), let node = fields["name"] else { return nil }
        let isGood = text.utf8.count <= 64 && text.utf8.allSatisfy(Self.isOfName)
        guard isGood, text.utf8.first != UInt8(ascii: "-") else {
            let message = "a relay's name is up to 64 letters, digits and hyphens, not \(DisplayText.quoted(text))"
            findings.report(YAMLProblem.badValue, message, at: node, remedy: "write it as siem-1")
            return nil
        }
        guard !relays.contains(where: { $0.name == text }) else {
            let message = "there are two relays of the name '\(text)'"
            findings.report(YAMLProblem.badValue, message, at: node, remedy: "each keeps its position under its name")
            return nil
        }
        return text
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private mutating func keepActions(_ key: String, of fields: YAMLFields, at path: [String]) {
        guard let nodes = fields.list(key, &findings) else { return }
        var words: [String] = []
        for node in nodes {
            guard let text = node.scalar?.text, !RelayFilter.actions(of: text).isEmpty else {
                let text = node.scalar?.text ?? ""
                let near = Spelling.closest(to: text, among: RelayFilter.words).map { "did you mean '\($0)'?" }
                let message = "the audit log has no action \(DisplayText.quoted(text))"
                findings.report(YAMLProblem.badValue, message, at: node, remedy: near)
                continue
            }
            words.append(text)
        }
        values[AbsoluteConfigKey(path + [key])] = ConfigValue(.stringArray(words), isSecret: false)
    }
}
