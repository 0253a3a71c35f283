package import CEL
package import Domain

/// What an expression sees of an event alone, outside of a playbook: `event`, as playbooks see it, and `now`.
package enum EventScope {
    package static let environment = Environment(variables: [
        (name: "event", type: .object(EventObject.type)), (name: "now", type: .timestamp),
    ])

    package static func bindings(_ event: Event, now: Instant) -> Bindings {
        var bindings = Bindings(environment)
        bindings["event"] = .object(EventObject(event: event))
        bindings["now"] = .timestamp(Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch))
        return bindings
    }
}
