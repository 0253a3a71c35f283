import TestKit
import Testing

@Suite struct MemoryStoreTests {
    @Test(arguments: StoreContract.checks)
    func `the store that the other tests lean on keeps the contract`(_ check: StoreContract.Check) async throws {
        let store = MemoryStore()
        try await check.run { store }
    }
}
