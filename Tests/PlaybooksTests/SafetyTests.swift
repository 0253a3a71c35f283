import Domain
import Playbooks
import Testing

@Suite struct SafetyTests {
    private static let revoke = "- {id: a, action: certificate.revoke, with: {connection: registry}}"
    private static let limit = "guard: {limit: {devices: 5, per: 1h}}"

    private func codes(_ steps: String, on: String = "{event: violation}", more: String = "") -> [String] {
        Compiling.codes(Compiling.playbook(steps: steps, on: on, more: more))
    }

    @Test func `a playbook that acts on devices has a limit`() {
        let step = "- {id: a, action: session.disconnect, with: {connection: broker}}"
        #expect(codes(step) == ["PB0401"])
        #expect(codes(step, more: Self.limit) == [])
        #expect(codes(step, on: "{event: manual}") == ["PB0401"])
        #expect(codes(step, more: "guard: {limit: []}") == ["PB0401"])
        #expect(codes("- {id: b, action: note}", more: "always: \n  \(step)") == ["PB0401"])
        #expect(
            codes("- {id: p, parallel: [{id: b, action: session.disconnect, with: {connection: broker}}]}") == [
                "PB0401"
            ]
        )
    }

    @Test func `a limit that is not right is not a missing one`() {
        let step = "- {id: a, action: session.disconnect, with: {connection: broker}}"
        #expect(codes(step, more: "guard: {limit: {devices: 0, per: 1h}}") == ["YM0204"])
    }

    private static let cut = "- {id: cut, action: session.disconnect, with: {connection: broker}}"
    private static let verify = "- {id: verify, action: device.verify, with: {broker: broker, registry: registry}}"

    @Test func `a proof needs something that takes the certificate away`() {
        let take = "- {id: take, action: certificate.deactivate, with: {connection: registry}}"
        #expect(codes("\(Self.cut)\n\(Self.verify)", more: Self.limit) == ["PB0409"])
        #expect(codes("\(take)\n\(Self.cut)\n\(Self.verify)", more: Self.limit) == [])
        // Who only looks may look at what others did.
        #expect(codes(Self.verify) == [])
    }

    private func request(_ keys: String = "", method: String = "POST") -> String {
        "- {id: block, action: http.request, \(keys)with: {connection: firewall, method: \(method), path: /block}}"
    }

    @Test func `a request says what it touches, unless it only reads or a person starts it`() {
        #expect(codes(request()) == ["PB0410"])
        #expect(codes("- {id: both, parallel: [\(request().dropFirst(2))]}") == ["PB0410"])
        #expect(codes(request(method: "GET")) == [])
        #expect(codes(request(), on: "{event: manual}") == [])
        #expect(codes(request("touches: nothing, ")) == [])
        #expect(codes(request("touches: device, ")) == ["PB0401"])
        #expect(codes(request("touches: device, "), more: Self.limit) == [])
        #expect(codes(request("touches: device, ", method: "GET")) == ["PB0401"])
        #expect(codes(request("touches: firewall, ")).contains("YM0204"))
    }

    @Test func `what a called playbook may touch is the caller's to know`() {
        func codes(_ keys: String) -> [String] {
            let called = Compiling.playbook(steps: request(keys), on: "{event: manual}", more: Self.limit)
                .replacing("example", with: "called")
            var context = FakeActions.context
            context.library = PlaybookLibrary([.init(name: "called", text: called, file: "called.yaml")])
            let caller = Compiling.playbook(steps: "- {id: call, call: called}")
            return Compiling.findings(caller, with: PlaybookCompiler(context)).map(\.code)
        }
        #expect(codes("") == ["PB0410"])
        #expect(codes("touches: device, ") == ["PB0401"])
        #expect(codes("touches: nothing, ") == [])
    }

    @Test func `a step says that its action touches more, and never less`() throws {
        let tell = "- {id: tell, action: webhook.send, touches: device, with: {connection: soc, text: hello}}"
        #expect(codes(tell) == ["PB0401"])
        #expect(codes(tell, more: Self.limit) == [])
        #expect(codes(Self.cut.replacing("with:", with: "touches: device, with:"), more: Self.limit) == [])
        #expect(codes(Self.cut.replacing("with:", with: "touches: nothing, with:"), more: Self.limit) == ["PB0110"])
        #expect(codes(Self.verify.replacing("with:", with: "touches: device, with:")) == ["PB0110"])
        #expect(codes("- {id: a, action: note, touches: nothing}") == [])
        let text = Compiling.playbook(steps: request("touches: device, "), more: Self.limit)
        #expect(try Compiling.call(0, in: Compiling.playbook(text))?.descriptor.touchesDevice == true)
    }

    private func tells(_ text: String, of steps: String = "- {id: found, set: {city: here}}") -> [String] {
        codes(steps, more: "always:\n  - {id: tell, \(text)}")
    }

    @Test func `what 'always' reads of a step that may not have finished is guarded`() {
        let read = "${{ steps.found.output.city }}"
        #expect(tells("action: note, with: {text: '\(read)'}") == ["PB0308"])
        #expect(tells("if: \"steps.found.output.city == 'x'\", action: note") == ["PB0308"])
        #expect(tells("if: steps.found.ok, action: note, with: {text: '\(read)'}") == [])
        #expect(tells("if: steps.found.failed, action: note, with: {text: '\(read)'}").contains("PB0308"))
        #expect(tells("if: steps.found.ok, steps: [{id: inner, action: note, with: {text: '\(read)'}}]") == [])
        #expect(tells("action: note, with: {text: \"${{ steps.found.output.?city.orValue('') }}\"}") == [])
        #expect(tells("action: note, with: {text: \"${{ has(steps.found.output.city) ? 'yes' : 'no' }}\"}") == [])
        #expect(tells("action: note, with: {text: \"${{ steps.found.ok ? steps.found.output.city : '' }}\"}") == [])
        #expect(tells("action: note, with: {text: '${{ steps.found.status }}'}") == [])
    }

    @Test func `what the main steps read of one another is not doubted, nor what 'always' reads of its own`() {
        let read = "action: note, with: {text: '${{ steps.found.output.city }}'}"
        #expect(codes("- {id: found, set: {city: here}}\n- {id: tell, \(read)}") == [])
        let always = "always:\n  - {id: found, set: {city: here}}\n  - {id: tell, \(read)}"
        #expect(codes("- {id: only, action: note}", more: always) == [])
    }

    @Test func `a final action is for playbooks that people start`() {
        #expect(codes(Self.revoke, more: Self.limit) == ["PB0402"])
        #expect(codes(Self.revoke, on: "{event: manual}", more: Self.limit) == [])
    }

    @Test(arguments: [
        ("message.id == step.key", []), ("message.ok == true", ["PB0406"]), ("device.registered", ["PB0405"]),
        ("message.id == step.kye", ["PB0301"]),
    ])
    func `a confirmation looks at the answer, and at whose it is`(_ condition: String, _ expected: [String]) {
        let with = "{connection: broker, topic: a, payload: x, confirm: {topic: b, if: \(condition), within: 5s}}"
        #expect(codes("- {id: a, action: device.command, with: \(with)}", more: Self.limit) == expected)
    }

    @Test func `a warning does not keep a playbook from running`() throws {
        let with = "{connection: broker, topic: a, payload: x, confirm: {topic: b, if: message.ok == true, within: 5s}}"
        let text = Compiling.playbook(steps: "- {id: a, action: device.command, with: \(with)}", more: Self.limit)
        let compiled = try Compiling.compiler.compileWithWarnings(text: text, file: "test.yaml")
        #expect(compiled.warnings.map(\.code) == ["PB0406"])
    }
}
