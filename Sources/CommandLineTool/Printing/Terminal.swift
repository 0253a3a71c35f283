import AuditViews
import Domain

/// Text on its way to a person's terminal.
package enum Terminal {
    /// Control characters made visible: what a device answered must not steer the terminal of whoever looks at it.
    package static func safe(_ text: String) -> String { text.visible }

    /// The same for a text of several lines.
    package static func safeLines(_ text: String) -> String { text.visibleLines }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension Instant {
    /// To the millisecond, such as `2026-02-03T04:05:06.789Z`.
    var rfc3339: String { toTheMillisecond }
}
