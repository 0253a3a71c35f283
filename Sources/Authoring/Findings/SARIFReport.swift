private import CEL
private import Domain
private import JSON
private import Playbooks

/// Findings as SARIF, which code hosts and editors show beside the code.
///
/// - Shape: one run, with every kind of finding that there is as a rule. Columns count Unicode scalars.
/// - Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
package struct SARIFReport: Sendable {
    private let catalogue: Catalogue
    private let version: String
    private let folder: String

    /// For a version of this program. `folder` is the absolute path of the current folder: files below it are named from
    /// there.
    package init(_ catalogue: Catalogue, version: String, folder: String) {
        self.catalogue = catalogue
        self.version = version
        self.folder = folder.hasSuffix("/") ? folder : folder + "/"
    }

    package func text(_ report: CheckReport) -> String {
        let driver: Value = [
            "name": "cordon", "version": .string(version), "semanticVersion": .string(version),
            "rules": .list(catalogue.problems.map(rule)),
        ]
        return JSONText.string([
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": driver], "columnKind": "unicodeCodePoints",
                    "originalUriBaseIds": ["%SRCROOT%": ["uri": .string("file://" + Self.escaped(folder))]],
                    "results": .list(report.findings.map(result)),
                ]
            ],
        ])
    }

    private func rule(_ problem: any CataloguedProblem) -> Value {
        [
            "id": .string(problem.code), "name": .string(Self.identifier(problem.title)),
            "shortDescription": ["text": .string(problem.title)],
            "fullDescription": ["text": .string(problem.explanation)],
            "help": ["text": .string(problem.explanation), "markdown": .string(problem.explanation)],
            "defaultConfiguration": ["level": .string(problem.severity.rawValue)],
        ]
    }

    private func result(_ finding: Finding) -> Value {
        let diagnostic = finding.diagnostic
        let span = diagnostic.span
        let message = ([diagnostic.message] + [diagnostic.remedy].compactMap(\.self)).joined(separator: ": ")
        var members: [(String, Value)] = [("ruleId", .string(diagnostic.code))]
        if let place = catalogue.place(of: diagnostic.code) { members.append(("ruleIndex", .int(Int64(place)))) }
        members += [
            ("level", .string(diagnostic.severity.rawValue)), ("message", ["text": .string(message)]),
            ("locations", [["physicalLocation": location(of: span, finding.excerpt)]]),
        ]
        return .map(members)
    }

    private func location(of span: SourceSpan, _ excerpt: Excerpt?) -> Value {
        guard let excerpt else { return ["artifactLocation": artifact(span.file)] }
        var region: [(String, Value)] = [
            ("startLine", .int(Int64(span.line))), ("startColumn", .int(Int64(span.column))),
            ("endLine", .int(Int64(span.line))), ("endColumn", .int(Int64(span.column + span.length))),
        ]
        if excerpt.isWhole, !excerpt.text.isEmpty { region.append(("snippet", ["text": .string(excerpt.text)])) }
        return ["artifactLocation": artifact(span.file), "region": .map(region)]
    }

    private func artifact(_ file: String) -> Value {
        var path = file.hasPrefix(folder) ? String(file.dropFirst(folder.count)) : file
        while path.hasPrefix("./") { path = String(path.dropFirst(2)) }
        guard !path.hasPrefix("/") else { return ["uri": .string("file://" + Self.escaped(path))] }
        return ["uri": .string(Self.escaped(path)), "uriBaseId": "%SRCROOT%"]
    }

    /// `not in this version` as `NotInThisVersion`.
    private static func identifier(_ title: String) -> String {
        title.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// A path as RFC 3986 writes it.
    private static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "-._~/".contains(character))
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(character) : "%" + (hex.count == 1 ? "0" : "") + hex
        }.joined()
    }
}
