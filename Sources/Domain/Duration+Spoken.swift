extension Duration {
    /// The length of time as a person says it: `640 ms`, `4.2 s`, `10 min`, `24 h`.
    public var spoken: String {
        let milliseconds = self.milliseconds
        switch abs(milliseconds) {
        case ..<1_000: return "\(milliseconds) ms"
        case ..<120_000: return "\(Self.decimal(milliseconds, per: 1_000)) s"
        case ..<7_200_000: return "\(Self.decimal(milliseconds, per: 60_000)) min"
        default: return "\(Self.decimal(milliseconds, per: 3_600_000)) h"
        }
    }

    /// One decimal, and none where it is 0.
    private static func decimal(_ milliseconds: Int64, per unit: Int64) -> String {
        let tenths = milliseconds * 10 / unit
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
