public import Domain

/// Turns YAML into a checked, immutable ``Playbook``, or says everything that is wrong with it.
///
/// ```swift
/// let compiler = PlaybookCompiler(CompilerContext(actions: actions, connections: ["broker": .broker]))
/// let playbook = try compiler.compile(text: text, file: "Playbooks/contain-exfiltration.yaml")
/// ```
/// The keys of this version; those without a default are needed:
/// ```
/// playbook       its name                                  on.event            the type of event, or manual
/// description    a sentence                                on.if               a condition
/// severity       informational … critical (medium)         on.max_age          a duration (10m)
/// mode           observe | drill | enforce                 on.dedupe.by, .for  (device.id, 15m)
/// inputs         name: any value                           guard.protect       a condition
/// steps          a list of steps                           guard.limit         [{devices, per}], or one mapping
/// always         a list of steps, run whatever happens     guard.over          hold | skip (hold)
/// ```
/// A step has `id`, `if`, `on_failure` (`stop`, `continue` or `{go_to: id}`, forward within its list), and either
/// `parallel` (a list of steps) or `action`, `with`, `retry: {times, first, max}`, `timeout` (of one attempt) and
/// `within` (of the step in all). ``PlaybookProblem`` and ``YAMLProblem`` describe every finding.
public struct PlaybookCompiler: Sendable {
    private let context: CompilerContext
    private let limits: Limits

    public init(_ context: CompilerContext, limits: Limits = Limits()) {
        self.context = context
        self.limits = limits
    }

    public func compile(text: String, file: String) throws(PlaybookRejected) -> Playbook {
        try compileWithWarnings(text: text, file: file).playbook
    }

    public func compileWithWarnings(text: String, file: String) throws(PlaybookRejected) -> CompiledPlaybook {
        try compile(bytes: Array(text.utf8), file: file)
    }

    /// From the bytes of a file, which need not be text.
    public func compile(bytes: [UInt8], file: String) throws(PlaybookRejected) -> CompiledPlaybook {
        let document = try read(bytes, file: file)
        var compilation = Compilation(context, limits: limits, source: document.source)
        let playbook = compilation.playbook(document.root, text: String(decoding: bytes, as: UTF8.self))
        guard let playbook else { throw PlaybookRejected(compilation.findings) }
        return CompiledPlaybook(
            playbook: playbook,
            warnings: compilation.findings.warnings,
            source: document.source
        )
    }

    private func read(_ bytes: [UInt8], file: String) throws(PlaybookRejected) -> YAMLDocument {
        do throws(YAMLRejected) {
            return try YAMLReader(limits: limits).read(bytes: bytes, file: file)
        } catch {
            throw PlaybookRejected(error.findings)
        }
    }
}
