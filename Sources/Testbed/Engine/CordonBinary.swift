import Foundation

/// Where the built `cordon` is: what `CORDON_BINARY` names, or the one that was built together with this program.
package enum CordonBinary {
    package static func path() throws -> String {
        if let given = ProcessInfo.processInfo.environment["CORDON_BINARY"] { return given }
        let candidates = folders.map { "\($0)/cordon" }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw TestbedFailure(
                "find the program 'cordon' (looked for \(candidates.joined(separator: ", "))): "
                    + "build it with 'swift build', or name it in CORDON_BINARY"
            )
        }
        return found
    }

    /// A program lies beside `cordon`; tests are run from the package's folder.
    private static var folders: [String] {
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let here = FileManager.default.currentDirectoryPath
        return [program.path(percentEncoded: false), "\(here)/.build/debug", "\(here)/.build/release"]
    }
}
