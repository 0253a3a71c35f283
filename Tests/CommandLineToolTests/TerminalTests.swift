import CommandLineTool
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
}
