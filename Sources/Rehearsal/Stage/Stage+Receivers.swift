import CEL
import Domain
import Playbooks
import Response

// What becomes of a command.
extension Stage {
    /// A receiver that only listens waits for what comes later; each other one does as the script says.
    mutating func perform(_ effect: Effect) {
        let intent = effect.intent
        switch effect {
        case .probe: send(.probed(intent.id, .unclear(failure("nobody knows what became of it"))), after: .zero)
        case .perform where intent.isDrill: send(.finished(intent.id, .success(.rehearsed)), after: .zero)
        case .perform: answer(intent)
        }
    }

    private mutating func answer(_ intent: Intent) {
        let (step, call) = memory.action(intent.id)
        attempts[step.path, default: 0] += 1
        if test.script.isDown(call, after: now - test.given.now) {
            let error = failure("the connection '\(call.connection ?? "")' is down")
            return send(.finished(intent.id, .failure(.transient(error))), after: .zero)
        }
        let usual = Reply(word: call.descriptor.listens ? .noAnswer : .ok)
        let patience = intent.confirmation?.within ?? intent.timeout
        let scripted = test.script.replies(for: step, call)?.reply(to: attempts[step.path] ?? 1) ?? usual
        let reply = judged(scripted, intent, patience)
        let delay = reply.after ?? (reply.word == .noAnswer ? patience : .zero)
        send(.finished(intent.id, result(reply, call, patience)), after: delay)
    }

    /// An answer that the step's condition does not accept, or that comes too late, is none.
    private func judged(_ reply: Reply, _ intent: Intent, _ patience: Duration) -> Reply {
        guard case .answers(let said) = reply.word else { return reply }
        let silence = Reply(word: .noAnswer)
        guard let awaited = intent.confirmation, (reply.after ?? .zero) <= patience else { return silence }
        let message = Facts.Message(topic: awaited.topic, saying: said.naming(intent.attempt.key))
        return awaited.accepts(message) ? Reply(word: .ok, after: reply.after, output: message.content) : silence
    }

    private func result(_ reply: Reply, _ call: ActionCall, _ patience: Duration) -> AttemptResult {
        switch reply.word {
        case .ok, .answers: return .success(success(reply, call))
        case .sent: return .success(Completion(.sent, output: reply.output ?? .null, evidence: "handed over"))
        case .fails: return .failure(.permanent(failure(reply.reason.isEmpty ? "the receiver refused" : reply.reason)))
        case .unreachable:
            let reason = reply.reason.isEmpty ? "the receiver cannot be reached" : reply.reason
            return .failure(.transient(failure(reason)))
        case .noAnswer:
            let error = failure("no answer came within \(patience.spoken)")
            // Nothing was sent where it only listens, so there is nothing to doubt.
            return .failure(call.descriptor.listens ? .permanent(error) : .unknownOutcome(error))
        case .status(let status): return self.status(status, call)
        }
    }

    /// As `webhook.send` reads what a receiver answers.
    private func status(_ status: Int, _ call: ActionCall) -> AttemptResult {
        let error = failure("it answered \(status)")
        switch status {
        case 200..<300:
            let output: Value = ["status": .int(Int64(status))]
            return .success(Completion(.confirmed, output: output, evidence: "it answered \(status)"))
        case 429: return .failure(.transient(error))
        case 408, 500...: return .failure(.unknownOutcome(error))
        default: return .failure(.permanent(error))
        }
    }

    /// An action that can wait for the receiver's own answer, and was not asked to, hands over and knows no more.
    private func success(_ reply: Reply, _ call: ActionCall) -> Completion {
        let canAsk = call.descriptor.parameters.contains { $0.type == .confirmation }
        let certainty: Completion.Certainty = canAsk && call.confirmation == nil ? .sent : .confirmed
        let output = reply.output ?? call.usualOutput
        return Completion(certainty, output: output, evidence: "the test says so")
    }

    /// A device says something: every attempt that waits for it on this topic has its answer.
    mutating func hear(_ message: Facts.Message) {
        log.add(message, at: now)
        for intent in log.intents {
            guard let awaited = intent.confirmation, awaited.topic == message.topic, memory.awaits(intent),
                awaited.accepts(message)
            else { continue }
            let evidence = "\(message.topic): \(message.payload)"
            let completion = Completion(.confirmed, output: message.content, evidence: evidence)
            send(.finished(intent.id, .success(completion)), after: .zero)
        }
    }

    private func failure(_ reason: String) -> OperatorError {
        OperatorError(attempted: "do what the test asks for", reason: reason, remedy: "nothing: the test says so")
    }
}

extension Value {
    /// What a test writes for the key of the step, which nobody can know beforehand.
    private static let keyWord = Value.string("step.key")

    /// With the key in place of the text that stands for it.
    func naming(_ key: StepKey) -> Value {
        switch self {
        case Self.keyWord: .string(key.description)
        case .list(let elements): .list(elements.map { $0.naming(key) })
        case .map(let map): .map(map.entries.map { (Self.name($0.key), $0.value.naming(key)) })
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type, .object, .optional,
            .opaque:
            self
        }
    }

    private static func name(_ key: Value) -> String { if case .string(let name) = key { name } else { "\(key)" } }
}
