import TestKit

/// Chance, by the world's seed: a stream of its own for each concern, so that a change to one leaves the others alone.
final class Dice: Sendable {
    enum Concern: UInt64, Sendable {
        case scenery = 1
        case schedule, faults, disk, receivers, registry, people, monitors
    }

    private let random: Confined<SeededRandom>

    init(seed: UInt64, _ concern: Concern) {
        random = Confined(Self.stream(seed, concern))
    }

    /// Seeds that are neighbours must not share their streams, so the concern goes through the mixer with the seed.
    static func stream(_ seed: UInt64, _ concern: Concern) -> SeededRandom {
        var mixer = SeededRandom(seed: seed ^ (concern.rawValue << 56))
        return SeededRandom(seed: mixer.next())
    }

    func below(_ bound: Int) -> Int { random.value.below(bound) }
    func oneIn(_ chances: Int) -> Bool { random.value.oneIn(chances) }
    func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A time of whole milliseconds from the range.
    func milliseconds(_ range: Range<Int>) -> Duration { .milliseconds(range.lowerBound + below(range.count)) }
}
