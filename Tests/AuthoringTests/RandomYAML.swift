/// Writes documents that are mostly sound, in layouts that nobody would choose.
struct RandomYAML {
    private var state: UInt64
    private var lines: [String] = []
    private var names = 0

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func document() -> String {
        if oneIn(4) { comment(0) }
        mapping(0, depth: 0)
        if oneIn(3) { comment(Int(next(6))) }
        let end = oneIn(5) ? "\r\n" : "\n"
        return lines.joined(separator: end) + (oneIn(6) ? "" : end)
    }

    private mutating func mapping(_ indentation: Int, depth: Int, first: String = "") {
        for number in 0...Int(next(3)) {
            if number > 0 { between(indentation) }
            let lead = number == 0 && !first.isEmpty ? first : spaces(indentation)
            entry(lead + key() + ":", indentation, depth)
        }
    }

    private mutating func entry(_ lead: String, _ indentation: Int, _ depth: Int) {
        switch depth < 4 ? next(7) : 0 {
        case 1: nested(lead, indentation, depth)
        case 2: list(lead, indentation, depth)
        case 3: block(lead, indentation)
        case 4: folded(lead, indentation)
        case 5: lines.append(lead + blanks() + flow(depth: 0, oneIn(3) ? indentation + 1 : nil) + trailing())
        default: lines.append(lead + blanks() + scalar() + trailing())
        }
    }

    private mutating func nested(_ lead: String, _ indentation: Int, _ depth: Int) {
        lines.append(lead + trailing())
        let inner = indentation + 1 + Int(next(4))
        between(inner)
        mapping(inner, depth: depth + 1)
        if oneIn(4) { comment(inner) }
    }

    private mutating func list(_ lead: String, _ indentation: Int, _ depth: Int) {
        lines.append(lead + trailing())
        let inner = indentation + Int(next(4))
        for _ in 0...Int(next(2)) {
            between(inner)
            let gap = 1 + Int(next(3))
            let item = spaces(inner) + "-" + spaces(gap)
            switch next(4) {
            case 0: mapping(inner + 1 + gap, depth: depth + 1, first: item)
            case 1: block(spaces(inner) + "-", inner)
            case 2: lines.append(item + flow(depth: 0, oneIn(3) ? inner + 2 : nil) + trailing())
            default: lines.append(item + scalar() + trailing())
            }
        }
    }

    private mutating func block(_ lead: String, _ indentation: Int) {
        let header = ["|", ">", "|-", ">-", "|+", ">+"][Int(next(6))]
        lines.append(lead + " " + header + trailing())
        let inner = spaces(indentation + 1 + Int(next(4)))
        for number in 0...Int(next(3)) {
            let text = ["text", "more # text", "a: b", "  deeper", "", "- x", "ä \\ \"'"][Int(next(7))]
            lines.append(text.isEmpty ? "" : inner + (number == 0 ? "first" : text))
        }
    }

    private mutating func folded(_ lead: String, _ indentation: Int) {
        let inner = spaces(indentation + 1 + Int(next(5)))
        let quote = ["", "'", "\""][Int(next(3))]
        lines.append(lead + " " + quote + "some words")
        if oneIn(3) { lines.append(oneIn(2) ? "" : "   ") }
        if quote == "\"", oneIn(2) { lines.append(inner + "with \\") }
        lines.append(inner + "and more" + quote + trailing())
    }

    private mutating func flow(depth: Int, _ broken: Int?) -> String {
        guard depth < 3, !oneIn(3) else { return scalar(inFlow: true) }
        let isMapping = oneIn(2)
        let items = (0..<Int(next(4))).map { _ in
            isMapping ? key() + ": " + flow(depth: depth + 1, broken) : flow(depth: depth + 1, broken)
        }
        let gap = broken.map { (oneIn(3) ? "  # in braces" : "") + "\n" + spaces($0 + 1) } ?? (oneIn(2) ? " " : "")
        let body = items.joined(separator: "," + (gap.isEmpty ? " " : gap))
        let comma = !items.isEmpty && oneIn(4) ? "," : ""
        return (isMapping ? "{" : "[") + gap + body + comma + gap + (isMapping ? "}" : "]")
    }

    private mutating func scalar(inFlow: Bool = false) -> String {
        let plain = ["1", "true", "~", "x", "a b", "x#y", "-1.5", "some/topic", "ü", "\"q # \\\" x\"", "'it''s'", "''"]
        let more = ["a, b", "${{ device.id }}", "x[1]", ""]
        let all = inFlow ? plain : plain + more
        return all[Int(next(UInt64(all.count)))]
    }

    private mutating func key() -> String {
        names += 1
        return ["k\(names)", "'k\(names)'", "\"k \(names)\"", "k \(names)"][Int(next(4))]
    }

    private mutating func trailing() -> String {
        oneIn(4) ? spaces(1 + Int(next(9))) + "# at the end \(next(99))  " : oneIn(9) ? "  " : ""
    }
    private mutating func between(_ indentation: Int) {
        while oneIn(4) { lines.append(oneIn(3) ? "   " : "") }
        if oneIn(5) { comment(oneIn(2) ? indentation : Int(next(8))) }
    }

    private mutating func comment(_ indentation: Int) { lines.append(spaces(indentation) + "#\(next(9)) on its own") }
    private mutating func blanks() -> String { spaces(1 + Int(next(3))) }
    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
    private mutating func oneIn(_ count: UInt64) -> Bool { next(count) == 0 }

    private mutating func next(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }
}
