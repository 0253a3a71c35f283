package import Domain
package import Ports

extension Inbox {
    /// One event by itself.
    package func submit(_ event: Event, from source: Actor) async throws(IntakeRefusal) -> EventReceipt {
        try await submit([event], from: source)[0]
    }
}
