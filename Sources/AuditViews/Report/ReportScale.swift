import Domain

/// Where a time lies in a picture. Long pauses are drawn shorter, so that a wait of hours leaves room for attempts of
/// milliseconds: the order is true, and lengths can only be compared within the same magnitude.
struct ReportScale {
    /// A time with its label, which stands to the right of it, or to the left where the picture ends.
    struct Tick {
        let x: Int
        let label: String
        let isAtEnd: Bool
    }

    private static let labelWidth = 80

    private let places: [Instant: Int]
    private let right: Int
    let ticks: [Tick]

    /// - Precondition: there is at least one time.
    init(_ times: some Sequence<Instant>, from left: Int, to right: Int) {
        let times = Set(times).sorted()
        precondition(!times.isEmpty, "a picture shows at least one time")
        let weights = zip(times, times.dropFirst()).map { Self.weight(of: $1 - $0) }
        let total = max(1, weights.reduce(0, +))
        var places: [Instant: Int] = [times[0]: left]
        var sum = 0
        for (time, weight) in zip(times.dropFirst(), weights) {
            sum += weight
            places[time] = left + (right - left) * sum / total
        }
        self.places = places
        self.right = right
        ticks = Self.ticks(times, places, right)
    }

    /// The end of the picture, for what goes on.
    func x(_ time: Instant?) -> Int { time.flatMap { places[$0] } ?? right }

    /// Grows with the number of binary digits of the pause.
    private static func weight(of pause: Duration) -> Int {
        8 + 9 * (Int64.bitWidth - max(0, pause.milliseconds).leadingZeroBitCount)
    }

    /// As many as have room, and no label twice.
    private static func ticks(_ times: [Instant], _ places: [Instant: Int], _ right: Int) -> [Tick] {
        var ticks: [Tick] = []
        for time in times {
            guard let x = places[time] else { continue }
            let label = "+\((time - times[0]).spoken)"
            let isAtEnd = x + labelWidth > right
            let room = isAtEnd ? 2 * labelWidth : labelWidth
            if let last = ticks.last, x - last.x < room || last.label == label { continue }
            ticks.append(Tick(x: x, label: label, isAtEnd: isAtEnd))
        }
        return ticks
    }
}
