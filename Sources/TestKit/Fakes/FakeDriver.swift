import CEL
package import Domain
package import Playbooks
package import Ports
package import Response

/// Hands everything to the ``FakeReceiver``.
package struct FakeDriver<Kind: FakeKind>: ActionDriver {
    package static var descriptor: ActionDescriptor { Kind.descriptor }

    private let receiver: FakeReceiver

    package init(_ receiver: FakeReceiver) { self.receiver = receiver }

    package static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        try FakeRequest.render(call)
    }

    package func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        try await receiver.take(intent.intent)
    }
}

/// The driver of ``FakeKinds/Probeable``, whose outcomes can be read back.
package struct FakeProbingDriver: ProbingAction {
    package static var descriptor: ActionDescriptor { FakeKinds.Probeable.descriptor }

    private let receiver: FakeReceiver

    package init(_ receiver: FakeReceiver) { self.receiver = receiver }

    package static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        try FakeRequest.render(call)
    }

    package func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        try await receiver.take(intent.intent)
    }

    package func probe(_ intent: Intent) async -> ProbeResult { receiver.probe(intent) }
}

package enum FakeDrivers {
    package static func all(_ receiver: FakeReceiver) -> [any ActionDriver] {
        [
            FakeDriver<FakeKinds.Pure>(receiver), FakeDriver<FakeKinds.Idempotent>(receiver),
            FakeDriver<FakeKinds.Fenced>(receiver), FakeProbingDriver(receiver),
            FakeDriver<FakeKinds.Once>(receiver), FakeDriver<FakeKinds.Verify>(receiver),
            FakeDriver<FakeKinds.Restore>(receiver), FakeDriver<FakeKinds.Notify>(receiver),
            FakeDriver<FakeKinds.Listen>(receiver),
        ]
    }

    /// What the core may know of them.
    package static let kinds: [ActionKind] = [
        ActionKind(FakeDriver<FakeKinds.Pure>.self), ActionKind(FakeDriver<FakeKinds.Idempotent>.self),
        ActionKind(FakeDriver<FakeKinds.Fenced>.self), ActionKind(FakeProbingDriver.self),
        ActionKind(FakeDriver<FakeKinds.Once>.self), ActionKind(FakeDriver<FakeKinds.Verify>.self),
        ActionKind(FakeDriver<FakeKinds.Restore>.self), ActionKind(FakeDriver<FakeKinds.Notify>.self),
        ActionKind(FakeDriver<FakeKinds.Listen>.self),
    ]
}

/// Renders each parameter as a field. The text `unrenderable` is refused, as a real action refuses what makes no request.
enum FakeRequest {
    static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        if call["text"] == "unrenderable" { throw Sample.error("this makes no request") }
        var fields = call.parameters.map { RenderedRequest.Field($0.name, text(of: $0.value)) }
        fields.append(RenderedRequest.Field("key", call.key.description))
        if let topic = call.confirmationTopic {
            fields.append(RenderedRequest.Field(RenderedRequest.confirmationField, topic))
        }
        return RenderedRequest(
            action: call.descriptor.name,
            connection: call.connection,
            device: call.device,
            fields: fields
        )
    }

    private static func text(of value: Value) -> String {
        if case .string(let text) = value { text } else { value.description }
    }
}
