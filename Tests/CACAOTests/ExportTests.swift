import Actions
import CACAO
import CEL
import Domain
import Foundation
import JSON
import Playbooks
import Testing

@Suite struct ExportTests {
    private static let everything = """
        playbook: everything
        description: "Every kind of step: 'quoted', and ${{ inert }}"
        severity: critical
        mode: enforce
        on:
          event: violation
          if: event.metric == "aws:message-byte-size" && event.value > 100000
          max_age: 5m
        guard:
          protect: device.tags.exists(t, t == "life-safety")
          limit: [{devices: 25, per: 10m}, {share: 2%, of: site, per: 1h}]
        inputs:
          topic: fleet/${{ device.id }}/command
          count: 3
          deep: {list: [1, 2.5, true, null, "no"]}
        steps:
          - id: shutdown
            action: device.command
            with: {connection: broker, topic: "${{ inputs.topic }}", payload: {command: stop, id: "${{ step.key }}"}}
            retry: {times: 3, first: 500ms, max: 5s}
            on_failure: {go_to: last}
          - id: cut-off
            if: steps.shutdown.ok
            parallel:
              - {id: bar, action: session.disconnect, with: {connection: broker}, expires: 24h}
              - id: both
                steps:
                  - {id: tell, action: http.request, with: {connection: soc, method: GET, path: /a}, on_failure: continue}
                  - {id: pause, wait: 10s}
            timeout: 90s
            on_failure: continue
          - id: way
            choose:
              - if: steps.bar.failed
                steps: [{id: note, set: {a: 1}}, {id: no, fail: it failed}]
            otherwise: [{id: fine, set: {b: "${{ inputs.count }}"}}]
          - id: ways
            choose:
              - {if: inputs.count == 1, steps: [{id: one, set: {c: 1}}]}
              - {if: inputs.count == 2, steps: [{id: two, set: {c: 2}}]}
            otherwise: [{id: three, set: {c: 3}}]
            on_failure: continue
          - id: each
            for_each: "[1, 2]"
            at_most: 2
            while: item < 3
            steps: [{id: log, set: {d: "${{ item }}"}}]
          - {id: ask, approval: {from: leads, people: 2, within: 30m, otherwise: skip}}
          - {id: arrive, wait: {event: connected, within: 1h}, on_failure: continue}
          - {id: enough, if: steps.ask.skipped, end: nobody agreed}
          - {id: last, call: other, with: {text: "${{ device.id }}"}}
        always:
          - {id: report, action: http.request, with: {connection: soc, method: POST, path: /done, body: {a: "b"}}}
        """

    private static let other = """
        playbook: other
        mode: enforce
        on: {event: manual}
        inputs: {text: x}
        steps: [{id: say, set: {e: "${{ inputs.text }}"}}]
        """

    /// What the shipped playbooks call, and what this one does.
    private static let library = PlaybookLibrary(
        [.init(name: "other", text: other, file: "other.yaml")]
            + playbooks.compactMap { .init(scanning: $0.text, file: $0.testDescription) }
    )

    private static func compile(_ text: String) throws -> Playbook {
        var context = CompilerContext(actions: Reading.actions, connections: nil)
        context.library = library
        return try PlaybookCompiler(context).compile(text: text, file: "playbook.yaml")
    }

    private static func exported(_ text: String) throws -> String {
        try CACAOExporter(now: Reading.now).export(bytes: Array(text.utf8), file: "playbook.yaml")
    }

    private static func imported(_ json: String) throws -> String {
        try Reading.compiler().translate(bytes: Array(json.utf8), file: "playbook.json").text
    }

    struct Shipped: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
    }

    static let playbooks: [Shipped] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Playbooks")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
        let files = names.sorted().filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }
        return [Shipped(testDescription: "everything", text: everything)]
            + files.compactMap { name in
                (try? String(contentsOf: root.appending(path: name), encoding: .utf8)).map {
                    Shipped(testDescription: name, text: $0)
                }
            }
    }()

    @Test(arguments: playbooks) func `what is exported and imported is the same playbook`(_ shipped: Shipped) throws {
        let before = try Self.compile(shipped.text)
        let json = try Self.exported(shipped.text)
        let after = try Self.compile(try Self.imported(json))
        #expect(after.steps.map(\.path) == before.steps.map(\.path))
        #expect(after.steps.map(\.condition?.source) == before.steps.map(\.condition?.source))
        #expect(after.steps.map(\.onFailure) == before.steps.map(\.onFailure))
        #expect(after.steps.map(\.timeout) == before.steps.map(\.timeout))
        #expect(after.steps.map { $0.call?.descriptor.name } == before.steps.map { $0.call?.descriptor.name })
        #expect(
            (after.name, after.mode, after.severity, after.summary) == (
                before.name, before.mode, before.severity, before.summary
            )
        )
        #expect(after.inputs.map(\.name) == before.inputs.map(\.name))
        #expect(try Self.exported(try Self.imported(json)) == json)
    }

    @Test(arguments: playbooks) func `what is exported has all that CACAO requires`(_ shipped: Shipped) throws {
        let document = try JSONDocument.parse(Array(try Self.exported(shipped.text).utf8))
        #expect(document["type"].string == "playbook")
        #expect(document["spec_version"].string == "cacao-2.0")
        for name in ["created", "modified"] { #expect(document[name].string == "2026-06-01T00:00:00.000Z") }
        for name in ["id", "name", "created_by", "workflow_start"] { #expect(document[name].string?.isEmpty == false) }
        let workflow = document["workflow"]
        #expect(workflow[document["workflow_start"].string ?? ""]["type"].string == "start")
        for step in workflow.members {
            let type = step.value["type"].string ?? ""
            #expect(step.key.hasPrefix("\(type)--"))
            let leads = step.value["on_completion"].exists || step.value["on_success"].exists
            #expect(leads == (type != "end"))
            if type == "action" { #expect(!Array(step.value["commands"].items).isEmpty && step.value["agent"].exists) }
        }
    }

    @Test func `parallel, choices and calls are CACAO's own`() throws {
        let document = try JSONDocument.parse(Array(try Self.exported(Self.everything).utf8))
        let types = document["workflow"].members.compactMap { $0.value["type"].string }
        for type in ["parallel", "if-condition", "switch-condition", "playbook-action"] {
            #expect(types.contains(type))
        }
    }
}
