import Authoring
import CEL
import Playbooks

/// An expression with the value of each of its parts below it, joined by bars: one sees at a glance what was false.
///
/// ```
/// event.metric == "bytes" && event.value > 100
/// |            |          |  |           |
/// "packets"    false      |  512         true
///                         false
/// ```
struct ExpressionPicture {
    /// A line of the source that is longer is broken before an `&&` or `||`, where there is one.
    private static let width = 100
    /// A longer value tells nobody more.
    private static let valueMax = 40

    private let parts: ExpressionParts
    private let paint: Paint

    init(_ explanations: [Explanation], of source: String, paint: Paint) {
        parts = ExpressionParts(explanations, of: source)
        self.paint = paint
    }

    var lines: [String] { sourceLines.flatMap { line in [text(line)] + rows(below: line) } }

    // MARK: - Lines

    private var sourceLines: [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for line in parts.source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let end = start + line.count
            lines += broken(start..<end)
            start = end + 1
        }
        return lines.filter { !text($0).allSatisfy(\.isWhitespace) }
    }

    private func broken(_ line: Range<Int>) -> [Range<Int>] {
        guard line.count > Self.width else { return [line] }
        let within = parts.breaks.filter { line.lowerBound < $0.place && $0.place < line.upperBound }
        let near = within.filter { $0.place - line.lowerBound <= Self.width }
        guard let best = near.min(by: { ($0.depth, -$0.place) < ($1.depth, -$1.place) }) else { return [line] }
        return [line.lowerBound..<best.place] + broken(best.place..<line.upperBound)
    }

    /// One column for each code point.
    private func text(_ line: Range<Int>) -> String {
        let tabless = parts.text(line).unicodeScalars.map { $0 == "\t" ? " " : $0 }
        let harmless = DisplayText.harmless(String(String.UnicodeScalarView(tabless)))
        return String(harmless.reversed().drop(while: \.isWhitespace).reversed())
    }

    // MARK: - Values

    private struct Label {
        let column: Int
        let text: String
        let colour: Paint.Ink?
    }

    private func labels(below line: Range<Int>) -> [Label] {
        var seen: Set<Int> = []
        return parts.parts.filter { line.contains($0.anchor) && seen.insert($0.anchor).inserted }.map { part in
            let column = parts.text(line.lowerBound..<part.anchor).unicodeScalars.count
            let (text, colour) = label(part)
            return Label(column: column, text: text, colour: colour)
        }.sorted { $0.column < $1.column }
    }

    /// An error is told where it arose, and marked in what it spoils.
    private func label(_ part: ExpressionParts.Part) -> (String, Paint.Ink?) {
        switch part.outcome {
        case .success(.bool(let isTrue)): ("\(isTrue)", isTrue ? .green : .red)
        case .success(let value): (Self.shortened(value.description), nil)
        case .failure(let error):
            (parts.arises(error, in: part) ? "error: \(Terminal.safe(error.message))" : "error", .red)
        }
    }

    private static func shortened(_ text: String) -> String {
        let safe = Terminal.safe(text)
        return safe.count <= valueMax ? safe : "\(safe.prefix(valueMax - 1))…"
    }

    /// First a bar below each part; then its value, as high as it fits beside those to its right.
    private func rows(below line: Range<Int>) -> [String] {
        var waiting = labels(below: line)
        guard !waiting.isEmpty else { return [] }
        var rows = [row(waiting.map { Label(column: $0.column, text: "|", colour: nil) })]
        while !waiting.isEmpty {
            var (placed, left): ([Label], [Label]) = ([], [])
            var limit = Int.max
            for label in waiting.reversed() {
                let isRoom = limit == Int.max || label.column + label.text.count + 1 < limit
                placed.append(isRoom ? label : Label(column: label.column, text: "|", colour: nil))
                if !isRoom { left.append(label) }
                limit = label.column
            }
            rows.append(row(placed.reversed()))
            waiting = left.reversed()
        }
        return rows
    }

    private func row(_ labels: [Label]) -> String {
        var (row, column) = ("", 0)
        for label in labels {
            row += String(repeating: " ", count: max(0, label.column - column))
            row += label.colour.map { paint($0, label.text) } ?? label.text
            column = label.column + label.text.count
        }
        return row
    }
}
