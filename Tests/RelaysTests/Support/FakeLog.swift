import Domain
import Ledger
import Relays
import Synchronization
import TestKit

/// A log that grows when a test says so.
final class FakeLog: AuditReader {
    private struct State {
        var entries: [Entry] = []
        var values: [PrivateValue] = []
        var failure: OperatorError?
        var begin: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Appends what happened: at the start of the clock, unless it is said when.
    @discardableResult
    func append(
        _ action: AuditAction = .stepOK,
        at time: Instant? = nil,
        by actor: Actor = .engine,
        on object: AuditObject? = nil,
        step: String? = nil,
        outcome: String? = nil,
        detail: String? = nil
    ) -> Entry {
        state.withLock { state in
            let sequence = UInt64(state.entries.count)
            let record = AuditRecord(
                action,
                at: time ?? Sample.start,
                by: actor,
                on: object,
                step: step,
                outcome: outcome,
                detail: detail
            )
            let salt = [UInt8](repeating: 7, count: PrivateValue.saltBytes)
            var values: [PrivateValue] = []
            if actor.name.hasPrefix("person:") {
                values.append(PrivateValue(sequence: sequence, field: .actor, salt: salt, value: actor.name))
                if let detail {
                    values.append(PrivateValue(sequence: sequence, field: .detail, salt: salt, value: detail))
                }
            }
            let entry = Entry(
                origin: LedgerFixture.origin,
                sequence: sequence,
                node: "node-1",
                record: record,
                commitments: Dictionary(uniqueKeysWithValues: values.map { ($0.field, $0.commitment) })
            )
            state.entries.append(entry)
            state.values += values
            return entry
        }
    }

    /// Other steps are other entries.
    func fill(_ count: Int, step: String? = nil) { for _ in 0..<count { append(step: step) } }

    /// A backup of so many entries is put back.
    func restore(to count: Int) { state.withLock { $0.entries = Array($0.entries.prefix(count)) } }

    func fail(with failure: OperatorError?) { state.withLock { $0.failure = failure } }

    /// What is older is in an archive.
    func archive(upTo sequence: UInt64) { state.withLock { $0.begin = sequence } }

    func end() async throws(OperatorError) -> UInt64 {
        try look { UInt64($0.entries.count) }
    }

    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [Entry] {
        try look { state in
            Array(state.entries.filter { $0.sequence >= max(sequence, state.begin) }.prefix(limit))
        }
    }

    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] {
        try look { state in state.values.filter { entries.contains($0.sequence) } }
    }

    private func look<Result: Sendable>(_ body: (State) -> Result) throws(OperatorError) -> Result {
        let outcome: Swift.Result<Result, OperatorError> = state.withLock { state in
            state.failure.map { .failure($0) } ?? .success(body(state))
        }
        return try outcome.get()
    }
}

/// A position that a crash does not take away.
final class FakePositions: PositionKeeper {
    private struct State {
        var position: RelayPosition?
        var kept: [UInt64] = []
        var failure: OperatorError?
        var loadingFailure: OperatorError?
        var loads = 0
    }

    private let state: Mutex<State>

    /// As an earlier version kept one: the number alone.
    init(_ next: UInt64? = nil) { state = Mutex(State(position: next.map { RelayPosition(next: $0) })) }

    var kept: [UInt64] { state.withLock(\.kept) }
    /// How often it was asked for.
    var loads: Int { state.withLock(\.loads) }

    func failLoading(with failure: OperatorError?) { state.withLock { $0.loadingFailure = failure } }

    func fail(with failure: OperatorError?) { state.withLock { $0.failure = failure } }

    func load() throws(OperatorError) -> RelayPosition? {
        let (position, failure) = state.withLock { state in
            state.loads += 1
            return (state.position, state.loadingFailure)
        }
        if let failure { throw failure }
        return position
    }

    func keep(_ position: RelayPosition) throws(OperatorError) {
        let failure = state.withLock { state in
            if state.failure == nil {
                state.position = position
                state.kept.append(position.next)
            }
            return state.failure
        }
        if let failure { throw failure }
    }
}
