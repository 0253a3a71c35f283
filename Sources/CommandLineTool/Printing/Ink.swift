import Foundation

/// Colour for a person's terminal; none elsewhere, nor where NO_COLOR is set.
struct Ink {
    enum Colour: String {
        case red = "31"
        case green = "32"
        case dim = "2"
        case bold = "1"
    }

    private let isOn: Bool

    init(_ file: FileHandle) {
        isOn = isatty(file.fileDescriptor) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    /// - Precondition: what could steer the terminal is no longer in the text.
    func paint(_ text: String, _ colour: Colour) -> String {
        isOn ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}
