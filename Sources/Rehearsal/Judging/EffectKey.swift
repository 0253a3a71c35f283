import CEL
import Domain
import JSON
import Playbooks
import Response

/// What a test may name of an effect besides the fields of its request.
enum EffectKey {
    static let action = "action"
    static let step = "step"
    static let connection = "connection"
    static let device = "device"
    static let attempts = "attempts"
}

/// Something that the playbook sent, or in a drill would have sent: one for each step that did.
struct ActualEffect {
    let step: Step
    let request: RenderedRequest
    let key: StepKey
    /// How often it was sent.
    var attempts: Int

    /// Those of a run, in order. What changes nothing (a look, a wait) is none.
    static func all(in log: StageLog) -> [ActualEffect] {
        guard let run = log.run else { return [] }
        var effects: [ActualEffect] = []
        for intent in log.intents where intent.id.run == run.id {
            let step = run.playbook[intent.id.step]
            if let place = effects.firstIndex(where: { $0.step.index == step.index }) {
                effects[place].attempts += 1
            } else if let call = step.call, call.descriptor.receiver != .pure {
                effects.append(
                    ActualEffect(step: step, request: intent.attempt.request, key: intent.attempt.key, attempts: 1)
                )
            }
        }
        return effects
    }

    /// What stands under a name: of the request, or of its body, or of the body's `data`. Nil where nothing does.
    func value(_ name: String, like expected: Value) -> Value? {
        switch name {
        case EffectKey.action: return .string(request.action)
        case EffectKey.step: return .string(step.path)
        case EffectKey.connection: return request.connection.map { .string($0) }
        case EffectKey.device: return .string(request.device.description)
        case EffectKey.attempts: return .int(Int64(attempts))
        default: break
        }
        if let text = request[name] { return Self.read(text, like: expected) }
        guard let body = request["body"].flatMap({ Self.json($0) }) else { return Optional.none }
        return Self.member(name, of: body) ?? Self.member("data", of: body).flatMap { Self.member(name, of: $0) }
    }

    /// A text stays one where a text is expected; else it is read as the JSON that it is.
    private static func read(_ text: String, like expected: Value) -> Value {
        if case .string = expected { return .string(text) }
        return json(text) ?? .string(text)
    }

    private static func json(_ text: String) -> Value? { try? JSONText.parse(text) }

    private static func member(_ name: String, of value: Value) -> Value? {
        if case .map(let map) = value { map[name] } else { Optional.none }
    }
}

/// Whether what happened is what a test says of it.
enum Likeness {
    /// Of a mapping only what is expected counts; a list and anything else is meant as a whole. A text may hold `…`.
    static func holds(_ expected: Value, _ actual: Value) -> Bool {
        switch (expected, actual) {
        case (.map(let expected), .map(let actual)):
            expected.entries.allSatisfy { entry in
                guard case .string(let name) = entry.key, let value = actual[name] else { return false }
                return holds(entry.value, value)
            }
        case (.list(let expected), .list(let actual)):
            expected.count == actual.count && zip(expected, actual).allSatisfy { holds($0, $1) }
        case (.string(let expected), .string(let actual)): TextPattern(expected).matches(actual)
        default: expected == actual
        }
    }

    /// The actual value, without the members that nothing is expected of.
    static func cut(_ actual: Value, to expected: Value) -> Value {
        guard case .map(let wanted) = expected, case .map(let there) = actual else { return actual }
        return .map(
            wanted.entries.compactMap { entry -> (String, Value)? in
                guard case .string(let name) = entry.key, let value = there[name] else { return nil }
                return (name, cut(value, to: entry.value))
            }
        )
    }
}
