import CEL
import Domain

/// The rule for every text of an event that names something, so that none can steer a log, a terminal or a header.
///
/// - Source: CloudEvents 1.0, "Type System": a String has no U+0000-1F, no U+007F-9F and no noncharacter.
enum EventText {
    static func check(_ text: String, _ name: String, at pointer: @autoclosure () -> String?) throws(EventProblem) {
        guard text.utf8.count <= IntakeLimits.textBytesMax else {
            throw EventProblem(
                .invalid,
                "'\(name)' has \(text.utf8.count) bytes; \(IntakeLimits.textBytesMax) are allowed",
                pointer: pointer(),
                remedy: "shorten it"
            )
        }
        // Nearly all text.
        if text.isPrintableASCII { return }
        guard let (position, _) = text.unicodeScalars.enumerated().first(where: { !isAllowed($1) }) else { return }
        throw EventProblem(
            .invalid,
            "'\(name)' holds a character that is not allowed, number \(position + 1) of \(Quoting.excerpt(text))",
            pointer: pointer(),
            remedy: "leave out U+0000 to U+001F, U+007F to U+009F and noncharacters"
        )
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
