import Domain
import Response

extension Input {
    /// What a driver brought back, with no text longer than may be kept: receivers write as much as they like.
    func bounded(to bytesMax: Int) -> Self {
        switch self {
        case .finished(let id, .success(let completion)):
            .finished(id, .success(completion.bounded(to: bytesMax)))
        case .finished(let id, .failure(let failure)):
            .finished(id, .failure(failure.bounded(to: bytesMax)))
        case .probed(let id, .applied(let completion)):
            .probed(id, .applied(completion.bounded(to: bytesMax)))
        case .probed(let id, .notApplied(let error)):
            .probed(id, .notApplied(error.bounded(to: bytesMax)))
        case .probed(let id, .unclear(let error)):
            .probed(id, .unclear(error.bounded(to: bytesMax)))
        case .event, .start, .ordered, .fleet, .stopSwitch, .tick:
            self
        }
    }
}

extension Completion {
    fileprivate func bounded(to bytesMax: Int) -> Self {
        Self(certainty, output: output, evidence: evidence.bounded(to: bytesMax))
    }
}

extension ActionFailure {
    fileprivate func bounded(to bytesMax: Int) -> Self {
        switch self {
        case .transient(let error, let wait, let isAnswered):
            .transient(error.bounded(to: bytesMax), retryAfter: wait, isAnswered: isAnswered)
        case .permanent(let error): .permanent(error.bounded(to: bytesMax))
        case .unknownOutcome(let error, let wait): .unknownOutcome(error.bounded(to: bytesMax), retryAfter: wait)
        }
    }
}

extension OperatorError {
    fileprivate func bounded(to bytesMax: Int) -> Self {
        Self(
            attempted: attempted.bounded(to: bytesMax),
            reason: reason.bounded(to: bytesMax),
            remedy: remedy.bounded(to: bytesMax)
        )
    }
}

extension String {
    /// Cut between two characters, and marked as cut.
    fileprivate func bounded(to bytesMax: Int) -> String {
        guard utf8.count > bytesMax else { return self }
        var kept = ""
        var bytes = 0
        for scalar in unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= bytesMax else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }
}
