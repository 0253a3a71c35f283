import Domain
package import Ledger
package import Ports
import Synchronization

/// A log for tests, and who signs it.
package enum LedgerFixture {
    package static let origin: Origin = {
        guard let origin = Origin("example.com/test") else { preconditionFailure("a good origin") }
        return origin
    }()

    package static let key: SigningKey = {
        guard let key = SigningKey(for: origin, privateKey: Array(repeating: 7, count: 32)) else {
            preconditionFailure("32 bytes are a key")
        }
        return key
    }()

    /// Nobody's secret: what a test writes is the same each time.
    package static func salt() -> [UInt8] { Array(repeating: 7, count: PrivateValue.saltBytes) }

    package static func writer() throws(SigningRefused) -> LedgerWriter {
        try LedgerWriter(origin: origin, node: "node-1", log: StoredLog(), signed: .beginning(of: origin))
    }

    /// What an auditor finds in a store.
    package static func verified(_ rows: MemoryRows, signer: SignerState) -> VerificationReport {
        var verifier = LedgerVerifier(origin: origin, keys: [key.verifier], signer: signer)
        for checkpoint in rows.checkpoints { verifier.take(checkpoint: checkpoint.note) }
        for entry in rows.entries {
            verifier.take(entry: entry.sequence, bytes: entry.bytes, leafHash: entry.leafHash)
        }
        return verifier.finish()
    }
}

/// Keeps the signer's state in memory.
package final class FakeSignerKeeper: SignerStateKeeper {
    private struct State {
        var kept = SignerState.beginning(of: LedgerFixture.origin)
        var failure: StoreFailure?
    }

    private let state = Mutex(State())

    package init() {}

    package var last: SignerState { state.withLock { $0.kept } }

    package func fail(with failure: StoreFailure?) { state.withLock { $0.failure = failure } }

    package func keep(_ kept: SignerState) async throws(StoreFailure) {
        try state.withLock { (state) throws(StoreFailure) in
            if let failure = state.failure { throw failure }
            state.kept = kept
        }
    }
}
