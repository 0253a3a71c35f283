import Actions
import Authoring
import Foundation
import FoundationXML
import Playbooks
import Testing

@Suite struct GraphTests {
    private static let text = """
        playbook: picture
        mode: enforce
        on: {event: violation, if: "event.name != '<script>'"}
        guard: {protect: "'a' in device.tags", limit: {share: 0.5%, of: site, per: 1h}, storm: {devices: 9, per: 5m}}
        steps:
          - id: bar
            action: session.disconnect
            with: {connection: broker}
            expires: 24h
            on_failure: {go_to: revoke}
          - id: way
            choose:
              - if: device.model == "valve"
                steps: [{id: enough, end: done}]
            otherwise:
              - {id: each, for_each: device.groups, at_most: 3, steps: [{id: pause, wait: 5m}]}
          - id: revoke
            action: certificate.revoke
            with: {connection: registry}
            approval: {from: leads, people: 2, within: 30m}
        always:
          - {id: tell, action: webhook.send, with: {connection: soc, text: hello}}
        """

    private func playbook() throws -> Playbook {
        let context = CompilerContext(actions: BuiltInActions.descriptors, connections: nil)
        return try PlaybookCompiler(context).compile(text: Self.text, file: "picture.yaml")
    }

    @Test(arguments: [
        "undone after 1d", "final: nothing undoes it", "asks 2 people of leads, 30m", "storm: 9 devices in 5m",
        "0.5% of each site in 1h", "failure: go to revoke", "otherwise", "in device.groups", "at most 3, 1 at once",
        "always",
    ])
    func `both pictures say what is reversible, final, guarded and branched`(_ words: String) throws {
        #expect(try SVGGraph(playbook()).text.contains(words))
        #expect(try MermaidGraph(playbook()).text.contains(words))
    }

    @Test func `the picture is one well-formed document, whatever stands in the playbook`() throws {
        let text = try SVGGraph(playbook()).text
        let document = try XMLDocument(xmlString: text)
        #expect(document.rootElement()?.name == "svg")
        #expect(document.rootElement()?.text(of: "role") == "img")
        #expect(!text.contains("<script>") && text.contains("&lt;script&gt;"))
    }

    @Test func `a loop is drawn once, however many items it may have`() throws {
        #expect(try SVGGraph(playbook()).text.components(separatedBy: ">pause<").count == 2)
    }

    @Test func `boxes of one list do not overlap`() throws {
        let document = try XMLDocument(xmlString: SVGGraph(playbook()).text)
        let boxes = try document.nodes(forXPath: "//*[local-name()='rect'][@class='box']").compactMap {
            $0 as? XMLElement
        }
        let frames = boxes.map { box in
            let numbers = ["x", "y", "width", "height"].map {
                Double(box.text(of: $0)) ?? 0
            }
            return CGRect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        }
        #expect(frames.count == 5)
        for (number, one) in frames.enumerated() {
            for other in frames.dropFirst(number + 1) { #expect(!one.intersects(other), "\(one) and \(other)") }
        }
    }

    @Test func `what ends a playbook leads nowhere`() throws {
        let lines = try MermaidGraph(playbook()).text.split(separator: "\n")
        let node = try #require(lines.first { $0.contains("enough: end") }).drop { $0 == " " }.prefix { $0 != "[" }
        #expect(!lines.contains { $0.contains("\(node) --") })
    }
}

extension XMLElement {
    /// An attribute; empty where there is none.
    fileprivate func text(of name: String) -> String { attributes?.first { $0.name == name }?.stringValue ?? "" }
}
