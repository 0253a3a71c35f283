import Authoring
package import Domain
import Foundation

/// Formats files where they are.
package struct FormatPaths {
    private let changes: Bool
    private let say: (String) -> Void

    /// - Parameters:
    ///   - changes: whether files are written; otherwise those that would be are named.
    ///   - say: takes a line for a person.
    package init(changes: Bool, say: @escaping (String) -> Void = { print($0) }) {
        self.changes = changes
        self.say = say
    }

    /// - Returns: whether every file is in the one layout now.
    package func format(_ paths: [String]) throws(OperatorError) -> Bool {
        var isDone = true
        var files = 0
        for path in paths {
            let found = try Self.files(below: path)
            guard !found.isEmpty else { throw PlaybookFolder.empty(path, "format") }
            for file in found {
                files += 1
                isDone = try format(file: file) && isDone
            }
        }
        if isDone { say("\(files) \(files == 1 ? "file" : "files"), in the one layout") }
        return isDone
    }

    /// Playbooks, their tests and configurations.
    private static func files(below path: String) throws(OperatorError) -> [String] {
        guard !path.hasSuffix(".json") else {
            throw OperatorError(attempted: "format \(path)", reason: "it is no YAML", remedy: "name a playbook in YAML")
        }
        let playbooks = try PlaybookFolder.files(below: path).filter { !$0.hasSuffix(".json") }
        guard playbooks != [path] else { return playbooks }
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        let others = names.filter { $0.hasSuffix(".test.yaml") || $0.hasSuffix(ConfigurationFile.name) }
        return (playbooks + others.map { "\(path)/\($0)" }).sorted()
    }

    private func format(file: String) throws(OperatorError) -> Bool {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw OperatorError(
                attempted: "read \(file)",
                reason: "it may not be read",
                remedy: "check its permissions"
            )
        }
        do throws(FormatRefused) {
            let text = Data(try PlaybookFormatter().format(bytes: [UInt8](data), file: file).utf8)
            guard text != data else { return true }
            guard changes else {
                say("\(Terminal.safe(file)) is not in the one layout: run 'cordon fmt \(Terminal.safe(file))'")
                return false
            }
            return replace(file, with: text)
        } catch {
            say(error.text(of: file))
            return false
        }
    }

    /// Whole or not at all; a link stays one, and permissions stay.
    private func replace(_ file: String, with text: Data) -> Bool {
        let target = URL(filePath: file).resolvingSymlinksInPath()
        let path = target.path(percentEncoded: false)
        let permissions = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions]
        do {
            try text.write(to: target, options: .atomic)
            if let permissions {
                try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
            }
            say("formatted \(Terminal.safe(file))")
            return true
        } catch {
            say(
                OperatorError(
                    attempted: "write \(Terminal.safe(file))",
                    reason: error.localizedDescription,
                    remedy: "check that its folder has room and belongs to this user"
                ).description
            )
            return false
        }
    }
}

extension FormatRefused {
    /// For a person.
    func text(of file: String) -> String {
        switch self {
        case .findings(let findings): findings.map { TextReport().text($0) }.joined(separator: "\n")
        case .notSure:
            OperatorError(
                attempted: "format \(Terminal.safe(file))",
                reason: "the result would not mean the same; the file is as it was",
                remedy: "please report this, with the file"
            ).description
        }
    }
}
