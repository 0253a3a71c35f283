import ArgumentParser
import Authoring
import Foundation

/// Whether to use colours.
enum ColourChoice: String, CaseIterable, ExpressibleByArgument {
    /// Where standard output is a terminal that has them, and nobody set NO_COLOR.
    case auto
    case always
    case never

    var paint: Paint {
        switch self {
        case .always: .colours
        case .never: .plain
        case .auto: Self.terminalHasColours ? .colours : .plain
        }
    }

    /// - Source: no-color.org: any value of NO_COLOR but the empty one.
    private static var terminalHasColours: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(1) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}
