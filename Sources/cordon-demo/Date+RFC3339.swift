import CEL
import Foundation

extension Date {
    /// To the microsecond and better, which `ISO8601FormatStyle` is not.
    init?(rfc3339 text: String) {
        guard let timestamp = Timestamp(text) else { return nil }
        guard let nanoseconds = timestamp.nanosecondsSinceEpoch else { return nil }
        self.init(timeIntervalSince1970: Double(nanoseconds) / 1e9)
    }
}
