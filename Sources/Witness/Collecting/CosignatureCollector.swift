public import Domain
import Ledger
public import Logging
public import Ports

/// Has each new checkpoint cosigned by each witness, beside the engine and never in its way: it reads what is durable, one
/// checkpoint at a time and always the newest, and whatever becomes of it is shown and tried again.
public struct CosignatureCollector: Sendable {
    private let witnesses: [WitnessConnection]
    private let archive: any CheckpointArchive
    private let surroundings: any Surroundings
    private let logger: Logger
    public let board: WitnessBoard

    public init(
        _ witnesses: [WitnessConnection],
        archive: any CheckpointArchive,
        surroundings: any Surroundings,
        logger: Logger
    ) {
        self.witnesses = witnesses
        self.archive = archive
        self.surroundings = surroundings
        self.logger = logger
        board = WitnessBoard(witnesses.map(\.key.name))
    }

    public var hasWitnesses: Bool { !witnesses.isEmpty }

    /// Until the task is cancelled.
    /// - Precondition: there are witnesses.
    /// - Throws: where the store cannot be relied on. The process must end then.
    public func run() async throws(OperatorError) {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in witnesses.indices { group.addTask { try await collect(index) } }
                try await group.waitForAll()
            }
        } catch let error as OperatorError {
            throw error
        } catch {
            preconditionFailure("collecting throws operator's errors alone: \(error)")
        }
    }

    private func collect(_ index: Int) async throws(OperatorError) {
        await recall(index)
        var pause = WitnessLimits.pauseFirst
        while !Task.isCancelled {
            let rest: Duration
            if try await look(index) {
                (rest, pause) = (WitnessLimits.lookInterval, WitnessLimits.pauseFirst)
            } else {
                (rest, pause) = (pause, min(pause * 2, WitnessLimits.pauseMax))
            }
            await surroundings.sleep(until: surroundings.now() + rest)
        }
    }

    /// What it cosigned for an earlier process.
    private func recall(_ index: Int) async {
        guard let last = try? await archive.lastCosignature(by: witnesses[index].key) else { return }
        board.update(index) { ($0.size, $0.time) = (last.size, last.time) }
    }

    /// - Returns: whether the newest checkpoint is cosigned.
    private func look(_ index: Int) async throws(OperatorError) -> Bool {
        let witness = witnesses[index]
        let cosigned = board.witnesses()[index].size
        let next: CosigningDialogue.Next
        let size: UInt64
        do throws(OperatorError) {
            guard let checkpoint = try await archive.lastCheckpoint() else { return true }
            if let cosigned, cosigned >= checkpoint.size { return true }
            guard var dialogue = CosigningDialogue(checkpoint.note, to: witness.key, cosigned: cosigned ?? 0) else {
                note(index, failure: "our last checkpoint cannot be read; 'cordon audit verify' tells more")
                return false
            }
            size = checkpoint.size
            next = try await witness.hold(&dialogue) { (old, new) throws(OperatorError) in
                try await archive.consistencyProof(from: old, to: new)
            }
        } catch {
            note(index, failure: "\(error)")
            return false
        }
        switch next {
        case .cosigned(let time, let lines):
            return try await keep(StoredCosignature(size: size, witness: witness.key, time: time, lines: lines), index)
        case .contradicted(let reason): note(index, contradiction: reason)
        case .failed(let reason): note(index, failure: reason)
        case .send: preconditionFailure("a dialogue ends with what came of it")
        }
        return false
    }

    /// - Throws: where the store cannot be relied on any more.
    private func keep(_ cosignature: StoredCosignature, _ index: Int) async throws(OperatorError) -> Bool {
        do throws(StoreFailure) {
            try await archive.keep(cosignature)
        } catch .broken(let error) {
            throw error
        } catch {
            note(index, failure: "its cosignature could not be kept: \(error.error.reason)")
            return false
        }
        let before = board.update(index) {
            ($0.size, $0.time, $0.trouble) = (cosignature.size, cosignature.time, nil)
        }
        if before.trouble != nil {
            logger.notice("the witness '\(before.name)' cosigns again", metadata: ["size": "\(cosignature.size)"])
        }
        return true
    }

    private func note(_ index: Int, failure reason: String) {
        if Task.isCancelled { return }
        let now = surroundings.now()
        let before = board.update(index) { $0.trouble = .init(since: $0.trouble?.since ?? now, reason: reason) }
        guard before.trouble?.reason != reason else { return }
        logger.warning("the witness '\(before.name)' does not cosign the audit log: \(reason)")
    }

    private func note(_ index: Int, contradiction reason: String) {
        let before = board.update(index) { $0.contradiction = reason }
        note(index, failure: reason)
        guard before.contradiction == nil else { return }
        logger.critical(
            """
            the witness '\(before.name)' says that the audit log is not the one it saw: \(reason). Somebody rewrote the log or \
            put back an old one, here or there: run 'cordon audit verify', and compare with the witness's evidence
            """
        )
    }
}
