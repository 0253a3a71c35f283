import CEL
import Domain
import Ledger
package import Ports
import Response

/// What every store must do. A test target runs each check against its own implementation:
///
/// ```swift
/// @Test(arguments: StoreContract.checks)
/// func `the store keeps the contract`(_ check: StoreContract.Check) async throws {
///     try await check.run { try SQLiteStore(path: path) }
/// }
/// ```
package enum StoreContract {
    /// Opens the storage under test: the same each time within one check, and empty the first time.
    package typealias Opening = @Sendable () throws -> any Store

    package struct Check: Sendable, CustomStringConvertible {
        /// What holds, as a sentence.
        package let description: String
        private let body: @Sendable (Opening) async throws -> Void

        init(_ description: String, _ body: @escaping @Sendable (Opening) async throws -> Void) {
            self.description = description
            self.body = body
        }

        /// - Throws: ``Broken``, or what the store threw.
        package func run(_ open: Opening) async throws { try await body(open) }
    }

    /// The store does not do as it must.
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
    }

    package static let checks: [Check] = [
        Check("a new store is empty", empty),
        Check("what was committed is read back as it was, in every state of a run", everyState),
        Check("changes are kept alike, each in a transaction of its own or all in one", oneByOne),
        Check("what was committed is there after reopening", reopened),
        Check("a run that ended is not taken up, and its event stays known", ended),
        Check("an incident is known for as long as its last alarm counts for a storm", alarms),
        Check("a receipt names the incidents, and an unknown event has none", receipts),
        Check("a stale revision is a conflict, and nothing of its transaction is kept", staleRevision),
        Check("proofs that count no more are read back so, and their run stays as it was", overruledProofs),
        Check("an event, a run or an entry that is there already is a conflict", duplicates),
        Check("the last touch of a device counts and the first is known, a drill's and each version's apart", touches),
        Check("the last use of an action on a device counts, a drill's apart", uses),
        Check("a stop is in force until it is lifted", stops),
        Check("the last fence of each device counts", fences),
        Check("the log's hashes are in order, and the last checkpoint is the last", log),
        Check("a log is read from what was signed on, though it is longer than a subtree", longLog),
        Check("whatever an event holds is read back with its type", values),
    ]

    static func demand(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(Broken) {
        guard condition else { throw Broken(description: sentence()) }
    }

    /// - Returns: what the body threw.
    static func conflict(_ store: any Store, _ transaction: Transaction, _ what: String) async throws {
        do throws(StoreFailure) {
            try await store.commit(transaction)
        } catch {
            guard case .conflict = error else { throw Broken(description: "\(what): \(error) is no conflict") }
            return
        }
        throw Broken(description: "\(what) was taken")
    }
}

/// What a store kept, comparable.
struct StateView: Hashable {
    let headers: [RunHeader]
    let events: [Event]
    let phases: [Run.Phase]
    let revisions: [Int]
    let ends: [Instant?]
    let steps: [[Int: StepRecord]]
    let incidents: Set<Incident>
    let touches: Set<Touch>
    let uses: Set<ActionUse>
    let playbooks: [Digest: StoredPlaybook]
    let log: StoredLog
    let checkpoint: StoredCheckpoint?

    init(_ state: StoredState) {
        let runs = state.runs.sorted { $0.header.id < $1.header.id }
        headers = runs.map(\.header)
        events = runs.map(\.event)
        phases = runs.map(\.phase)
        revisions = runs.map(\.revision)
        ends = runs.map(\.ended)
        steps = runs.map(\.steps)
        incidents = Set(state.incidents)
        touches = Set(state.touches)
        uses = Set(state.uses)
        playbooks = state.playbooks
        log = state.log
        checkpoint = state.lastCheckpoint
    }
}
