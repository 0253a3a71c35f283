import CEL
import Domain
import Playbooks
import Rehearsal
import Response

/// What `cordon explain --format json` prints.
struct ExplanationDocument {
    private let explained: ExplainedEvent
    private let answers: [PlaybookAnswer]

    init(_ explained: ExplainedEvent, _ answers: [PlaybookAnswer]) {
        self.explained = explained
        self.answers = answers
    }

    var json: Value {
        [
            "event": .string(explained.event.key.id), "device": .string(explained.device.id.description),
            "registered": .bool(explained.device.isRegistered), "note": explained.note.map { .string($0) } ?? .null,
            "playbooks": .list(answers.map(answer)),
        ]
    }

    private func answer(_ answer: PlaybookAnswer) -> Value {
        let playbook = answer.playbook
        let condition = playbook.trigger.condition.map { condition -> Value in
            let parts = ExpressionParts(answer.parts, of: condition.source)
            return ["text": .string(condition.source), "parts": .list(parts.parts.map { part($0, of: parts) })]
        }
        return [
            "playbook": .string(playbook.name), "file": .string(playbook.file),
            "starts": .bool(answer.verdict.starts),
            "reason": .string(answer.verdict.sentence(playbook, explained.event)), "condition": condition ?? .null,
            "plan": answer.preview.map { plan(answer, $0) } ?? .null,
        ]
    }

    private func part(_ part: ExpressionParts.Part, of parts: ExpressionParts) -> Value {
        let text = Value.string(parts.text(part.range))
        return switch part.outcome {
        case .success(let value): ["text": text, "value": value]
        case .failure(let error): ["text": text, "error": .string(error.message)]
        }
    }

    private func plan(_ answer: PlaybookAnswer, _ preview: Preview) -> Value {
        [
            "too_old": .bool(preview.isTooOld),
            "holds": .list(
                preview.holds.map { ["cause": .string($0.cause.rawValue), "reason": .string($0.explanation)] }
            ),
            "limits": .list(answer.playbook.guards.limits.map { .string($0.sentence) }),
            "storm": answer.playbook.guards.storm.map { .string($0.sentence) } ?? .null,
            "flapping": answer.playbook.guards.flapping.map { .string($0.sentence) } ?? .null,
            "canary": answer.playbook.guards.canary.map { .string($0.sentence) } ?? .null,
            "also_held": .list(answer.playbook.guards.alsoHolds.map { .string($0) }),
            "approvals": .list(
                answer.approvals.map { ["step": .string($0.path), "who": .string($0.policy.sentence)] }
            ),
            "steps": .list(preview.steps.map { ["step": .string($0.path), "kind": .string($0.kind)] }),
            "steps_max": .int(Int64(answer.playbook.steps.count)),
        ]
    }
}
