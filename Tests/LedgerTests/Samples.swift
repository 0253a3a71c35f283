import Domain
import Ledger
import Testing

/// Values that tests share.
enum Samples {
    static let plant = origin("example.com/plant-7")
    static let start = Instant(nanosecondsSinceEpoch: 1_790_000_000_000_000_000)

    static func origin(_ text: String) -> Origin {
        guard let origin = Origin(text) else { preconditionFailure("\(text) is no origin") }
        return origin
    }

    static func key(of origin: Origin = plant, byte: UInt8 = 7) -> SigningKey {
        guard let key = SigningKey(for: origin, privateKey: Array(repeating: byte, count: 32)) else {
            preconditionFailure("32 bytes are a key")
        }
        return key
    }

    /// The same each time, so that two logs of the same records are the same.
    static func salt() -> [UInt8] { Array(repeating: 7, count: PrivateValue.saltBytes) }

    static func run(_ number: Int) -> RunID { RunID(Digest(of: "run \(number)".utf8)) }
    static func incident(_ number: Int) -> IncidentID { IncidentID(Digest(of: "incident \(number)".utf8)) }

    static func device(_ number: Int) -> AuditObject {
        guard let id = DeviceID("press-\(number)-camera") else { preconditionFailure("a good device id") }
        return .device(id)
    }

    /// What the engine writes before it sends a command: the entry that a log is mostly made of.
    static func intent(_ number: Int = 1) -> AuditRecord {
        AuditRecord(
            .stepIntent,
            at: start + .milliseconds(number),
            on: device(number),
            incident: incident(number),
            run: run(number),
            step: "shut-down",
            attempt: 1,
            playbook: Digest(of: "name: botnet".utf8),
            request: Digest(of: "request \(number)".utf8)
        )
    }

    /// The entries of one event after the other, each with its cause.
    static func record(_ number: Int) -> AuditRecord {
        let time = start + .milliseconds(number)
        let story = number / 6
        switch number % 6 {
        case 0:
            return AuditRecord(
                .eventAccepted,
                at: time,
                by: Actor(name: "source:aws", proof: "sns-signature"),
                on: .event(Event.Key(source: "aws/device defender", id: "violation-\(story)")),
                evidence: Digest(of: "event \(story)".utf8)
            )
        case 1:
            return AuditRecord(
                .incidentOpened,
                at: time,
                on: device(story),
                incident: incident(story),
                playbook: Digest(of: "name: botnet".utf8),
                cause: .recordsBack(1),
                detail: "ports outside of the baseline: 23, 2323"
            )
        case 2:
            return AuditRecord(
                .guardHeld,
                at: time,
                on: device(story),
                run: run(story),
                cause: .recordsBack(2),
                outcome: "protected",
                detail: "the device is protected"
            )
        case 3:
            return AuditRecord(
                .guardWouldHold,
                at: time,
                by: Actor(name: "person:ana", proof: "bearer-token"),
                on: device(story),
                run: run(story),
                detail: "große Störung, freigegeben"
            )
        case 4: return intent(number)
        default:
            return AuditRecord(
                .stepOK,
                at: time,
                run: run(story),
                step: "shut-down",
                attempt: 2,
                cause: .recordsBack(1),
                outcome: "ok",
                evidence: Digest(of: "answer".utf8),
                isDrill: story.isMultiple(of: 2)
            )
        }
    }
}
