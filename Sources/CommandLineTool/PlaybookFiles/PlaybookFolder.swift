import Actions
import Authoring
import CEL
import Domain
import Foundation
import Playbooks
import Synchronization

/// The playbooks of a folder, or one file: each compiled against the actions and the connections that there are.
struct PlaybookFolder {
    private let context: CompilerContext

    /// - Parameters:
    ///   - connections: `nil` where no configuration is at hand; then names of connections are not checked.
    ///   - inputs: what this environment gives to inputs, by playbook and input.
    init(connections: [String: ConnectionSchema]?, inputs: [String: [String: Value]] = [:]) {
        let kinds = connections.map { $0.mapValues(\.kind) }
        var context = CompilerContext(actions: BuiltInActions.descriptors, connections: kinds)
        context.overrides = inputs
        self.context = context
    }

    /// For the text that a run is pinned to.
    var compiler: PlaybookCompiler { PlaybookCompiler(context) }

    /// The playbook files below a path, in the order of their names.
    static func files(below path: String) throws(OperatorError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw OperatorError(
                attempted: "read playbooks from \(path)",
                reason: "there is no such file or folder",
                remedy: "check the path, or set 'playbooks' in cordon.yaml"
            )
        }
        guard isFolder.boolValue else { return [path] }
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { name in
            let isYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
            let isCACAO = name.hasSuffix(".json") && CACAOFile.isPlaybook("\(path)/\(name)")
            return (isYAML && !name.hasSuffix(".test.yaml") && !name.hasSuffix(ConfigurationFile.name)) || isCACAO
        }.map { "\(path)/\($0)" }
    }

    /// What to say of a folder without any.
    static func empty(_ path: String, _ attempted: String) -> OperatorError {
        OperatorError(
            attempted: "\(attempted) \(path)",
            reason: "there is no playbook in it",
            remedy: "put one there, or name another folder; 'cordon init' writes one to begin with"
        )
    }

    /// Every file, with all that is wrong with all of them. They may call one another, and a file by itself those that
    /// lie beside it.
    func check(_ files: [String]) -> [CheckedPlaybook] {
        let compiler = compiler(calling: files)
        let others = callable(from: files)
        let results = Mutex([CheckedPlaybook?](repeating: nil, count: files.count))
        DispatchQueue.concurrentPerform(iterations: files.count) { position in
            let checked = check(files[position], compiler, callable: others)
            results.withLock { $0[position] = checked }
        }
        return named(results.withLock { $0.compactMap(\.self) })
    }

    /// One file, which has to be right.
    func playbook(_ file: String) throws(OperatorError) -> Playbook {
        let checked = check([file])
        if let playbook = checked.first?.playbook { return playbook }
        throw OperatorError(
            attempted: "load \(file)",
            reason: "it has problems\n\(checked.compactMap(\.problem).joined(separator: "\n"))",
            remedy: "mend them; 'cordon check \(file)' shows them all"
        )
    }

    /// A name that stands for two playbooks stands for none.
    private func named(_ checked: [CheckedPlaybook]) -> [CheckedPlaybook] {
        var seen: [String: String] = [:]
        return checked.map { checked in
            guard let playbook = checked.playbook else { return checked }
            var checked = checked
            if let other = seen[playbook.name] { checked.addDuplicate(of: other) }
            seen[playbook.name] = checked.file
            return checked
        }
    }

    /// A compiler for one of these files, which may call the others; for a file by itself, those that lie beside it. Most
    /// call nothing, and then nothing else is read.
    func compiler(calling files: [String]) -> PlaybookCompiler {
        files.contains(where: Self.mayCall) ? PlaybookCompiler(context(calling: files)) : compiler
    }

    func context(calling files: [String]) -> CompilerContext {
        let others = callable(from: files)
        var context = context
        context.library = PlaybookLibrary(
            Self.neighbours(of: files).compactMap { file in
                // Translating is work, and few playbooks are called.
                if file.hasSuffix(".json"), others.isEmpty { return nil }
                guard let bytes = FileManager.default.contents(atPath: file) else { return nil }
                if file.hasSuffix(".json") { return CACAOFile(file, callable: others).source([UInt8](bytes)) }
                return PlaybookLibrary.Source(scanning: String(decoding: bytes, as: UTF8.self), file: file)
            }
        )
        return context
    }

    /// The files, and for a file by itself those that lie beside it.
    private static func neighbours(of files: [String]) -> [String] {
        guard files.count == 1 else { return files }
        let folder = (files[0] as NSString).deletingLastPathComponent
        return files + ((try? Self.files(below: folder.isEmpty ? "." : folder)) ?? [])
    }

    /// What the CACAO playbooks among them are called, by their ids; empty where nothing is called.
    func callable(from files: [String]) -> [String: String] {
        guard files.contains(where: Self.mayCall) else { return [:] }
        let cacao = Self.neighbours(of: files).filter { $0.hasSuffix(".json") }
        return Dictionary(cacao.compactMap { CACAOFile.identity($0) }.map { ($0.id, $0.name) }) { first, _ in first }
    }

    private static func mayCall(_ file: String) -> Bool {
        guard let bytes = FileManager.default.contents(atPath: file) else { return false }
        return ["call", "playbook-action"].contains { bytes.range(of: Data($0.utf8)) != nil }
    }

    private func check(
        _ file: String,
        _ compiler: PlaybookCompiler,
        callable: [String: String]
    ) -> CheckedPlaybook {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            let error = OperatorError(
                attempted: "read \(file)",
                reason: "it is no file, or may not be read",
                remedy: "check its permissions"
            )
            let finding = Finding(.unreadable, error, at: file)
            return CheckedPlaybook(file: file, playbook: nil, findings: [finding], source: SourceText("", file: file))
        }
        do throws(PlaybookRejected) {
            let compiled =
                file.hasSuffix(".json")
                ? try CACAOFile(file, callable: callable).compile([UInt8](bytes), compiler)
                : try compiler.compile(bytes: [UInt8](bytes), file: file)
            let (playbook, source) = (compiled.playbook, compiled.source)
            let warnings = compiled.warnings.map { Finding($0, in: source) }
            return CheckedPlaybook(file: file, playbook: playbook, findings: warnings, source: source)
        } catch {
            let findings = error.diagnostics.map { Finding($0, in: error.source) }
            return CheckedPlaybook(file: file, playbook: nil, findings: findings, source: error.source)
        }
    }
}

/// A playbook file, and what was found in it.
struct CheckedPlaybook {
    let file: String
    /// `nil` where it does not compile.
    let playbook: Playbook?
    fileprivate(set) var findings: [Finding]
    fileprivate let source: SourceText

    /// Everything that is wrong with it, for a person; `nil` where nothing is.
    var problem: String? {
        let errors = findings.filter(\.isError)
        return errors.isEmpty ? nil : errors.map { TextReport().text($0) }.joined(separator: "\n")
    }

    /// What it is called, also where it does not compile.
    var name: String? { playbook?.name ?? PlaybookLibrary.Source(scanning: source.text, file: file)?.name }

    fileprivate mutating func addDuplicate(of other: String) {
        let name = (try? YAMLReader().read(text: source.text, file: file))?.root?["playbook"]
        let problem = FolderProblem.duplicateName
        let message = "\(DisplayText.quoted(playbook?.name ?? "")) is also the name of \(other)"
        let place = name.map(source.span) ?? SourceSpan(file: file, line: 1, column: 1)
        let remedy = "give one of them another name"
        let diagnostic = Diagnostic(problem.severity, code: problem.code, message, at: place, remedy: remedy)
        findings.append(Finding(diagnostic, in: source))
    }
}
