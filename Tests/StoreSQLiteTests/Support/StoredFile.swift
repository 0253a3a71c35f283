import Foundation
import Testing

/// A database file as anybody finds it, without SQLite.
struct StoredFile {
    let path: String

    /// Bytes 18 and 19 of the header: 2 means write-ahead logging.
    /// - Source: sqlite.org, "Database File Format", section 1.3.3.
    func isWriteAheadLogged() throws -> Bool {
        let bytes = try #require(FileManager.default.contents(atPath: path))
        return bytes.count > 20 && bytes[18] == 2 && bytes[19] == 2
    }

    func mode(ofSuffix suffix: String = "") throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    func size(ofSuffix suffix: String = "") throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }

    func holds(_ text: String, ofSuffix suffix: String = "") throws -> Bool {
        let bytes = try #require(FileManager.default.contents(atPath: path + suffix))
        return bytes.range(of: Data(text.utf8)) != nil
    }

    /// Damages it: everywhere where the text stands, another of the same length stands instead.
    func replace(_ text: String, with other: String) throws {
        try #require(text.utf8.count == other.utf8.count)
        var bytes = try #require(FileManager.default.contents(atPath: path))
        var count = 0
        while let range = bytes.firstRange(of: Data(text.utf8)) {
            bytes.replaceSubrange(range, with: Data(other.utf8))
            count += 1
        }
        try #require(count > 0, "\(text) is not in the file")
        try bytes.write(to: URL(filePath: path))
    }
}
