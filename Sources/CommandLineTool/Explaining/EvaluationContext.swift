import CEL
import Domain
import Foundation
import Intake
import JSON
import Playbooks

/// What an expression on the command line may name, and what it finds there.
struct EvaluationContext {
    let environment: Environment
    let bindings: Bindings
    /// What a person should know about it.
    private(set) var note: String?

    /// `now` alone.
    init(now: Instant) {
        environment = Environment(variables: [(name: "now", type: .timestamp)])
        var bindings = Bindings(environment)
        bindings["now"] = .timestamp(Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch))
        self.bindings = bindings
    }

    /// `event` from a file: as playbooks see it, where it is an event that Cordon accepts; else its JSON as it is.
    init(event path: String, now: Instant) throws(OperatorError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Self.error(path, "there is no such file, or it cannot be read", "check the path")
        }
        let bytes = [UInt8](data)
        let delivery = Delivery(Arrival(body: bytes, contentType: nil, arrived: now))
        switch Result(catching: { () throws(EventProblem) in try EventReader().read(delivery) }) {
        case .success(.events(let events)) where events.count == 1:
            environment = EventScope.environment
            bindings = EventScope.bindings(events[0], now: now)
        case .success: throw Self.error(path, "it does not hold exactly one event", "give one event")
        case .failure(let problem):
            environment = Environment(variables: [(name: "event", type: .dyn), (name: "now", type: .timestamp)])
            var bindings = Bindings(environment)
            bindings["event"] = Value(reading: try Self.document(bytes, path).root)
            bindings["now"] = .timestamp(Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch))
            self.bindings = bindings
            note = "\(path) is no event that Cordon accepts (\(problem.sentence)); 'event' is its JSON as it is"
        }
    }

    private static func document(_ bytes: [UInt8], _ path: String) throws(OperatorError) -> JSONDocument {
        do throws(JSONProblem) {
            return try JSONDocument.parse(bytes)
        } catch {
            throw Self.error(path, "it is not JSON: \(error)", "correct the file")
        }
    }

    private static func error(_ path: String, _ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "read the event of \(path)", reason: reason, remedy: remedy)
    }
}
