import Domain
import Foundation
import Ledger
import Logging
import Ports
import Relays
import TestKit
import Transport

/// One relay of a kind, with the machine's clock, and entries to send.
struct Delivery {
    static let canary = "canary-c2VjcmV0"

    let relay: any AuditRelay
    let client = HTTPClient()

    /// The secrets are read through files elsewhere; here they are given.
    init(_ type: any AuditRelay.Type, _ values: [String: String], secrets: [String: String] = [:]) throws {
        let read = secrets.mapValues { text in RelaySecret { () throws(OperatorError) in Secret(text) } }
        let settings = RelaySettings(
            name: "siem",
            values: values.merging(["allow_private": "true"]) { given, _ in given },
            secrets: read
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let parts = RelayParts(client: client, surroundings: WallClock(), logger: logger)
        relay = try type.init(settings, parts)
    }

    /// Entries of now, so many; the first has everything that a receiver may stumble over.
    static func entries(_ count: Int) -> [RelayedEntry] {
        (0..<count).map { index in
            let record = AuditRecord(
                index == 0 ? .stepFailed : .stepOK,
                at: WallClock().now(),
                on: AuditObject(.device, "press-7"),
                step: "shut-down",
                attempt: 1,
                outcome: "transient",
                detail: #"Größe "x" \ [y] {"z": 1} ✓"#
            )
            let entry = Entry(
                origin: LedgerFixture.origin,
                sequence: UInt64(index),
                node: "node-1",
                record: record
            )
            return RelayedEntry(entry, opening: [])
        }
    }

    func result(_ entries: [RelayedEntry]) async -> RelayFailure? {
        defer { client.shutdown() }
        do throws(RelayFailure) {
            try await relay.deliver(entries)
            return nil
        } catch {
            return error
        }
    }
}

/// The machine's: receivers compare times with their own.
struct WallClock: Surroundings {
    func now() -> Instant { Instant(millisecondsSinceEpoch: Int64(Date.now.timeIntervalSince1970 * 1_000)) }
    func sleep(until deadline: Instant) async {}
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }
}
