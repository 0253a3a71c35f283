import Foundation

/// Events as monitors send them. They are not part of the repository; where they are absent, their tests are skipped.
enum Samples {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/data")

    static var areHere: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: path))) }

    /// The body of a request in a `.http` file: what follows the first empty line.
    static func httpBody(_ path: String) throws -> String {
        let text = String(decoding: try bytes(path), as: UTF8.self)
        guard let gap = text.range(of: "\n\n") else { return "" }
        return String(text[gap.upperBound...])
    }
}
