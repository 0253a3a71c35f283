import CEL
import Configuration
package import Domain
import Foundation
import Logging
package import Playbooks
import Response

/// `cordon.yaml`, read and checked: flat keys for the configuration reader, and the names of the connections.
///
/// - Errors: ``ConfigurationRejected`` where it is no YAML. What else is wrong with it is ``problems``, each with its
///   place: an unknown key with a suggestion, a wrong type, a missing key.
struct ConfigurationFile {
    static let name = "cordon.yaml"

    /// Keys by their path, such as `connections.broker.port`.
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    /// Where the values stand, under the same keys; and where inputs are given to a playbook.
    var places: [AbsoluteConfigKey: SourceSpan] = [:]
    private(set) var connections: [String: ConnectionSchema] = [:]
    /// Connections that events come in on.
    private(set) var intakeConnections: [String] = []
    /// Where the audit log is sent on to, in the order of the file.
    var relays: [RelayDeclaration] = []
    /// What this environment gives to the inputs of playbooks, by playbook and input.
    private(set) var inputs: [String: [String: Value]] = [:]
    /// How many witnesses the audit log has; what they say is under `audit.witnesses.0` and so on.
    var witnessesCount = 0
    /// How many devices an action may reach, over all playbooks.
    private(set) var actionLimits: [String: ActionLimit] = [:]
    /// Whether it has a connection that nobody knows: then others miss it without being wrong.
    private(set) var hasUnclearConnection = false
    var findings: Findings

    var source: SourceText { findings.source }
    var problems: [Diagnostic] { findings.diagnostics }

    /// The key of an input's place, and of the inputs of a playbook as a whole.
    static func inputKey(_ playbook: String) -> AbsoluteConfigKey { AbsoluteConfigKey(["inputs", playbook]) }

    init(path: String) throws(ConfigurationRejected) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .unreadable(
                OperatorError(
                    attempted: "read the configuration \(path)",
                    reason: "there is no such file, or it cannot be read",
                    remedy: "make a working folder with 'cordon init DIR', or name one with --folder"
                )
            )
        }
        let document: YAMLDocument
        do throws(YAMLRejected) {
            document = try YAMLReader().read(bytes: [UInt8](bytes), file: path)
        } catch {
            throw .problems(error.findings.diagnostics, error.findings.source)
        }
        findings = Findings(document.source)
        readRoot(document.root ?? YAMLNode(.mapping([]), from: .start, to: .start))
    }

    private mutating func readRoot(_ root: YAMLNode) {
        guard
            let fields = YAMLFields(
                root,
                of: "the configuration",
                required: ["connections"],
                optional: RootSetting.all.map(\.name),
                &findings
            )
        else { return }
        _ = fields.choice("mode", Playbook.Mode.allCases.map { ($0.text, $0) }, &findings)
        _ = fields.choice("log_level", Logger.Level.allCases.map { ($0.rawValue, $0) }, &findings)
        checkListen(fields)
        for setting in RootSetting.all where setting.isText {
            keep(setting.name, of: fields, at: [])
        }
        if let tls = fields["tls"] { readTLS(tls) }
        for entry in fields.entries("connections", &findings) ?? [] { readConnection(entry) }
        if let intake = fields["intake"] { readIntake(intake) }
        if let audit = fields["audit"] { readAudit(audit) }
        actionLimits = ActionLimitsReader.limits(fields["guards"], &findings)
        for entry in fields.entries("inputs", &findings) ?? [] { readInputs(of: entry) }
    }

    private mutating func checkListen(_ fields: YAMLFields) {
        guard let node = fields["listen"], let text = node.scalar?.text, Settings.address(text) == nil else { return }
        let message = "'listen' is an address with a port, not \(DisplayText.quoted(text))"
        findings.report(YAMLProblem.badValue, message, at: node, remedy: "write it as 127.0.0.1:8787")
    }

    /// Plain values: an environment computes nothing.
    private mutating func readInputs(of entry: YAMLEntry) {
        places[Self.inputKey(entry.key)] = findings.source.span(ofKey: entry)
        guard case .mapping(let written) = entry.value.content else {
            findings.report(YAMLProblem.wrongType, "the inputs of '\(entry.key)' are a mapping", at: entry.value)
            return
        }
        for input in written {
            guard let value = input.value.plainValue else {
                let message = "'\(input.key)' is a plain value: it takes no ${{ }}"
                findings.report(YAMLProblem.badValue, message, at: input.value)
                continue
            }
            inputs[entry.key, default: [:]][input.key] = value
        }
    }

    private mutating func readTLS(_ node: YAMLNode) {
        let fields = YAMLFields(node, of: "tls", required: ["certificate", "key"], &findings)
        for key in ["certificate", "key"] { keep(key, of: fields, at: ["tls"]) }
    }

    private mutating func readConnection(_ entry: YAMLEntry) {
        guard let kind = kind(of: entry) else {
            hasUnclearConnection = true
            return
        }
        connections[entry.key] = kind
        let required = ["kind"] + kind.keys.filter(\.isRequired).map(\.name)
        let optional = kind.keys.filter { !$0.isRequired }.map(\.name)
        let owner = "the \(kind.word) connection '\(entry.key)'"
        let fields = YAMLFields(entry.value, of: owner, required: required, optional: optional, &findings)
        places[AbsoluteConfigKey(["connections", entry.key])] = findings.source.span(ofKey: entry)
        for key in kind.keys { keep(key.name, of: fields, at: ["connections", entry.key]) }
    }

    /// Which keys a connection may have depends on its kind.
    private mutating func kind(of entry: YAMLEntry) -> ConnectionSchema? {
        let words = ConnectionSchema.all.map(\.word)
        guard let node = entry.value["kind"], let text = node.scalar?.text else {
            let message = "the connection '\(entry.key)' needs the key 'kind'"
            let remedy = "one of \(words.joined(separator: ", "))"
            findings.report(YAMLProblem.missingKey, message, at: findings.source.span(ofKey: entry), remedy: remedy)
            return nil
        }
        if let kind = ConnectionSchema.all.first(where: { $0.word == text }) { return kind }
        let closest = Spelling.closest(to: text, among: words).map { "did you mean '\($0)'?" }
        let remedy = closest ?? "one of \(words.joined(separator: ", "))"
        findings.report(YAMLProblem.badValue, "there is no connection of kind '\(text)'", at: node, remedy: remedy)
        return nil
    }

    private mutating func readIntake(_ node: YAMLNode) {
        let fields = YAMLFields(node, of: "intake", optional: ["events_per_second", "mqtt"], &findings)
        if let fields, fields.number("events_per_second", in: Settings.eventRates, &findings) != nil {
            keep("events_per_second", of: fields, at: ["intake"])
        }
        for entry in fields?.entries("mqtt", &findings) ?? [] {
            guard case .sequence(let elements) = entry.value.content else {
                findings.report(YAMLProblem.wrongType, "'\(entry.key)' is a list of topics", at: entry.value)
                continue
            }
            guard connections[entry.key]?.kind == .broker else {
                let message = "'\(entry.key)' is no broker under 'connections'"
                findings.report(YAMLProblem.badValue, message, at: findings.source.span(ofKey: entry))
                continue
            }
            intakeConnections.append(entry.key)
            let topics = elements.compactMap(\.scalar?.text)
            let key = AbsoluteConfigKey(["intake", "mqtt", entry.key])
            values[key] = ConfigValue(.stringArray(topics), isSecret: false)
        }
    }

    mutating func keep(_ name: String, of fields: YAMLFields?, at path: [String]) {
        guard let fields, let text = fields.text(name, &findings), let node = fields[name] else { return }
        let key = AbsoluteConfigKey(path + [name])
        values[key] = ConfigValue(.string(text), isSecret: false)
        places[key] = findings.source.span(of: node)
    }
}

/// Why a configuration is not taken. Every problem, not the first.
package enum ConfigurationRejected: Error, CustomStringConvertible {
    case unreadable(OperatorError)
    case problems([Diagnostic], SourceText)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .problems(let diagnostics, let source): source.rendered(diagnostics)
        }
    }
}
