/// A word, or the beginning of one: what ends with a dot or a colon, such as `step.`, stands for all that begin with it.
package struct WordPattern: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package func matches(_ word: String) -> Bool {
        text.hasSuffix(".") || text.hasSuffix(":") ? word.utf8.starts(with: text.utf8) : word == text
    }
}
