public import Domain

/// Turns YAML into a checked, immutable ``Playbook``, or says everything that is wrong with it.
///
/// ```swift
/// let compiler = PlaybookCompiler(CompilerContext(actions: actions, connections: ["broker": .broker]))
/// let playbook = try compiler.compile(text: text, file: "Playbooks/contain-exfiltration.yaml")
/// ```
/// ``Grammar`` lists the keys of the language; ``PlaybookProblem`` and ``YAMLProblem`` describe every finding.
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
        return try compile(root: document.root, source: document.source, text: String(decoding: bytes, as: UTF8.self))
    }

    /// From a tree that another front end made. `text` is what a run is pinned to; it has to compile to the same.
    package func compile(
        root: YAMLNode?,
        source: SourceText,
        text: String
    ) throws(PlaybookRejected) -> CompiledPlaybook {
        var compilation = Compilation(context, limits: limits, source: source)
        guard let called = compilation.playbook(root, text: text) else { throw PlaybookRejected(compilation.findings) }
        return CompiledPlaybook(
            playbook: called.playbook,
            warnings: compilation.findings.warnings,
            source: source
        )
    }

    /// The version that a run is pinned to, from ``Playbook/text``: whatever has become of the file, of the playbooks
    /// that it calls and of this environment since.
    public func recompile(_ stored: String, file: String) throws(PlaybookRejected) -> Playbook {
        let bundle = PlaybookBundle(description: stored) ?? PlaybookBundle(text: stored)
        var pinned = context
        pinned.library = PlaybookLibrary(bundle.called.map { .init(name: $0.key, text: $0.value, file: file) })
        pinned.overrides = bundle.overrides
        return try PlaybookCompiler(pinned, limits: limits).compile(bytes: Array(bundle.text.utf8), file: file).playbook
    }

    /// As part of the playbooks that call it, the first first.
    func compile(
        _ source: PlaybookLibrary.Source,
        calledBy callers: [String]
    ) -> Result<CalledPlaybook, PlaybookRejected> {
        do throws(PlaybookRejected) {
            let document = try read(Array(source.text.utf8), file: source.file)
            var compilation = Compilation(context, limits: limits, source: document.source, callers: callers)
            guard let called = compilation.playbook(document.root, text: source.text) else {
                throw PlaybookRejected(compilation.findings)
            }
            return .success(called)
        } catch {
            return .failure(error)
        }
    }

    private func read(_ bytes: [UInt8], file: String) throws(PlaybookRejected) -> YAMLDocument {
        do throws(YAMLRejected) {
            return try YAMLReader(limits: limits).read(bytes: bytes, file: file)
        } catch {
            throw PlaybookRejected(error.findings)
        }
    }
}
