import Domain

/// Everything that happened in a world, in order.
final class Chronicle: Sendable {
    struct Line: Sendable {
        let moment: Moment
        let happening: Happening
    }

    private let executor: SeededExecutor
    private let kept = Confined<[Line]>([])

    init(_ executor: SeededExecutor) { self.executor = executor }

    var lines: [Line] { kept.value }

    func note(_ happening: Happening) {
        let moment = Moment(number: kept.value.count, time: executor.now)
        kept.value.append(Line(moment: moment, happening: happening))
    }
}
