internal import CEL
public import Domain
internal import JSON
public import Playbooks

/// CACAO 2.0 playbooks as playbooks of Cordon: the second front end of the same language.
///
/// A CACAO playbook is translated to Cordon's language and compiled as that; there is one translation, which
/// `cordon import` prints and `cordon run` carries out. Whatever is wrong is shown in the CACAO file.
/// - Source: CACAO Security Playbooks Version 2.0, OASIS Committee Specification 01, 27 November 2023.
public struct CACAOCompiler: Sendable {
    private let compiler: PlaybookCompiler
    private let callable: [String: String]
    private let now: Instant?
    private let limits: Limits

    /// `callable` says what the playbooks that one may call are called in Cordon, by their CACAO ids; `now` is for saying
    /// which playbooks and signatures are not valid at this time, and nil where that does not matter.
    public init(
        _ compiler: PlaybookCompiler,
        callable: [String: String] = [:],
        now: Instant? = nil,
        limits: Limits = Limits()
    ) {
        self.compiler = compiler
        self.callable = callable
        self.now = now
        self.limits = limits
    }

    public func compile(bytes: [UInt8], file: String) throws(PlaybookRejected) -> CompiledPlaybook {
        let translated = try translate(bytes: bytes, file: file)
        do throws(PlaybookRejected) {
            let compiled = try compiler.compile(
                root: translated.root,
                source: translated.source,
                text: translated.text
            )
            let warnings = translated.findings.warnings + compiled.warnings
            return CompiledPlaybook(playbook: compiled.playbook, warnings: warnings, source: translated.source)
        } catch {
            throw error.adding(translated.findings.warnings)
        }
    }

    /// The playbook in Cordon's language.
    public func translate(bytes: [UInt8], file: String) throws(PlaybookRejected) -> TranslatedPlaybook {
        let (root, source) = try JSONTree.read(bytes, file: file)
        var reader = CACAOReader(source, now: now)
        guard let playbook = reader.playbook(root) else { throw PlaybookRejected(reader.findings) }
        var translator = Translator(playbook, callable: callable, findings: reader.findings)
        let tree = translator.root()
        var findings = translator.findings
        guard !findings.hasErrors else { throw PlaybookRejected(findings) }
        let header = "Translated from the CACAO playbook\n\(playbook.id), version of \(playbook.modified)"
        let text = YAMLText.text(of: tree, header: header)
        if let reason = unreadable(text, file) {
            let message = "in Cordon's language it cannot be kept: \(reason)"
            findings.report(CACAOProblem.tooLarge, message, at: source.span(from: root.start, to: root.start))
            throw PlaybookRejected(findings)
        }
        let name = tree["playbook"]?.scalar?.text ?? ""
        return TranslatedPlaybook(
            name: name,
            id: playbook.id,
            text: text,
            signatures: reader.signatures,
            root: tree,
            findings: findings
        )
    }

    /// Why a text could not be read again when a run is resumed; nil where it can.
    private func unreadable(_ text: String, _ file: String) -> String? {
        do throws(YAMLRejected) {
            _ = try YAMLReader(limits: limits).read(text: text, file: file)
            return nil
        } catch {
            return error.findings.errors.first?.message ?? "it is not right"
        }
    }

    /// Whether bytes are those of a CACAO playbook, right or not: a JSON object whose type is 'playbook', or what is no
    /// JSON and names a version of CACAO.
    public static func isPlaybook(_ bytes: [UInt8]) -> Bool {
        guard let document = try? JSONDocument.parse(bytes) else {
            return String(decoding: bytes, as: UTF8.self).contains("\"cacao-")
        }
        return document["type"].string == "playbook"
    }

    /// The id of a CACAO playbook, and what it is called in Cordon; nil where it is none. For a folder, whose playbooks
    /// call one another.
    public static func identity(of bytes: [UInt8]) -> (id: String, name: String)? {
        guard let document = try? JSONDocument.parse(bytes), document["type"].string == "playbook",
            let id = document["id"].string, let name = document["name"].string
        else { return nil }
        let own = document["playbook_extensions"][CordonExtension.id]["playbook"].string
        return (id, own ?? Translator.name(of: name, id: id))
    }
}

/// A CACAO playbook in Cordon's language.
public struct TranslatedPlaybook: Sendable {
    /// What it is called in Cordon.
    public let name: String
    /// Its CACAO id.
    public let id: String
    /// As a file of Cordon's.
    public let text: String
    /// What came of checking each of its signatures. An invalid one is an error, and there is no translation.
    public let signatures: [SignatureVerdict]
    let root: YAMLNode
    let findings: Findings

    public var warnings: [Diagnostic] { findings.warnings }
    public var source: SourceText { findings.source }
}
