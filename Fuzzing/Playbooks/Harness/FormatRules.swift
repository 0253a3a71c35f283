import Authoring
import Domain
import Playbooks

/// What holds of the formatter: it takes every sound text, keeps what it means, and is done after one time.
struct FormatRules {
    private let trial: Trial
    private let outcome: Trial.Outcome

    init(_ trial: Trial, _ outcome: Trial.Outcome) {
        self.trial = trial
        self.outcome = outcome
    }

    /// Nil where it is no sound YAML.
    func formatted() -> String? {
        // Each finding shows its line, and a hundred times a long one takes its time.
        guard trial.sample.isShort || isSound else { return nil }
        return Rule.requireQuick("formatting") { formatted(trial.sample.bytes) }
    }

    private var isSound: Bool {
        guard case .failure(let rejected) = outcome else { return true }
        return !rejected.diagnostics.contains { $0.code.hasPrefix("YM01") }
    }

    /// What the formatter printed.
    func examine(_ text: String) {
        let again = formatted(Array(text.utf8))
        Rule.require(again == text, "a formatted text stays: \(text.debugDescription), \(again.debugDescription)")
        examineMeaning(Array(text.utf8))
    }

    private func formatted(_ bytes: [UInt8]) -> String? {
        do throws(FormatRefused) {
            return try Self.formatter.format(bytes: bytes, file: Sample.file)
        } catch {
            switch error {
            case .findings(let findings): Rule.require(!findings.isEmpty, "a refusal to format says why")
            case .notSure: Rule.require(hasLongKey(bytes), "the formatter is sure")
            }
            return nil
        }
    }

    /// YAML allows a key 1024 characters on a line, escapes included, and more where it is written with a `?`, which the
    /// formatter does not write.
    private func hasLongKey(_ bytes: [UInt8]) -> Bool {
        guard let document = try? YAMLReader(limits: Self.limits).read(bytes: bytes, file: Sample.file) else {
            return false
        }
        return document.root.map(hasLongKey) ?? false
    }

    private func hasLongKey(_ node: YAMLNode) -> Bool {
        switch node.content {
        case .scalar: false
        case .sequence(let elements): elements.contains(where: hasLongKey)
        case .mapping(let entries):
            entries.contains { entry in
                entry.key.utf8.count > 150 || entry.keyEnd.column - entry.keyStart.column > 1000
                    || hasLongKey(entry.value)
            }
        }
    }

    /// The compiler says the same of it, wherever it now stands.
    private func examineMeaning(_ bytes: [UInt8]) {
        // Indentation and lines of their own make a text longer.
        let bytesMax = trial.sample.limits.playbookBytesMax
        guard max(bytes.count, trial.sample.bytes.count) <= bytesMax else { return }
        switch (outcome, trial.compile(bytes)) {
        case (.success(let before), .success(let after)):
            let difference = PlaybookShape(after.playbook).difference(from: PlaybookShape(before.playbook))
            Rule.require(difference == nil, "a formatted playbook is the same: \(difference ?? "")")
            examine(before.warnings, after.warnings)
        case (.failure(let before), .failure(let after)): examine(before.diagnostics, after.diagnostics)
        case (.success, .failure(let rejected)): Rule.require(false, "a formatted playbook compiles: \(rejected)")
        case (.failure(let rejected), .success): Rule.require(false, "formatting mends nothing: \(rejected)")
        }
    }

    private func examine(_ before: [Diagnostic], _ after: [Diagnostic]) {
        let codes = [before, after].map { $0.map(\.code).sorted() }
        Rule.require(codes[0] == codes[1], "a formatted text has the same findings: \(codes)")
    }

    /// Without a limit on bytes: what it prints may be longer than what it read.
    private static let limits: Limits = {
        var limits = Limits()
        limits.playbookBytesMax = 1 << 26
        return limits
    }()

    private static let formatter = PlaybookFormatter(limits: limits)
}
