import JSON

extension JSONProblem {
    /// What is wrong with the text, or nil where nothing is.
    static func of(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONProblem? {
        do throws(JSONProblem) {
            _ = try JSONText.parse(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    static func of(_ text: String, limits: JSONLimits = JSONLimits()) -> JSONProblem? {
        of(Array(text.utf8), limits: limits)
    }
}

/// Splitmix64, so that a failure can be told by its seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
