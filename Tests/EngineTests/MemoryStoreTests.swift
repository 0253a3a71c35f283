import TestKit
import Testing

/// What is waited for and never comes is a failure, and not an endless run.
@Suite(.timeLimit(.minutes(1))) struct MemoryStoreTests {
    @Test(arguments: StoreContract.checks)
    func `the store that the other tests lean on keeps the contract`(_ check: StoreContract.Check) async throws {
        let store = MemoryStore()
        try await check.run { store }
    }
}
