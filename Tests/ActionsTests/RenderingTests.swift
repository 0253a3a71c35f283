import Actions
import CEL
import Domain
import Playbooks
import Response
import Testing

@Suite struct RenderingTests {
    private static let command = """
        - id: act
          action: device.command
          with:
            connection: broker
            topic: fleet/${{ device.site }}/${{ device.id }}/command
            payload: {command: shutdown, reason: "${{ event.name }}", id: "${{ step.key }}", at: 3, list: [1, true, null]}
            confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 10s}
        """

    @Test func `a command is its topic, its payload and where the answer is awaited`() throws {
        let printed = try Rehearsal.request(Self.command).printed
        #expect(
            printed == """
                device.command via broker for pump-7
                topic: fleet/plant-1/pump-7/command
                payload: {"command":"shutdown","reason":"too loud","id":"key_…","at":3,"list":[1,true,null]}
                answer topic: fleet/pump-7/ack
                """
        )
    }

    private func lines(_ action: String) throws -> [String] {
        let step = "- {id: act, action: \(action), with: {connection: broker}}"
        return try Rehearsal.request(step).printed.split(separator: "\n").map(String.init)
    }

    @Test func `barring is the plugin's own commands, and so is what is said before of who is disabled`() throws {
        let bar = try lines("session.disconnect")
        try #require(bar.count == 5)
        #expect(bar[0] == "session.disconnect via broker for pump-7")
        #expect(bar[1] == "topic: $CONTROL/dynamic-security/v1")
        #expect(
            bar[2].hasPrefix(#"payload: {"commands":[{"command":"createRole","rolename":"cordon-barred","acls":[{"#)
        )
        #expect(
            bar[2].hasSuffix(
                #"],"correlationData":"key_…/disable"},{"command":"addClientRole","username":"pump-7","rolename":"cordon-barred","priority":1000000,"#
                    + #""correlationData":"key_…/disable"},"#
                    + #"{"command":"disableClient","username":"pump-7","correlationData":"key_…/disable"}]}"#
            ),
            "\(bar)"
        )
        #expect(!bar[2].contains(#""allow":true"#))
        #expect(
            bar[3] == #"""
                payload before it, where somebody else disabled it: {"commands":[\#
                {"command":"createRole","rolename":"cordon-found-disabled","correlationData":"key_…/mark"},\#
                {"command":"removeClientRole","username":"pump-7","rolename":"cordon-found-disabled",\#
                "correlationData":"key_…/mark"},\#
                {"command":"addClientRole","username":"pump-7","rolename":"cordon-found-disabled",\#
                "correlationData":"key_…/mark"}]}
                """#
        )
        #expect(
            bar[4] == #"""
                payload before it, where that is over: {"commands":[\#
                {"command":"removeClientRole","username":"pump-7","rolename":"cordon-found-disabled",\#
                "correlationData":"key_…/unmark"}]}
                """#
        )
    }

    @Test func `restoring enables a client before it takes away what bars it, or leaves it disabled`() throws {
        #expect(
            try lines("session.restore") == [
                "session.restore via broker for pump-7",
                "topic: $CONTROL/dynamic-security/v1",
                #"""
                payload: {"commands":[{"command":"enableClient","username":"pump-7","correlationData":"key_…/enable"},\#
                {"command":"removeClientRole","username":"pump-7","rolename":"cordon-barred",\#
                "correlationData":"key_…/enable"},\#
                {"command":"removeClientRole","username":"pump-7","rolename":"cordon-found-disabled",\#
                "correlationData":"key_…/enable"}]}
                """#,
                #"""
                payload instead, where somebody else disabled it: {"commands":[\#
                {"command":"removeClientRole","username":"pump-7","rolename":"cordon-barred",\#
                "correlationData":"key_…/unbar"}]}
                """#,
            ]
        )
    }

    @Test func `certificates are named by their device`() throws {
        let texts = try [
            "certificate.deactivate, with: {connection: registry}",
            "certificate.reactivate, with: {connection: registry}",
            "certificate.revoke, with: {connection: registry, reason: keyCompromise}",
            "certificate.revoke, with: {connection: registry}",
        ].map { try Rehearsal.request("- {id: act, action: \($0)}").printed }
        #expect(
            texts == [
                "certificate.deactivate via registry for pump-7\ncertificates: all of pump-7\nstatus: inactive",
                "certificate.reactivate via registry for pump-7\ncertificates: all inactive ones of pump-7\nstatus: active",
                "certificate.revoke via registry for pump-7\ncertificates: all of pump-7\nstatus: revoked\n"
                    + "reason: keyCompromise",
                "certificate.revoke via registry for pump-7\ncertificates: all of pump-7\nstatus: revoked\n"
                    + "reason: unspecified",
            ]
        )
    }

    @Test func `a verification says what it expects, and for how long`() throws {
        let step = "- {id: act, action: device.verify, with: {broker: broker, registry: registry, within: 90s}}"
        let printed = try Rehearsal.request(step).printed
        #expect(
            printed == """
                device.verify via broker for pump-7
                expected: no session, and every certificate refused
                registry: registry
                within: 90000 ms
                """
        )
    }

    @Test func `a message is a whole document`() throws {
        let step = """
            - id: act
              action: webhook.send
              with: {connection: soc, text: "${{ device.id }}: ${{ event.value }}", type: x.y, data: {n: 1, text: mine}}
            """
        let printed = try Rehearsal.request(step).printed
        let body =
            #"{"type":"x.y","timestamp":"2026-09-21T14:13:20Z","data":{"n":1,"text":"pump-7: 200000","device":"pump-7","#
            + #""incident":"inc_…","run":"run_…","playbook":"example","drill":false}}"#
        #expect(printed == "webhook.send via soc for pump-7\nwebhook-id: key_…\nbody: \(body)")
    }

    @Test(
        arguments: [
            "topic: \"${{ event.name }}\", payload: x", "topic: \"a/${{ event.data.topic }}/b\", payload: x",
            "topic: \"${{ inputs.name }}\", payload: x",
            "topic: a, payload: x, confirm: {topic: \"${{ event.name }}\", if: message.id == step.key, within: 1s}",
        ]
    )
    func `no text of an event steers a topic`(_ with: String) {
        let step = "- {id: act, action: device.command, with: {connection: broker, \(with)}}"
        do throws(PlaybookRejected) {
            let text = Rehearsal.text(step, inputs: "{name: \"${{ event.name }}\"}")
            _ = try Rehearsal.compiler.compile(text: text, file: "test.yaml")
            Issue.record("it compiled")
        } catch {
            #expect(error.diagnostics.map(\.code) == ["PB0403"])
        }
    }

    @Test(arguments: [("a/b", "a%2Fb"), ("+", "%2B"), ("#", "%23"), ("x\u{0}y", "x%00y")])
    func `what a registry says stays within its level of the topic`(_ site: String, _ expected: String) throws {
        let request = try Rehearsal.request(Self.command, device: Rehearsal.device(site: site))
        #expect(request["topic"] == "fleet/\(expected)/pump-7/command")
    }

    @Test func `text of an event is text in a payload, whatever it looks like`() throws {
        let name = "${{ device.id }}\", \"command\": \"open"
        let request = try Rehearsal.request(Self.command, event: Rehearsal.event(name: name))
        #expect(request["payload"]?.contains(#""reason":"${{ device.id }}\", \"command\": \"open""#) == true)
    }

    @Test func `what is null makes no request, and says how to mend it`() throws {
        let step =
            "- {id: act, action: device.command, with: {connection: broker, topic: a, payload: \"${{ inputs.x }}\"}}"
        do {
            _ = try Rehearsal.request(step, inputs: "{x: null}")
            Issue.record("it was rendered")
        } catch let nothing as Rehearsal.Nothing {
            #expect(nothing.error?.remedy.isEmpty == false)
        }
    }
}
