import Domain
import Playbooks

/// One playbook, compiled, and everything that must hold of what comes of it.
struct Trial {
    typealias Outcome = Result<CompiledPlaybook, PlaybookRejected>

    let sample: Sample
    let compiler: PlaybookCompiler

    init(_ sample: Sample) {
        self.sample = sample
        compiler = World.compiler(sample)
    }

    func run() {
        let outcome = Rule.requireQuick("compiling") { compile(sample.bytes) }
        switch outcome {
        case .success(let compiled):
            examine(compiled)
        case .failure(let rejected):
            DiagnosticRules(rejected.source).examine(rejected.diagnostics)
            Rule.require(rejected.diagnostics.contains { $0.severity == .error }, "a refusal has an error")
        }
        let rules = FormatRules(self, outcome)
        if let text = rules.formatted(), sample.isShort { rules.examine(text) }
    }

    func compile(_ bytes: [UInt8]) -> Outcome {
        do throws(PlaybookRejected) {
            return .success(try compiler.compile(bytes: bytes, file: Sample.file))
        } catch {
            return .failure(error)
        }
    }

    private func examine(_ compiled: CompiledPlaybook) {
        DiagnosticRules(compiled.source).examine(compiled.warnings)
        Rule.require(compiled.warnings.allSatisfy { $0.severity == .warning }, "an error keeps a playbook out")
        PlaybookRules(compiled.playbook, sample.limits).examine()
        if sample.isShort { examineRepetition(compiled.playbook) }
    }

    /// A run is pinned to a text: whoever compiles it again has the same playbook.
    private func examineRepetition(_ playbook: Playbook) {
        let shape = PlaybookShape(playbook)
        guard case .success(let again) = compile(sample.bytes) else {
            Rule.require(false, "what compiles once compiles again")
            return
        }
        Rule.require(again.playbook.digest == playbook.digest, "it has one digest")
        Rule.require(PlaybookShape(again.playbook) == shape, "it is the same again")
        do throws(PlaybookRejected) {
            let pinned = try compiler.recompile(playbook.text, file: Sample.file)
            Rule.require(pinned.digest == playbook.digest, "what a run is pinned to has its digest")
            let difference = PlaybookShape(pinned).difference(from: shape)
            Rule.require(difference == nil, "what a run is pinned to is the same: \(difference ?? "")")
        } catch {
            Rule.require(false, "what a run is pinned to compiles: \(error)")
        }
    }
}
