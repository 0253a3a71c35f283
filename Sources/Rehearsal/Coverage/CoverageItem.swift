/// Something of a playbook that a test can show.
package struct CoverageItem: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case step, branch
        case guarding = "guard"
    }

    package let kind: Kind
    /// Of the playbook's file.
    package let line: Int
    /// Completes "no test shows …": `step 'verify'`.
    package let text: String
    let mark: Mark
}

/// What was seen of a playbook, independent of the run that it was seen in.
enum Mark: Hashable, Sendable {
    case step(StepPlace)
    case condition(StepPlace, Bool)
    /// Which branch of a `choose`, from 0; -1 where none holds.
    case branch(StepPlace, Int)
    case failure(StepPlace, Bool)
    /// Whether a loop had items.
    case items(StepPlace, Bool)
    case approved(StepPlace)
    case refused(StepPlace)
    case expired(StepPlace)
    case arrived(StepPlace)
    case timedOut(StepPlace)
    case trigger(Bool)
    case tooOld
    case cleared
    case protected
    case limit(Int)
    case storm
    case canary
    case freeze(Int)
}

/// A step of the text: the same in every round of a loop, and in every call.
struct StepPlace: Hashable, Sendable {
    let line: Int
    let column: Int
    let isRelease: Bool
}

/// What the tests of a playbook have shown of it.
package struct Coverage: Sendable {
    package let items: [CoverageItem]
    private var seen: Set<Mark> = []

    init(_ items: [CoverageItem]) { self.items = items }

    mutating func add(_ marks: Set<Mark>) { seen.formUnion(marks) }

    /// In the order of their lines.
    package var missed: [CoverageItem] { items.filter { !seen.contains($0.mark) }.sorted { $0.line < $1.line } }

    package func count(_ kind: CoverageItem.Kind) -> (seen: Int, all: Int) {
        let all = items.filter { $0.kind == kind }
        return (all.count { seen.contains($0.mark) }, all.count)
    }

    /// The lowest of the kinds, in hundredths, rounded down: 100 means all.
    package var percent: Int {
        CoverageItem.Kind.allCases.map { kind in
            let (seen, all) = count(kind)
            return all == 0 ? 100 : seen * 100 / all
        }.min() ?? 100
    }
}
