/// SplitMix64: the same seed gives the same numbers everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func oneIn(_ chances: Int) -> Bool { below(chances) == 0 }

    /// An instance of the given text as long as chance has it, of letters, an umlaut, an emoji and quotes.
    mutating func text(upTo length: Int) -> String {
        let alphabet = Array("abcdefgh-_.:/ %\"'\\äß漢🔥\u{301}")
        return String((0..<1 + below(length)).map { _ in alphabet[below(alphabet.count)] })
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
