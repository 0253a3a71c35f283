/// Why a text is not a pattern.
package struct PatternFailure: Error, Sendable, Hashable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
