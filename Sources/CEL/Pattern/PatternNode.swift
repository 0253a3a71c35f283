/// A pattern as written.
indirect enum PatternNode: Sendable {
    case take(ScalarSet)
    case assert(Pattern.Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// Without an upper bound where `most` is nil.
    case repeated(PatternNode, least: Int, most: Int?)
}
