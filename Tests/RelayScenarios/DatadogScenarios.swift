import Domain
import JSON
import Relays
import Testbed
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct DatadogScenarios {
    private func delivery(_ port: Int, key: String = Delivery.canary) throws -> Delivery {
        let values = ["url": "http://127.0.0.1:\(port)", "tags": "env:test"]
        return try Delivery(DatadogRelay.self, values, secrets: ["api_key_file": key])
    }

    @Test func `the intake takes what it is sent, and the key stands in its header alone`() async throws {
        let (receiver, port) = try await Receivers.start("datadog_receiver", Delivery.canary)
        let failure = try await delivery(port).result(Delivery.entries(1_000))
        #expect(failure == nil)
        // It answers before it has written all of it down.
        let line = try await eventual("the receiver has written down what came") {
            receiver.output.text.hasSuffix("]\n") ? receiver.output.lines.last : nil
        }
        let logs = try JSONDocument.parse(Array(line.utf8), limits: JSONLimits(bytesMax: 8_000_000))
        #expect(Array(logs.root.items).count == 1_000)
        let first = try #require(Array(logs.root.items).first)
        #expect(first["cordon"]["sequence"].uint == 0 && first["hostname"].string == "node-1")
        #expect(first["status"].string == "warning" && first["ddtags"].string == "env:test")
        #expect(
            first["message"].string
                == #"step.failed shut-down on device:press-7: transient: Größe "x" \ [y] {"z": 1} ✓"#
        )
        #expect(!receiver.output.text.contains(Delivery.canary))
        try await receiver.kill()
    }

    @Test func `a wrong key waits for a person, and a receiver that is busy does not`() async throws {
        let (receiver, port) = try await Receivers.start("datadog_receiver", "right", "429:17", "500", "408", "413")
        var failures: [RelayFailure] = []
        for _ in 0..<5 {
            failures.append(try #require(try await delivery(port, key: "wrong").result(Delivery.entries(1))))
        }
        let waits = failures.map { failure in
            if case .refused = failure { true } else { false }
        }
        #expect(waits == [false, false, false, true, true])
        guard case .transient(_, let retryAfter) = failures[0] else { return }
        #expect(retryAfter == .seconds(17))
        #expect(failures.allSatisfy { !$0.error.description.contains("wrong") })
        try await receiver.kill()
    }
}
