/// Colours of a terminal, or none.
package struct Paint: Sendable {
    package enum Ink: String, Sendable {
        case bold = "1"
        case faint = "2"
        case red = "1;31"
        case green = "32"
        case yellow = "1;33"
        case blue = "34"
        case cyan = "36"
    }

    /// As it is.
    package static let plain = Self(isOn: false)
    /// With the escapes of ECMA-48 around it.
    package static let colours = Self(isOn: true)

    private let isOn: Bool

    package func callAsFunction(_ ink: Ink, _ text: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }
}
