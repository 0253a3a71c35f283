import Actions
import Domain
import Intake
import Playbooks
import Response

/// What every benchmark of events works on.
enum Sample {
    /// A CloudEvent of 622 bytes about `bytes-out`, whose value no playbook below minds.
    static let bytes = PackageResources.event_json
    static let metric = "bytes-out"
    static let arrived = Instant(millisecondsSinceEpoch: 1_775_035_801_000)
    static let source = Actor(name: "source:http", proof: "bearer-token")

    static var delivery: Delivery {
        Delivery(Arrival(body: bytes, contentType: "application/cloudevents+json", arrived: arrived))
    }

    /// One playbook that asks about the event's own metric, so that its condition is evaluated, and is false.
    static func onePlaybook() -> [Playbook] { [playbook(0, metric: metric, threshold: 100_000)] }

    /// A thousand playbooks, each about a metric of its own; one of them is the event's.
    static func playbooksOfDifferentMetrics() -> [Playbook] {
        (0..<1_000).map { playbook($0, metric: $0 == 500 ? metric : "metric-\($0)", threshold: 100_000) }
    }

    /// A thousand playbooks about the event's metric, each with a threshold of its own.
    static func playbooksOfDifferentThresholds() -> [Playbook] {
        (0..<1_000).map { playbook($0, metric: metric, threshold: 100_000 + $0) }
    }

    static func core(_ playbooks: [Playbook]) -> ResponseCore {
        let key = [UInt8](repeating: 7, count: 32)
        return ResponseCore(
            rules: Rules(actions: BuiltInActions.kinds, installationKey: key, mode: .enforce),
            playbooks: playbooks
        )
    }

    private static func playbook(_ number: Int, metric: String, threshold: Int) -> Playbook {
        let text = """
            playbook: playbook-\(number)
            mode: enforce
            on:
              event: violation
              if: event.metric == "\(metric)" && event.value > \(threshold)
            guard:
              limit: {devices: 25, per: 10m}
            steps:
              - id: shutdown
                action: device.command
                with:
                  connection: broker
                  topic: fleet/${{ device.id }}/command
                  payload: {command: shutdown, id: "${{ step.key }}"}
            """
        let compiler = PlaybookCompiler(
            CompilerContext(actions: BuiltInActions.descriptors, connections: ["broker": .broker])
        )
        do {
            return try compiler.compile(text: text, file: "playbook-\(number).yaml")
        } catch {
            fatalError("a benchmark's playbook is refused: \(error)")
        }
    }
}
