import Domain
import Playbooks
import Ports
import Response
import TestKit

/// A driver of one process to the world's receivers.
struct ModelDriver<Kind: FakeKind>: ActionDriver {
    static var descriptor: ActionDescriptor { Kind.descriptor }

    let way: Way

    static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        try FakeDriver<Kind>.render(call)
    }

    func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        try await way.carryOut(intent.intent)
    }
}

/// That of the receiver that can be read back.
struct ModelProbingDriver: ProbingAction {
    static var descriptor: ActionDescriptor { FakeKinds.Probeable.descriptor }

    let way: Way

    static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        try FakeProbingDriver.render(call)
    }

    func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        try await way.carryOut(intent.intent)
    }

    func probe(_ intent: Intent) async -> ProbeResult { await way.probe(intent) }
}

/// How one process reaches the receivers. It can die before each step and after it.
struct Way: Sendable {
    let life: Life
    let receivers: Receivers
    let clock: VirtualClock
    let chronicle: Chronicle

    func drivers() -> [any ActionDriver] {
        [
            ModelDriver<FakeKinds.Pure>(way: self), ModelDriver<FakeKinds.Idempotent>(way: self),
            ModelDriver<FakeKinds.Fenced>(way: self), ModelProbingDriver(way: self),
            ModelDriver<FakeKinds.Once>(way: self), ModelDriver<FakeKinds.Verify>(way: self),
            ModelDriver<FakeKinds.Restore>(way: self), ModelDriver<FakeKinds.Notify>(way: self),
            ModelDriver<FakeKinds.Listen>(way: self),
        ]
    }

    func carryOut(_ intent: Intent) async throws(ActionFailure) -> Completion {
        guard life.survives(.beforeHandOver) else { throw Self.unheard }
        chronicle.note(.handedOver(life: life.number, intent))
        let trip = receivers.send(intent)
        guard life.survives(.afterHandOver) else { throw Self.unheard }
        await clock.sleep(until: trip.heard)
        guard isHeard else { throw Self.unheard }
        chronicle.note(.answered(life: life.number, intent.id, trip.answer))
        return try trip.answer.get()
    }

    func probe(_ intent: Intent) async -> ProbeResult {
        guard life.survives(.beforeProbe) else { return .unclear(Life.silence) }
        chronicle.note(.asked(life: life.number, intent))
        let (takes, isVague) = receivers.drawnProbe()
        guard life.survives(.afterProbe) else { return .unclear(Life.silence) }
        await clock.sleep(for: takes)
        guard isHeard else { return .unclear(Life.silence) }
        let result = isVague ? .unclear(Journey.error("nobody knows")) : result(of: intent)
        chronicle.note(.toldOfProbe(life: life.number, intent.id, result))
        return result
    }

    /// Whether somebody is there for the answer: the process lives, and has not given the effect up.
    private var isHeard: Bool { !life.isOver && !Task.isCancelled }

    private func result(of intent: Intent) -> ProbeResult {
        switch receivers.finding(of: intent) {
        case .applied: .applied(Completion(.confirmed, evidence: "read back"))
        case .notApplied: .notApplied(Journey.error("it never came"))
        case .notYetKnown: .unclear(Journey.error("it may still come"))
        }
    }

    private static let unheard = ActionFailure.unknownOutcome(Life.silence)
}
