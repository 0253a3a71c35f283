import CEL
import Domain
import Response
import TestKit

/// Answers of receivers, in one word each.
extension AttemptResult {
    static var ok: Self { .success(Completion(.confirmed, evidence: "it says so")) }
    static func ok(_ output: Value) -> Self { .success(Completion(.confirmed, output: output, evidence: "it says so")) }
    static var sent: Self { .success(Completion(.sent, evidence: "handed over")) }
    static var transient: Self { .failure(.transient(Sample.error("busy"))) }
    static func transient(after pause: Duration) -> Self {
        .failure(.transient(Sample.error("busy"), retryAfter: pause))
    }
    static var permanent: Self { .failure(.permanent(Sample.error("refused"))) }
    static var unknown: Self { .failure(.unknownOutcome(Sample.error("no answer"))) }
}

extension ProbeResult {
    static var applied: Self { .applied(Completion(.confirmed, evidence: "read back")) }
    static var notApplied: Self { .notApplied(Sample.error("it never came")) }
    static var unclear: Self { .unclear(Sample.error("nobody knows")) }
}

extension StepState {
    var until: Instant? {
        if case .retrying(_, let until, _) = self { until } else { nil }
    }
}

extension Intent.Protection {
    /// The case, without who is asked.
    enum Kind: Hashable {
        case ofNoMatter
        case asked(Instant)
        case undecided
    }

    var kind: Kind {
        switch self {
        case .ofNoMatter: .ofNoMatter
        case .asked(let known, _): .asked(known)
        case .undecided: .undecided
        }
    }

    /// Why the device is not touched, as it is described; nil where nobody objects.
    func objection(to device: Device) -> String? {
        switch self {
        case .ofNoMatter: nil
        case .asked(_, let bound), .undecided(let bound): bound.objection(device)
        }
    }
}
