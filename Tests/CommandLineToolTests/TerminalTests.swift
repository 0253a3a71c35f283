import CommandLineTool
import Domain
import TestKit
import Testing

@Suite struct TerminalTests {
    @Test func `on a terminal nothing of it can be obeyed`() {
        for payload in EscapePayload.all {
            let shown = Terminal.safe(payload)
            let isHarmless = shown.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
            #expect(isHarmless, "\(payload.debugDescription)")
        }
    }

    @Test func `an error that repeats what somebody wrote keeps its lines and columns, and steers nothing`() {
        for payload in EscapePayload.all {
            let error = OperatorError(attempted: "show \(payload)", reason: "a\tb\n  \(payload)", remedy: payload)
            let shown = "\(error)"
            #expect(
                shown.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !$0.isUnseen },
                "\(shown.debugDescription)"
            )
            #expect(shown.contains("a\tb\n  "))
        }
        let plain = OperatorError(attempted: "read x", reason: "it is gone", remedy: "look")
        #expect(plain.description == "could not read x: it is gone\n  try: look")
    }
}
