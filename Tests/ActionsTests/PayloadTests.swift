import Actions
import CEL
import Domain
import JSON
import Response
import TestKit
import Testing

/// Whatever an event, a registry or a device says stays text in every place to which it can come.
@Suite struct PayloadTests {
    private static let command = """
        - id: act
          action: device.command
          with:
            connection: broker
            topic: fleet/${{ device.site }}/command
            payload: {reason: "${{ event.name }}", deep: [{more: "${{ event.data.text }}"}], id: "${{ step.key }}"}
        """

    private static let message = """
        - id: act
          action: webhook.send
          with: {connection: soc, text: "seen: ${{ event.name }}", data: {raw: "${{ event.data.text }}"}}
        """

    private static let block = """
        - id: act
          action: http.request
          with: {connection: firewall, method: POST, path: "/block/${{ event.name }}/now", body: {a: "${{ event.name }}"}}
        """

    private func shown(_ payload: String) -> String { payload.debugDescription }

    private func event(_ text: String) -> Event { Rehearsal.event(name: text, data: ["text": .string(text)]) }

    private func json(_ text: String?) throws -> MapValue {
        guard case .map(let map) = try JSONText.parse(#require(text)) else { throw Rehearsal.Nothing(error: nil) }
        return map
    }

    @Test func `there are enough of them, and they differ`() {
        #expect(Set(EscapePayload.all).count >= 300)
    }

    @Test func `a topic keeps its levels, and names one place`() throws {
        for payload in EscapePayload.all {
            let request = try Rehearsal.request(
                Self.command,
                event: event(payload),
                device: Rehearsal.device(site: payload)
            )
            let topic = try #require(request["topic"])
            let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
            #expect(levels.count == 3 && levels[0] == "fleet" && levels[2] == "command", "\(shown(payload))")
            #expect(!topic.contains { "+#\u{0}".contains($0) }, "\(shown(payload))")
        }
    }

    @Test func `a payload holds exactly the text, at its place and nowhere else`() throws {
        for payload in EscapePayload.all {
            let map = try json(Rehearsal.request(Self.command, event: event(payload))["payload"])
            #expect(map.count == 3, "\(shown(payload))")
            #expect(map["reason"] == .string(payload), "\(shown(payload))")
            #expect(map["deep"] == .list([["more": .string(payload)]]), "\(shown(payload))")
        }
    }

    @Test func `a message to people holds exactly the text`() throws {
        for payload in EscapePayload.all {
            let request = try Rehearsal.request(Self.message, event: event(payload))
            let body = try #require(request.fields.first { $0.text.hasPrefix("{") }?.text)
            #expect(
                body.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
                "\(payload.debugDescription)"
            )
            let text = try JSONText.string(JSONText.parse(body))
            #expect(
                text.contains(JSONText.string(.string("seen: " + payload)).dropLast()),
                "\(payload.debugDescription)"
            )
        }
    }

    /// A bug taught us: an expression by itself was a path as it stood, so an event chose the path.
    @Test func `a path begins with its author's slash`() {
        let step = Self.block.replacing("/block/${{ event.name }}/now", with: "${{ event.name }}")
        #expect { try Rehearsal.request(step) } throws: { "\($0)".contains("begins with '/'") }
    }

    @Test func `an input that is a path keeps its author's slashes, and what an event says stays in its part`() throws {
        let step = Self.block.replacing("/block/${{ event.name }}/now", with: "${{ inputs.path }}")
        for payload in EscapePayload.all {
            let inputs = "{path: \"/block/${{ event.name }}/now\"}"
            let path = try #require(Rehearsal.request(step, inputs: inputs, event: event(payload))["path"])
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            #expect(parts.count == 4 && parts[1] == "block" && parts[3] == "now", "\(shown(payload))")
        }
    }

    /// A header is one line: a text that would be more is refused before anything is sent, and is no second header.
    @Test func `a header holds exactly the text, or there is no request`() throws {
        let step = Self.block.replacing("body: {a:", with: "headers: {X-Reason: \"${{ event.name }}\"}, body: {a:")
        var refused = 0
        for payload in EscapePayload.all {
            do {
                let request = try Rehearsal.request(step, event: event(payload))
                let headers = try json(request["headers"])
                #expect(headers.count == 1 && headers["X-Reason"] == .string(payload), "\(shown(payload))")
                #expect(
                    !payload.unicodeScalars.contains { $0.properties.generalCategory == .control },
                    "\(shown(payload))"
                )
            } catch is Rehearsal.Nothing {
                refused += 1
            }
        }
        #expect((1..<EscapePayload.all.count / 2).contains(refused))
    }

    @Test func `a path keeps its parts, and a body the text`() throws {
        for payload in EscapePayload.all {
            let request = try Rehearsal.request(Self.block, event: event(payload))
            let path = try #require(request["path"])
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            #expect(parts.count == 4 && parts[1] == "block" && parts[3] == "now", "\(shown(payload))")
            #expect(!path.contains { "?#\\ ".contains($0) }, "\(shown(payload))")
            #expect(path.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "\(shown(payload))")
            #expect(try json(request["body"])["a"] == .string(payload), "\(shown(payload))")
        }
    }
}
