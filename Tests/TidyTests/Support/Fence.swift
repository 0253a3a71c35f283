/// A block of code in a Markdown file.
struct Fence: Sendable {
    let path: String
    /// Of its first line of code, counted from 1.
    let line: Int
    /// What stands behind the opening fence, such as `yaml refused`.
    let info: String
    let text: String

    static func all(in file: Repository.File) -> [Fence] {
        var fences: [Fence] = []
        var open: (line: Int, info: String, lines: [Substring])?
        for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.hasPrefix("```") else {
                open?.lines.append(line)
                continue
            }
            if let fence = open {
                let text = fence.lines.joined(separator: "\n")
                fences.append(Fence(path: file.path, line: fence.line, info: fence.info, text: text))
                open = nil
            } else {
                open = (number + 2, line.drop { $0 == "`" }.description, [])
            }
        }
        return fences
    }
}
