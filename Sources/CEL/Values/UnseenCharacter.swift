/// What nobody sees, and what changes that which is seen: it steers a terminal, ends a line, or hides or turns text.
package enum UnseenCharacter {
    package static func matches(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Made visible, such as `\u{1b}`.
    package static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }
}
