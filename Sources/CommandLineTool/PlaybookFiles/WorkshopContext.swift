import Actions
import Domain
import Foundation
import Playbooks

/// What a file in an editor is checked against: the configuration of its folder or of one above it, and the playbooks
/// beside it.
struct WorkshopContext {
    let context: CompilerContext

    init(path: String) {
        let settings = Self.settings(above: path)
        let connections = settings?.connections
        let folder = PlaybookFolder(connections: connections, inputs: settings?.inputs ?? [:])
        context = folder.context(calling: [path])
    }

    private static func settings(above path: String) -> Settings? {
        var folder = (path as NSString).deletingLastPathComponent
        // A path has no more parts than this.
        for _ in 0..<64 where folder.hasPrefix("/") {
            let working = WorkingFolder(folder)
            if FileManager.default.fileExists(atPath: working.configuration) { return try? Settings(folder: working) }
            if folder == "/" { return nil }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }
}
