import Actions
import Authoring
import CEL
import Domain
import Playbooks
import TestKit
import Testing

/// A session as a transcript: what an editor sends, and what it gets.
@Suite struct LanguageServerTests {
    private static let uri = "file:///plant/playbooks/a.yaml"

    private static let text = """
        playbook: camera
        mode: drill
        on:
          event: violation
          if: event.metric == "x"
        inputs:
          topic: fleet
        steps:
          - id: cut-off
            action: webhook.send
            with:
              connection: soc
              text: "🎥 ${{ device.id }}"
            on_failure: continue
          - id: tell
            if: steps.cut_off.ok
            action: webhook.send
            with: {connection: soc, text: hello}
        """

    private func server() -> LanguageServer {
        let connections: [String: ConnectionKind] = ["broker": .broker, "soc": .webhook]
        var server = LanguageServer(
            LanguageServer.Workshop { _ in
                CompilerContext(actions: BuiltInActions.descriptors, connections: connections)
            }
        )
        _ = server.handle(["jsonrpc": "2.0", "id": 0, "method": "initialize", "params": [:]])
        return server
    }

    private func opened(_ text: String) -> (LanguageServer, [Value]) {
        var server = server()
        let findings = server.handle([
            "jsonrpc": "2.0", "method": "textDocument/didOpen",
            "params": [
                "textDocument": ["uri": .string(Self.uri), "languageId": "yaml", "version": 1, "text": .string(text)]
            ],
        ])
        return (server, findings)
    }

    private func ask(_ method: String, _ text: String) throws -> Value {
        // The cursor stands where the bar is.
        let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let before = try #require(parts.first)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        var (server, _) = opened(parts.joined())
        let position: Value = [
            "line": .int(Int64(lines.count - 1)), "character": .int(Int64(lines.last?.utf16.count ?? 0)),
        ]
        let answer = server.handle([
            "jsonrpc": "2.0", "id": 1, "method": .string(method),
            "params": ["textDocument": ["uri": .string(Self.uri)], "position": position],
        ])
        return try #require(member(answer.first, "result"))
    }

    private func member(_ value: Value?, _ path: String...) -> Value? {
        path.reduce(value) { value, key in
            guard case .map(let map)? = value else { return Optional.none }
            return map[key]
        }
    }

    private func labels(_ text: String) throws -> [String] {
        guard case .list(let items) = try ask("textDocument/completion", text) else { return [] }
        return items.compactMap { item in if case .string(let label)? = member(item, "label") { label } else { nil } }
    }

    private func hover(_ text: String) throws -> String {
        guard case .string(let text)? = member(try ask("textDocument/hover", text), "contents", "value") else {
            return ""
        }
        return text
    }

    // MARK: - Findings

    @Test func `a document is checked when it is opened, and each time it changes`() {
        var (server, first) = opened(Self.text)
        #expect(member(first.first, "params", "diagnostics") == .list([]))
        let broken = Self.text.replacing("webhook.send", with: "webhook.sned")
        let second = server.handle([
            "jsonrpc": "2.0", "method": "textDocument/didChange",
            "params": [
                "textDocument": ["uri": .string(Self.uri), "version": 2], "contentChanges": [["text": .string(broken)]],
            ],
        ])
        guard case .list(let found)? = member(second.first, "params", "diagnostics") else {
            Issue.record("there are findings")
            return
        }
        #expect(found.map { member($0, "code") } == ["PB0101", "PB0101"])
        #expect(member(found.first, "range", "start") == ["line": 9, "character": 12])
        #expect(member(found.first, "range", "end") == ["line": 9, "character": 24])
    }

    @Test func `what stands around a file is read when it is opened, and again when something is saved`() {
        let reads = Watched(0)
        var server = LanguageServer(
            LanguageServer.Workshop { _ in
                reads.update { $0 += 1 }
                return CompilerContext(actions: BuiltInActions.descriptors, connections: ["soc": .webhook])
            }
        )
        _ = server.handle(["jsonrpc": "2.0", "id": 0, "method": "initialize", "params": [:]])
        let document: Value = ["uri": .string(Self.uri), "text": .string(Self.text)]
        _ = server.handle(["method": "textDocument/didOpen", "params": ["textDocument": document]])
        for _ in 0..<3 {
            let change: Value = ["textDocument": document, "contentChanges": [["text": .string(Self.text)]]]
            _ = server.handle(["method": "textDocument/didChange", "params": change])
        }
        #expect(reads.value == 1)
        let findings = server.handle(["method": "textDocument/didSave", "params": ["textDocument": document]])
        #expect(reads.value == 2 && findings.count == 1)
    }

    @Test func `places are counted in UTF-16, as editors do`() {
        let (_, findings) = opened(Self.text.replacing("${{ device.id }}", with: "${{ device.idd }}"))
        guard case .list(let found)? = member(findings.first, "params", "diagnostics") else { return }
        let before = "      text: \"🎥 ${{ device."
        #expect(before.utf16.count == before.unicodeScalars.count + 1)
        #expect(member(found.first, "range", "start") == ["line": 12, "character": .int(Int64(before.utf16.count))])
    }

    @Test func `lines that end as Windows ends them are counted like others`() {
        let text = Self.text.replacing("webhook.send", with: "webhook.sned").replacing("\n", with: "\r\n")
        guard case .list(let found)? = member(opened(text).1.first, "params", "diagnostics") else { return }
        #expect(
            found.map { member($0, "range", "start") } == [
                ["line": 9, "character": 12], ["line": 16, "character": 12],
            ]
        )
    }

    // MARK: - Layout

    @Test func `a document is brought into the one layout, and one that is not sound is left alone`() throws {
        let ask = { (text: String) in
            var (server, _) = opened(text)
            let params: Value = ["textDocument": ["uri": .string(Self.uri)], "options": [:]]
            return member(
                server.handle(["jsonrpc": "2.0", "id": 1, "method": "textDocument/formatting", "params": params]).first,
                "result"
            )
        }
        guard case .list(let edits)? = ask("a:    1\nb: {c:   2}  # 🎥") else { return }
        #expect(edits.map { member($0, "newText") } == ["a: 1\nb: {c: 2}  # 🎥\n"])
        #expect(member(edits.first, "range", "end") == ["line": 1, "character": 17])
        #expect(ask("a: 1\n") == [] && ask("a: [1\n") == [])
    }

    // MARK: - Order

    @Test func `a request that is cancelled before its turn is not carried out`() {
        var server = server()
        let answers = server.handle([
            ["jsonrpc": "2.0", "id": 8, "method": "textDocument/hover", "params": [:]],
            ["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": 8]],
            ["jsonrpc": "2.0", "id": 9, "method": "shutdown"],
        ])
        #expect(answers.map { member($0, "error", "code") } == [-32_800, nil])
    }

    // MARK: - Completion

    @Test func `keys are offered where they may stand, without those that stand there`() throws {
        #expect(try labels("playbook: a\n|").contains("guard"))
        #expect(try !labels("playbook: a\nmode: drill\n|").contains("mode"))
        #expect(try labels("playbook: a\non:\n  event: x\n  |") == ["if", "max_age", "dedupe", "cleared"])
        #expect(try labels("guard:\n  limit: {devices: 3, |").contains("per"))
        #expect(try labels("guard:\n  limit:\n    - devices: 3\n      |").contains("of"))
        #expect(try labels("steps:\n  - id: a\n    |").contains("for_each"))
        #expect(try labels("steps:\n  - id: a\n    action: webhook.send\n    |").contains("on_failure"))
        #expect(try !labels("steps:\n  - id: a\n    action: webhook.send\n    |").contains("at_most"))
    }

    @Test func `an action's own parameters are offered under with`() throws {
        let head = "steps:\n  - id: a\n    action: webhook.send\n    with:"
        #expect(try labels(head + "\n      |") == ["connection", "text", "type", "data"])
        #expect(try labels(head + " {connection: soc, |") == ["text", "type", "data"])
    }

    @Test func `values are offered where only some are right`() throws {
        #expect(try labels("mode: |") == ["observe", "drill", "ask", "enforce"])
        #expect(try labels("steps:\n  - id: a\n    action: |").contains("device.verify"))
        #expect(try labels("steps:\n  - id: a\n    action: |").contains("message.await") == false)
        #expect(
            try labels("steps:\n  - id: a\n    action: webhook.send\n    with: {connection: |") == ["broker", "soc"]
        )
        #expect(try labels("on: {event: x, cleared: |") == ["ignore", "stop", "release"])
        #expect(try labels(Self.text.replacing("on_failure: continue", with: "on_failure: {go_to: |")).contains("tell"))
    }

    @Test func `why a finding is a problem is told where it stands`() throws {
        #expect(try hover(Self.text.replacing("drill", with: "dr|ll")).contains("**YM0204**: value not allowed."))
    }

    @Test func `within an expression variables and their fields are offered`() throws {
        let message = Self.text.replacing("hello}", with: "\"${{ event.|")
        #expect(try labels(message).contains("metric"))
        #expect(try labels(Self.text.replacing("steps.cut_off.ok", with: "steps.|")).contains("cut_off"))
        #expect(try labels(Self.text.replacing("steps.cut_off.ok", with: "steps.cut_off.|")).contains("failed"))
        #expect(try labels(Self.text.replacing("hello}", with: "\"${{ inputs.|")) == ["topic"])
        #expect(try labels("on:\n  event: x\n  if: |").contains("device"))
    }

    // MARK: - Meanings

    @Test func `a word says what it means`() throws {
        #expect(try hover("playbook: a\nmo|de: drill").contains("How far it goes"))
        #expect(try hover("steps:\n  - id: a\n    action: certificate.rev|oke").contains("**final**"))
        #expect(try hover("on:\n  if: event.met|ric == 'x'") == "**event.metric**: `string`")
        #expect(try hover("on:\n  if: size(dev|ice) > 0").contains("registry describes"))
        #expect(
            try hover("steps:\n  - id: a\n    action: webhook.send\n    with:\n      te|xt: x").contains("required")
        )
    }

    // MARK: - Manners

    @Test func `before it is initialized it says so, and afterwards it ends when it is told`() {
        var server = LanguageServer(LanguageServer.Workshop { _ in CompilerContext(actions: [], connections: nil) })
        let early = server.handle(["jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": [:]])
        #expect(member(early.first, "error", "code") == -32_002)
        _ = server.handle(["jsonrpc": "2.0", "id": 2, "method": "initialize", "params": [:]])
        let unknown = server.handle(["jsonrpc": "2.0", "id": 3, "method": "no/such"])
        #expect(member(unknown.first, "error", "code") == -32_601)
        #expect(server.handle(["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": 3]]).isEmpty)
        _ = server.handle(["jsonrpc": "2.0", "id": 4, "method": "shutdown"])
        #expect(server.exitCode == nil)
        _ = server.handle(["jsonrpc": "2.0", "method": "exit"])
        #expect(server.exitCode == 0)
    }

    @Test(
        arguments: [
            [], "text", ["id": 1], ["method": 3, "id": 1], ["jsonrpc": "2.0", "id": 7, "method": "textDocument/hover"],
            ["method": "textDocument/didOpen"],
            ["method": "textDocument/didChange", "params": ["contentChanges": [1]]],
            [
                "id": 1, "method": "textDocument/completion",
                "params": ["textDocument": ["uri": "file:///none"], "position": ["line": -1, "character": 1.5]],
            ],
        ] as [Value]
    )
    func `messages that are none end in an answer or in silence`(_ message: Value) {
        var server = server()
        _ = server.handle(message)
        #expect(server.exitCode == nil)
    }

    @Test func `wherever the cursor stands there is an answer`() throws {
        let bytes = Array(Self.text)
        for place in stride(from: 0, through: bytes.count, by: 3) {
            let text = String(bytes[..<place]) + "|" + String(bytes[place...])
            _ = try ask("textDocument/completion", text)
            _ = try ask("textDocument/hover", text)
            _ = try ask("textDocument/completion", String(bytes[..<place]) + "|")
        }
    }
}
