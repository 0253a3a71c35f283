import CACAO
import Domain
import Foundation
import Playbooks

/// A file with a CACAO playbook.
struct CACAOFile {
    private let path: String
    private let callable: [String: String]

    /// `callable` says what the playbooks that it may call are called, by their CACAO ids.
    init(_ path: String, callable: [String: String] = [:]) {
        self.path = path
        self.callable = callable
    }

    /// Whether it is one, right or not.
    static func isPlaybook(_ path: String) -> Bool {
        FileManager.default.contents(atPath: path).map { CACAOCompiler.isPlaybook([UInt8]($0)) } ?? false
    }

    static func identity(_ path: String) -> (id: String, name: String)? {
        FileManager.default.contents(atPath: path).flatMap { CACAOCompiler.identity(of: [UInt8]($0)) }
    }

    func compile(_ bytes: [UInt8], _ compiler: PlaybookCompiler) throws(PlaybookRejected) -> CompiledPlaybook {
        try self.compiler(compiler).compile(bytes: bytes, file: path)
    }

    func translate(_ bytes: [UInt8], _ compiler: PlaybookCompiler) throws(PlaybookRejected) -> TranslatedPlaybook {
        try self.compiler(compiler).translate(bytes: bytes, file: path)
    }

    /// For those that call it; nil where it is not right, which its own check says.
    func source(_ bytes: [UInt8]) -> PlaybookLibrary.Source? {
        let compiler = CACAOCompiler(
            PlaybookCompiler(CompilerContext(actions: [], connections: nil)),
            callable: callable
        )
        guard let translated = try? compiler.translate(bytes: bytes, file: path) else { return nil }
        return PlaybookLibrary.Source(name: translated.name, text: translated.text, file: path)
    }

    private func compiler(_ compiler: PlaybookCompiler) -> CACAOCompiler {
        CACAOCompiler(compiler, callable: callable, now: SystemSurroundings().now())
    }
}
