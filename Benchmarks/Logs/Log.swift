import Domain
import Ledger

/// A log that begins, and what is written to it.
public enum Log {
    public static let origin = wellFormed(Origin("benchmark.example.com/plant-7"))

    public static func writer() -> LedgerWriter {
        do {
            return try LedgerWriter(
                origin: origin,
                node: "benchmark",
                log: StoredLog(),
                signed: .beginning(of: origin)
            )
        } catch {
            fatalError("an empty log is refused: \(error)")
        }
    }

    /// What is measured names nobody, and asks for none.
    public static func salt() -> [UInt8] { Array(repeating: 7, count: PrivateValue.saltBytes) }

    public static var firstEntry: StoredEntry {
        var writer = writer()
        return writer.append([record], salting: salt)[0]
    }

    /// As full as one that says how a step went.
    public static let record = AuditRecord(
        .stepSent,
        at: Instant(millisecondsSinceEpoch: 1_775_035_801_000),
        on: .device(wellFormed(DeviceID("press-01"))),
        incident: IncidentID(Digest(of: [1])),
        run: RunID(Digest(of: [2])),
        step: "shutdown",
        attempt: 1,
        playbook: Digest(of: [3]),
        outcome: "sent",
        detail: "the broker has it; the device was not asked to answer",
        request: Digest(of: [4]),
        evidence: Digest(of: [5])
    )

    private static func wellFormed<Name>(_ name: Name?) -> Name {
        guard let name else { preconditionFailure("the names here are as they must be") }
        return name
    }
}
