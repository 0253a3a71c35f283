import CEL
import Domain
import Playbooks
import Testing

@Suite struct TopicTests {
    private func topic(
        _ text: String,
        inputs: String = "{}",
        values: [Value] = [],
        site: String = "plant"
    ) throws -> Value {
        let steps = "- id: only\n  action: note\n  with: {topic: \"\(text)\"}"
        let playbook = try Compiling.playbook(Compiling.playbook(steps: steps, more: "inputs: \(inputs)"))
        let template = try #require(Compiling.parameter("topic", in: playbook))
        var facts = try Sample.facts()
        facts.device = Device(id: facts.device.id, site: site)
        facts.inputs = values
        return try template.render(playbook.scope.bindings(facts), for: .topic)
    }

    @Test func `the author's slashes stay`() throws {
        #expect(try topic("fleet/${{ device.id }}/command") == "fleet/pump-7/command")
    }

    @Test(arguments: [
        ("a/b", "a%2Fb"), ("+", "%2B"), ("#", "%23"), ("100%", "100%25"), ("a\u{0}b", "a%00b"), ("a\nb", "a%0Ab"),
        ("\u{9F}", "%C2%9F"), ("$SYS", "$SYS"), ("é", "é"),
    ])
    func `what an expression yields stays within its level`(_ site: String, _ expected: String) throws {
        #expect(try topic("s/${{ device.site }}/c", site: site) == .string("s/\(expected)/c"))
    }

    @Test func `no value begins a topic of the broker's own`() throws {
        #expect(try topic("${{ device.site }}/x", site: "$SYS") == "%24SYS/x")
    }

    @Test func `an empty part is an error, not another topic`() throws {
        #expect(throws: RenderFailure.emptyInTopic(source: "device.site")) {
            try topic("a/${{ device.site }}/b", site: "")
        }
    }

    @Test func `a topic beyond what MQTT allows is an error`() throws {
        let site = String(repeating: "x", count: 65_535)
        #expect(throws: RenderFailure.topicTooLong(bytes: 65_537)) { try topic("a/${{ device.site }}", site: site) }
    }

    @Test func `an input stands for its own text, slashes included`() throws {
        let inputs = "{base: \"fleet/${{ device.site }}\", other: \"x/y\"}"
        #expect(try topic("${{ inputs.base }}/c", inputs: inputs, site: "a/b") == "fleet/a%2Fb/c")
        #expect(try topic("${{ inputs.other }}", inputs: inputs) == "x/y")
    }

    @Test func `an input within a larger expression is encoded like any value`() throws {
        let values: [Value] = ["x/y"]
        #expect(try topic("${{ inputs.other + 'z' }}", inputs: "{other: \"x/y\"}", values: values) == "x%2Fyz")
    }

    @Test(arguments: [
        "${{ event.name }}", "a/${{ event.data.topic }}", "${{ string(event.value) }}", "${{ inputs.name }}",
        "${{ inputs.name + 'x' }}", "${{ cel.bind(e, event, e.name) }}", "${{ event.?name.orValue('x') }}",
        "${{ [event].map(e, e.name)[0] }}", "${{ dyn(event).name }}", "${{ '%s'.format([event.name]) }}",
        "${{ regex.extract(event.name, '.*').orValue('x') }}",
    ])
    func `event text may not steer a topic, not even through an input`(_ text: String) {
        let steps = "- id: only\n  action: note\n  with: {topic: \"\(text)\"}"
        let playbook = Compiling.playbook(steps: steps, more: "inputs: {name: \"${{ event.name }}\"}")
        #expect(Compiling.codes(playbook) == ["PB0403"])
    }

    /// A bug taught us: an item was taken to be harmless, wherever its list came from.
    @Test(arguments: [
        ("event.data.list", "item", ["PB0403"]), ("['a', 'b']", "item", []), ("device.groups", "item", []),
        ("inputs.list", "item", ["PB0403"]), ("['a']", "string(previous.index)", ["PB0403"]),
        ("['a']", "inputs.list[0]", ["PB0403"]),
    ])
    func `an item steers a topic as far as its list may`(_ list: String, _ level: String, _ expected: [String]) {
        let step = "{id: only, action: note, with: {topic: \"fleet/${{ \(level) }}/command\"}}"
        let steps = "- id: each\n  for_each: \"\(list)\"\n  at_most: 3\n  steps: [\(step)]"
        let playbook = Compiling.playbook(steps: steps, more: "inputs: {list: \"${{ event.data.list }}\"}")
        #expect(Compiling.codes(playbook) == expected)
    }

    @Test func `the item of a loop within a loop is followed to the list around it`() {
        let step = "{id: only, action: note, with: {topic: \"fleet/${{ item }}/command\"}}"
        let inner = "{id: inner, for_each: item.names, at_most: 2, steps: [\(step)]}"
        let steps = "- id: each\n  for_each: event.data.list\n  at_most: 3\n  steps: [\(inner)]"
        #expect(Compiling.codes(Compiling.playbook(steps: steps)) == ["PB0403"])
    }

    @Test func `the event's device may stand in a topic`() throws {
        #expect(try topic("fleet/${{ event.device }}") == "fleet/pump-7")
    }

    @Test(arguments: ["a/+/b", "a/#", "a/#\u{301}"])
    func `a topic of the author's has no wildcards`(_ text: String) {
        let steps = "- id: only\n  action: note\n  with: {topic: \"\(text)\"}"
        #expect(Compiling.places(Compiling.playbook(steps: steps)) == ["7:19 PB0404"])
    }
}
