/// Characters that make a text read otherwise than it looks: they are refused wherever they stand.
enum ForbiddenCharacters {
    static func report(in text: String, _ findings: inout Findings) {
        var mark = YAMLMark.start
        var previous: Unicode.Scalar = "\n"
        for scalar in text.unicodeScalars {
            // A carriage return ends a line for libyaml; alone it hides, in a terminal, what stands before it.
            if previous == "\r", scalar != "\n" { report(previous, at: mark, &findings) }
            if let name = name(scalar) { report(scalar, named: name, at: mark, &findings) }
            mark = scalar == "\n" ? YAMLMark(line: mark.line + 1, column: 1) : mark.next
            previous = scalar
        }
    }

    private static func report(
        _ scalar: Unicode.Scalar,
        named name: String = "a carriage return without a line feed",
        at mark: YAMLMark,
        _ findings: inout Findings
    ) {
        findings.report(
            YAMLProblem.forbiddenCharacter,
            "\(name) (U+\(String(scalar.value, radix: 16, uppercase: true))) is not allowed here",
            at: findings.source.span(from: mark, to: mark.next),
            remedy: "remove it; within double quotes it can be written as an escape"
        )
    }

    private static func name(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x20...0x7E, 0x09, 0x0A, 0x0D: nil
        case 0x00: "a NUL"
        case 0x01...0x1F, 0x7F...0x84, 0x86...0x9F: "a control character"
        case 0x85, 0x2028, 0x2029: "a line separator that editors do not show"
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "a mark that reorders the text on screen"
        case 0xFEFF: "a byte order mark within the text"
        default: scalar.properties.isNoncharacterCodePoint ? "a non-character" : nil
        }
    }
}

extension YAMLMark {
    fileprivate var next: Self { Self(line: line, column: column + 1) }
}
