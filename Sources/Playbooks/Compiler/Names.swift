/// How playbooks, steps and inputs may be called.
enum Names {
    static let form = "write small letters and digits, words joined by '-' or '_', a letter first: cut-off"
    static let inputForm = "write small letters and digits, words joined by '_', a letter first: command_topic"

    /// The words of the expression language that cannot follow a dot.
    private static let reserved: Set<String> = ["true", "false", "null", "in"]

    static func isName(_ text: String) -> Bool {
        let isJoint = { (byte: UInt8) in byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") }
        guard (1...PlaybookLimits.nameLengthMax).contains(text.utf8.count), let first = text.utf8.first,
            isLetter(first), !reserved.contains(text)
        else { return false }
        let words = text.utf8.split(omittingEmptySubsequences: false, whereSeparator: isJoint)
        return words.allSatisfy { word in !word.isEmpty && word.allSatisfy { isLetter($0) || isDigit($0) } }
    }

    /// As `inputs.<name>` in expressions, where `-` is a minus.
    static func isInputName(_ text: String) -> Bool { isName(text) && !text.utf8.contains(UInt8(ascii: "-")) }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
