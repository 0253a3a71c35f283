import Foundation
import Testing

/// What a format wrote when somebody last looked at it and found it right. `CORDON_RECORD=1` writes it anew; that run
/// fails, so that nobody records by accident.
struct Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    private let file: URL

    init(_ name: String) { file = Self.folder.appending(path: name) }

    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["CORDON_RECORD"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record(
                "recorded \(file.lastPathComponent); look at it, and run again",
                sourceLocation: sourceLocation
            )
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(text == recorded, "\(file.lastPathComponent) is not as recorded", sourceLocation: sourceLocation)
    }
}
