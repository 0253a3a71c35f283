import Domain
import Ledger
import Ports

/// One process's way to the file of the signer's state, which is beside the store and as durable.
struct FaultyKeeper: SignerStateKeeper {
    let disk: Disk
    let life: Life

    func keep(_ state: SignerState) async throws(StoreFailure) {
        guard life.survives(.beforeSignerState) else { throw .broken(Life.silence) }
        try disk.keep(state)
        guard life.survives(.afterSignerState) else { throw .broken(Life.silence) }
    }
}
