import CEL
import Domain
import Playbooks
import Testing

@Suite struct FactsTests {
    private func value(_ expression: String, _ facts: Facts) throws -> Value {
        let playbook = try Compiling.playbook(Compiling.noting("x", more: "inputs: {count: 3}"))
        return try playbook.scope.environment.compile(expression).evaluate(playbook.scope.bindings(facts))
    }

    private func facts() throws -> Facts {
        var facts = try Sample.facts(data: ["ip": "192.0.2.1"])
        facts.inputs = [3]
        let result = Facts.StepResult(
            status: "failed",
            hasFailed: true,
            output: ["code": 7],
            error: "no answer",
            attempts: 2,
            elapsed: .seconds(9)
        )
        facts.result = { _ in result }
        facts.fleet = FleetSnapshot(size: 40, sites: ["plant-1": 12], groups: ["pumps": 7])
        facts.arrived = facts.event
        facts.item = ["port": 22]
        facts.message = Facts.Message(topic: "a/b", payload: "{…}", json: ["id": "k-1", "topic": "another"])
        return facts
    }

    @Test(arguments: [
        "event.id == 'v-1'", "event.source == 'defender'", "event.type == 'violation'", "event.time == now",
        "event.device == 'pump-7'", "event.severity == 'high'", "event.state == 'in-alarm'", "event.name == 'too loud'",
        "event.metric == 'aws:message-byte-size'", "event.value == 200000", "event.data.ip == '192.0.2.1'",
        "!has(event.data.port)", "device.id == 'pump-7'", "device.registered", "device.site == 'plant-1'",
        "device.model == 'p2'", "device.groups == ['pumps']", "'outdoor' in device.tags", "!device.protected",
        "incident.id == 'inc_1'", "incident.opened == now", "incident.severity == 'high'",
        "incident.playbook == 'example'", "run.id == 'run_1'", "run.outcome == 'contained'",
        "run.elapsed == duration('1.5s')", "run.started <= now", "!run.drill", "steps.only.status == 'failed'",
        "steps.only.failed", "!steps.only.ok", "!steps.only.skipped", "steps.only.output.code == 7",
        "steps.only.error == 'no answer'", "steps.only.attempts == 2", "steps.only.elapsed == duration('9s')",
        "step.id == 'only'", "step.key == 'k-1'", "step.attempt == 2", "inputs.count == 3",
        "now == timestamp('2023-11-14T22:13:20Z')", "message.id == step.key", "message.topic == 'a/b'",
        "message.payload == '{…}'", "fleet.size == 40", "fleet.site('plant-1').size == 12",
        "fleet.group('pumps').size == 7", "fleet.group('none').size == 0", "arrived.metric == event.metric",
        "item.port == 22",
    ])
    func `a variable has the value that was handed in`(_ expression: String) throws {
        #expect(try value(expression, facts()) == true)
    }

    @Test(
        arguments: [
            (#"{"left": 2}"#, ["left": 2]), ("", ""), ("done", "done"), ("null", "null"),
        ] as [(String, Value)]
    )
    func `what a message says is JSON as what it is, else the text, and never nothing`(
        _ payload: String,
        _ content: Value
    ) {
        let json: Value = if case .map = content { content } else { .null }
        #expect(Facts.Message(topic: "a/b", payload: payload, json: json).content == content)
    }

    @Test func `a step without a result is pending`() throws {
        var facts = try facts()
        facts.result = { _ in .pending }
        #expect(try value("steps.only.status", facts) == "pending")
        #expect(try value("steps.only.ok || steps.only.failed || steps.only.skipped", facts) == false)
    }

    @Test(arguments: [
        "run.id", "incident.id", "step.key", "steps.only.ok", "message.id", "inputs.count", "fleet.size", "item",
        "arrived.id",
    ])
    func `what does not exist yet is an error, not an empty value`(_ expression: String) throws {
        let full = try facts()
        let early = Facts(event: full.event, device: full.device, now: full.now)
        #expect(throws: EvaluationError.self) { try value(expression, early) }
    }
}
