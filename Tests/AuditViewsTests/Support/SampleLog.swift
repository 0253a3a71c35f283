import AuditViews
import Domain
import Ledger
import TestKit

/// A log as a store would hand it out, written by the ledger's own writer.
struct SampleLog {
    static let start = Instant(nanosecondsSinceEpoch: 1_790_000_000_123_456_789)
    static let style = AuditStyle(withPrivate: false, version: "1.2.3")
    static let open = AuditStyle(withPrivate: true, version: "1.2.3")

    let stored: [StoredEntry]

    init(_ records: [AuditRecord]) throws {
        var writer = try LedgerFixture.writer()
        stored = writer.append(records, salting: LedgerFixture.salt)
    }

    /// As they are read back, with the private values that `keep` leaves.
    func rows(keep: (PrivateValue) -> PrivateValue? = { $0 }) -> [ViewedRow] {
        stored.map { entry in
            ViewedRow(place: entry.sequence, bytes: entry.bytes, values: entry.privateValues.compactMap(keep))
        }
    }

    func entries(keep: (PrivateValue) -> PrivateValue? = { $0 }) -> [ViewedEntry] {
        rows(keep: keep).compactMap { row in
            if case .entry(let entry) = row { entry } else { nil }
        }
    }

    static let ana = Actor(name: "person:ana", proof: "bearer-token")
    static let source = Actor(name: "source:http", proof: "bearer-token")
    static let incident = IncidentID(Digest(of: "incident".utf8))
    static let run = RunID(Digest(of: "run".utf8))
    static let playbook = Digest(of: "playbook: contain".utf8)
    static let event = AuditObject.event(Event.Key(source: "aws/device defender", id: "violation-1"))

    static func device(_ name: String = "press-7-camera") -> AuditObject { AuditObject(.device, name) }

    /// Of the incident, so many milliseconds after its beginning.
    static func record(
        _ action: AuditAction,
        after milliseconds: Int = 0,
        by actor: Actor = .engine,
        on object: AuditObject? = device(),
        step: String? = nil,
        attempt: Int? = nil,
        outcome: String? = nil,
        detail: String? = nil,
        evidence: String? = nil,
        isDrill: Bool = false
    ) -> AuditRecord {
        AuditRecord(
            action,
            at: start + .milliseconds(milliseconds),
            by: actor,
            on: object,
            incident: incident,
            run: run,
            step: step,
            attempt: attempt,
            playbook: playbook,
            outcome: outcome,
            detail: detail,
            request: step.map { Digest(of: $0.utf8) },
            evidence: evidence.map { Digest(of: $0.utf8) },
            isDrill: isDrill
        )
    }

    /// An entry of every action there is, with everything that an entry may have; each second one by a person.
    static func ofEveryAction() throws -> SampleLog {
        try SampleLog(
            AuditAction.allCases.enumerated().map { number, action in
                let isEvent = action.text.hasPrefix("event.") && action != .eventRefused
                return record(
                    action,
                    after: number,
                    by: number.isMultiple(of: 2) ? ana : source,
                    on: isEvent ? event : device(),
                    step: action.text.hasPrefix("step.") ? "shut-down" : nil,
                    attempt: action.text.hasPrefix("step.") ? 2 : nil,
                    outcome: action == .incidentOpened ? "critical" : "contained",
                    detail: "50 % = half | a \\ and „Anführung“",
                    evidence: "answer",
                    isDrill: number.isMultiple(of: 5)
                )
            }
        )
    }

    /// An incident from its alarm to its containment, with a retry, a hold and a decision.
    static func story(isDrill: Bool = false, outcome: String = "contained") -> [AuditRecord] {
        let steps: [AuditRecord] = [
            record(.stepIntent, after: 3, step: "shutdown", attempt: 1, isDrill: isDrill),
            record(
                .stepRetry,
                after: 1_003,
                step: "shutdown",
                attempt: 1,
                outcome: "transient",
                detail: "the connection was refused",
                isDrill: isDrill
            ),
            record(.stepIntent, after: 1_243, step: "shutdown", attempt: 2, isDrill: isDrill),
            record(
                .stepExhausted,
                after: 2_243,
                step: "shutdown",
                attempt: 2,
                outcome: "transient",
                detail: "the connection was refused",
                isDrill: isDrill
            ),
            record(
                .guardHeld,
                after: 2_244,
                step: "deactivate",
                outcome: "frozen",
                detail: "automation is frozen",
                isDrill: isDrill
            ),
            record(
                .holdApproved,
                after: 732_244,
                by: ana,
                step: "deactivate",
                detail: "it is the one",
                isDrill: isDrill
            ),
            record(.stepIntent, after: 732_245, step: "deactivate", attempt: 1, isDrill: isDrill),
            record(
                .stepOK,
                after: 732_290,
                step: "deactivate",
                attempt: 1,
                evidence: "the certificate is inactive",
                isDrill: isDrill
            ),
            record(.stepIntent, after: 732_291, step: "verify", attempt: 1, isDrill: isDrill),
            record(.stepOK, after: 733_900, step: "verify", attempt: 1, evidence: "no session", isDrill: isDrill),
        ]
        return [
            record(.incidentOpened, by: source, outcome: "high", detail: "contain", isDrill: isDrill),
            record(.runStarted, after: 1, by: source, on: .playbook("contain"), isDrill: isDrill),
            record(.incidentJoined, after: 2, on: event, detail: "event 2 of the incident", isDrill: isDrill),
        ] + steps + [record(.runEnded, after: 733_901, outcome: outcome, isDrill: isDrill)]
    }
}
