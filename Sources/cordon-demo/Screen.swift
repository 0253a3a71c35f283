import Foundation
import Glibc

/// What the audience sees. Colours only where somebody looks at a terminal.
enum Screen {
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    private static let isColoured = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    static func styled(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    static func say(_ text: String = "") {
        print(text)
        fflush(nil)
    }

    static func complain(_ text: String) { say(styled(text, .red)) }

    static func chapter(_ number: Int, _ title: String) {
        say("\n\(styled("\(number)", .cyan))  \(styled(title, .bold))\n")
    }

    /// What somebody would type.
    static func command(_ text: String) { say("   \(styled("$ \(text)", .dim))") }

    /// What another program printed.
    static func quote(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            say("   \(styled("│", .dim)) \(line)")
        }
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
