import CEL
import Domain
import Response

/// What guards hold of one playbook for one cause: people decide about all of it at once, and about nothing that came since.
struct HeldTogether {
    private let playbook: String
    private let cause: Hold.Cause
    private var count = 0
    /// When the latest of them came.
    private var asOf: Instant

    /// In the order of the first of each.
    static func all(of questions: [OpenQuestion]) -> [Self] {
        var groups: [Self] = []
        for question in questions {
            guard let cause = question.matter?.cause else { continue }
            let known = groups.firstIndex { $0.playbook == question.incident.playbook && $0.cause == cause }
            if known == nil {
                groups.append(Self(playbook: question.incident.playbook, cause: cause, asOf: question.since))
            }
            groups[known ?? groups.count - 1].take(question)
        }
        return groups
    }

    private init(playbook: String, cause: Hold.Cause, asOf: Instant) {
        (self.playbook, self.cause, self.asOf) = (playbook, cause, asOf)
    }

    private mutating func take(_ question: OpenQuestion) {
        count += 1
        asOf = max(asOf, question.since)
    }

    /// To the nanosecond: of two that came within a millisecond one may be on the list, and the other not.
    private var moment: String { Timestamp(nanosecondsSinceEpoch: asOf.nanosecondsSinceEpoch).description }

    var line: String {
        let command = "cordon approve --holds --playbook \(playbook) --cause \(cause.rawValue) --as-of \(moment)"
        let words = "lets pass what is listed, and nothing later"
        return Terminal.safe("\(count) held by \(cause.rawValue): '\(command)' \(words)")
    }

    var json: Value {
        [
            "playbook": .string(playbook), "cause": .string(cause.rawValue), "count": .int(Int64(count)),
            "as_of": .string(moment),
        ]
    }
}
