import Domain

/// What is in force by the states of runs: for whoever compares that with what is listed as in force.
public struct MeasuresOfRuns: Sendable {
    private var own: [MeasureID: Measure] = [:]
    /// Those of which nobody can say what they have in force.
    private var unclear: Set<RunID> = []

    public init() {}

    public mutating func take(_ account: RunAccount) {
        guard let measures = account.measures else {
            unclear.insert(account.run)
            return
        }
        for measure in measures { own[measure.id] = measure }
    }

    /// - Returns: a sentence for each measure that is listed otherwise than the steps of its run have it.
    public func disagreements(with listed: [Measure]) -> [String] {
        var sentences: [String] = []
        var left = own
        for measure in listed where !unclear.contains(measure.run) {
            guard let known = left.removeValue(forKey: measure.id) else {
                sentences.append("measure \(measure.id) is listed as in force on \(measure.device), and is not")
                continue
            }
            guard !known.isListed(as: measure) else { continue }
            sentences.append("measure \(known.id) on \(known.device) is not listed as run \(known.run) has it in force")
        }
        let unlisted = left.values.map {
            "measure \($0.id) on \($0.device) is in force by run \($0.run), and is not listed"
        }
        return (sentences + unlisted).sorted()
    }
}

extension Measure {
    /// A row is written whenever the step changes that takes the measure back. What put it there may come to another state
    /// later, as where it is done anew: since when it is in force, and whether that is in doubt, the row then says as it was.
    fileprivate func isListed(as other: Self) -> Bool {
        id == other.id && device == other.device && action == other.action && inverse == other.inverse
            && connection == other.connection && run == other.run && incident == other.incident
            && playbook == other.playbook && step == other.step && until == other.until
            && (state == other.state || state.isUntouched && other.state.isUntouched)
    }
}

extension Measure.State {
    /// Nobody takes it back yet.
    fileprivate var isUntouched: Bool {
        switch self {
        case .inForce, .doubtful: true
        case .releasing, .released, .stuck, .handedOver, .abandoned: false
        }
    }
}
