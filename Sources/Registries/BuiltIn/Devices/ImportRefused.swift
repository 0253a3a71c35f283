package import Domain

/// Why nothing of a list of devices was recorded.
package enum ImportRefused: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong with the list, in its order; beyond `RegistryLimits.importProblemsMax` only counted.
    case list([ImportProblem], furtherCount: Int)
    /// The list is right, but could not be recorded.
    case registry(OperatorError)

    package var description: String {
        switch self {
        case .list(let problems, let furtherCount):
            "could not import the devices: nothing was recorded\n"
                + problems.map { "  \($0)" }.joined(separator: "\n")
                + (furtherCount > 0 ? "\n  and \(furtherCount) more" : "")
        case .registry(let error): error.description
        }
    }
}
