/// Why a file could not be written, as the system says it.
struct FileProblem: Error {
    /// Completes "could not … the file".
    let verb: String
    let code: Int32
    /// Whether the new contents are there, though perhaps not for good.
    var isInPlace = false
}
