package import Playbooks

/// A kind of action for tests, as a type: drivers are told apart by theirs.
package protocol FakeKind: SendableMetatype {
    static var name: String { get }
    static var receiver: ActionDescriptor.Receiver { get }
    static var touchesDevice: Bool { get }
    static var provesContainment: Bool { get }
    static var liftsContainment: Bool { get }
    static var reversal: ActionDescriptor.Reversal { get }
    static var listens: Bool { get }
}

extension FakeKind {
    package static var touchesDevice: Bool { true }
    package static var provesContainment: Bool { false }
    package static var liftsContainment: Bool { false }
    package static var reversal: ActionDescriptor.Reversal { .notNeeded }
    package static var listens: Bool { false }

    package static var descriptor: ActionDescriptor {
        ActionDescriptor(
            name: name,
            summary: "A receiver that does as a test says.",
            parameters: [
                .init("text", .document, summary: "Anything."),
                .init("topic", .topic, summary: "Any topic."),
                .init("confirm", .confirmation, summary: "The answer."),
            ],
            outputs: nil,
            receiver: receiver,
            reversal: reversal,
            touchesDevice: touchesDevice,
            provesContainment: provesContainment,
            liftsContainment: liftsContainment,
            listens: listens,
            timeout: .seconds(10),
            overall: .seconds(600),
            permissions: [],
            example: "- {id: one, action: \(name)}"
        )
    }
}

/// One kind for each class of receiver, one that proves containment, one that lifts it, and one that only tells people.
package enum FakeKinds {
    package enum Pure: FakeKind {
        package static let name = "fake.pure"
        package static let receiver = ActionDescriptor.Receiver.pure
        package static let touchesDevice = false
    }

    package enum Idempotent: FakeKind {
        package static let name = "fake.idempotent"
        package static let receiver = ActionDescriptor.Receiver.idempotent
    }

    package enum Fenced: FakeKind {
        package static let name = "fake.fenced"
        package static let reversal = ActionDescriptor.Reversal.inverse("fake.restore")
        package static let receiver = ActionDescriptor.Receiver.fenced
    }

    package enum Probeable: FakeKind {
        package static let name = "fake.probeable"
        package static let receiver = ActionDescriptor.Receiver.probeable
    }

    package enum Once: FakeKind {
        package static let name = "fake.once"
        package static let receiver = ActionDescriptor.Receiver.once
    }

    package enum Verify: FakeKind {
        package static let name = "fake.verify"
        package static let receiver = ActionDescriptor.Receiver.pure
        package static let touchesDevice = false
        package static let provesContainment = true
    }

    package enum Restore: FakeKind {
        package static let name = "fake.restore"
        package static let reversal = ActionDescriptor.Reversal.inverse("fake.fenced")
        package static let receiver = ActionDescriptor.Receiver.idempotent
        package static let liftsContainment = true
    }

    package enum Notify: FakeKind {
        package static let name = "fake.notify"
        package static let receiver = ActionDescriptor.Receiver.idempotent
        package static let touchesDevice = false
    }

    /// Behind a wait for a message.
    package enum Listen: FakeKind {
        package static let name = "fake.listen"
        package static let receiver = ActionDescriptor.Receiver.pure
        package static let touchesDevice = false
        package static let listens = true
    }

    package static let all: [any FakeKind.Type] = [
        Pure.self, Idempotent.self, Fenced.self, Probeable.self, Once.self, Verify.self, Restore.self, Notify.self,
        Listen.self,
    ]
}
