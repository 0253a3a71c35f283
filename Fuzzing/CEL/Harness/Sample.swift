import CEL

/// An input, taken apart: the first byte says how the rest is tried.
///
/// | bits | what |
/// |---|---|
/// | 0, 1 | the ``Way`` |
/// | 2, 3 | the ``World``: whether its variables are typed, and which values they have |
/// | 4 to 7 | the ``Repetition`` |
struct Sample {
    enum Way: UInt8 {
        case checked
        case unchecked
        case explained
        /// A condition: it must be a bool.
        case condition
    }

    let way: Way
    let world: World
    let source: String

    /// Nil for an input that holds nothing to try.
    init?(_ input: UnsafeBufferPointer<UInt8>) {
        guard let first = input.first, let way = Way(rawValue: first & 3) else { return nil }
        self.way = way
        world = World.all[Int(first >> 2 & 3)]
        let text = String(decoding: input.dropFirst(), as: UTF8.self)
        source = Repetition(first, bytesMax: LanguageLimits.sourceBytesMax).text(of: text)
    }
}
