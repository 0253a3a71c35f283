import Foundation
import Glibc

/// A folder that only this user can read, gone with its owner.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let parent = FileManager.default.temporaryDirectory.path(percentEncoded: false)
        var template = URL(filePath: parent).appending(path: "cordon-testbed-XXXXXX").path.utf8CString.map(\.self)
        guard mkdtemp(&template) != nil else { throw TestbedFailure("make a folder in \(parent): \(systemWords())") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { remove() }

    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Before its owner goes; doing it again does no harm.
    package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
