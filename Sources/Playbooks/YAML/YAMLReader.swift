public import Domain

/// Reads YAML that a stranger may have written, for playbooks and for the configuration file.
///
/// Plain data only: no anchors, aliases, tags, merge keys, directives or second documents; no key twice. Bounded in
/// bytes, nodes and depth before a tree exists. Reports every problem up to the first that leaves no structure to
/// go on with.
public struct YAMLReader: Sendable {
    private let bytesMax: Int
    private let nodesMax: Int
    private let depthMax: Int

    public init(limits: Limits = Limits()) {
        bytesMax = limits.playbookBytesMax
        nodesMax = limits.playbookNodesMax
        depthMax = limits.playbookDepthMax
    }

    /// Reads a file's bytes. A byte order mark of UTF-8 at the start is allowed, as editors write one.
    public func read(bytes: [UInt8], file: String) throws(YAMLRejected) -> YAMLDocument {
        guard bytes.count <= bytesMax else { throw tooLarge(bytes.count, file: file) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw YAMLRejected(findings: Self.badEncoding(bytes, file: file))
        }
        return try read(text: text, file: file)
    }

    public func read(text: String, file: String) throws(YAMLRejected) -> YAMLDocument {
        guard text.utf8.count <= bytesMax else { throw tooLarge(text.utf8.count, file: file) }
        let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        var findings = Findings(SourceText(body, file: file))
        ForbiddenCharacters.report(in: body, &findings)
        guard !findings.hasErrors else { throw YAMLRejected(findings: findings) }

        var builder = YAMLTreeBuilder(findings: findings, nodesMax: nodesMax, depthMax: depthMax)
        var stream = YAMLEventStream(body)
        do throws(YAMLSyntaxError) {
            while try builder.take(stream.next()) {}
        } catch {
            builder.findings.report(error)
        }
        guard !builder.findings.hasErrors else { throw YAMLRejected(findings: builder.findings) }
        return YAMLDocument(root: builder.root, source: builder.findings.source)
    }

    private func tooLarge(_ count: Int, file: String) -> YAMLRejected {
        var findings = Findings(SourceText("", file: file))
        findings.report(
            YAMLProblem.tooLarge,
            "the file has \(count) bytes; \(bytesMax) are allowed",
            at: SourceSpan(file: file, line: 1, column: 1)
        )
        return YAMLRejected(findings: findings)
    }

    private static func badEncoding(_ bytes: [UInt8], file: String) -> Findings {
        let source = SourceText(validPrefix(bytes), file: file)
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        var findings = Findings(source)
        findings.report(
            YAMLProblem.badEncoding,
            isWide ? "the file is UTF-16" : "this byte is not UTF-8",
            at: source.span(from: source.end, to: source.end),
            remedy: "save the file as UTF-8"
        )
        return findings
    }

    /// The text before the first byte that is not UTF-8.
    private static func validPrefix(_ bytes: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        var codec = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = codec.decode(&iterator) { scalars.append(scalar) }
        return String(scalars)
    }
}
