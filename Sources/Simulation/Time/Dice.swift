import TestKit

/// Chance, by the world's seed: a stream of its own for each concern, so that a change to one leaves the others alone.
final class Dice: Sendable {
    enum Concern: UInt64, Sendable {
        case scenery = 1
        case schedule, faults, disk, receivers, registry, people, monitors, supervisors, crowds, detours, protections
        case rules, otherRule, tags, hands
    }

    private let random: Confined<SeededRandom>
    /// Every time is a multiple of so many milliseconds. Where it is coarse much happens at the same moment, and its order
    /// is up to the schedule.
    private let grain: Int

    init(seed: UInt64, _ concern: Concern) {
        random = Confined(Self.stream(seed, concern))
        grain = [1, 1, 100, 1_000][Int(seed % 4)]
    }

    /// Seeds that are neighbours must not share their streams, so the concern goes through the mixer with the seed.
    static func stream(_ seed: UInt64, _ concern: Concern) -> SeededRandom {
        var mixer = SeededRandom(seed: seed ^ (concern.rawValue << 56))
        return SeededRandom(seed: mixer.next())
    }

    func below(_ bound: Int) -> Int { random.value.below(bound) }
    func oneIn(_ chances: Int) -> Bool { random.value.oneIn(chances) }
    func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A time from the range, or the moment before it on the world's coarse clock.
    func milliseconds(_ range: Range<Int>) -> Duration {
        .milliseconds((range.lowerBound + below(range.count)) / grain * grain)
    }
}
