/// Why a file could not be written, as the system says it.
package struct FileProblem: Error {
    /// Completes "could not … the file".
    package let verb: String
    package let code: Int32
    /// Whether the new contents are there, though perhaps not for good.
    package let isInPlace: Bool

    package init(verb: String, code: Int32, isInPlace: Bool = false) {
        self.verb = verb
        self.code = code
        self.isInPlace = isInPlace
    }
}
