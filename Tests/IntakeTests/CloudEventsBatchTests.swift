import Domain
import Intake
import Testing

@Suite struct CloudEventsBatchTests {
    private static let batch = "application/cloudevents-batch+json; charset=utf-8"

    private func event(_ id: String, _ device: String = "d") -> String {
        #"{"specversion":"1.0","id":"\#(id)","source":"s","type":"t","subject":"\#(device)"}"#
    }

    @Test func `a batch gives its events in order`() throws {
        let all = try events(delivery("[\(event("1")),\(event("2", "e"))]", Self.batch))
        #expect(all.map(\.key.id) == ["1", "2"])
        #expect(all.map(\.device.description) == ["d", "e"])
    }

    @Test func `a batch is known by its shape where the carrier says nothing`() throws {
        #expect(try events(delivery("[\(event("1"))]", nil)).count == 1)
    }

    @Test func `an empty batch is no mistake`() throws {
        #expect(try events(delivery("[]", Self.batch)).isEmpty)
    }

    @Test func `one event that is wrong refuses the batch, and is named by its index`() throws {
        let wrong = try problem(delivery("[\(event("1")),\(event("2", "a b")),\(event("3"))]", Self.batch))
        #expect(wrong.pointer == "/1/subject")
        #expect(try problem(delivery("[\(event("1")),7]", Self.batch)).pointer == "/1")
    }

    @Test func `a single event is no batch, and a batch no single event`() throws {
        #expect(try problem(delivery(event("1"), Self.batch)).kind == .wrongType)
        #expect(try problem(delivery("[\(event("1"))]")).kind == .wrongType)
    }

    @Test func `a batch of more than a thousand events is refused`() throws {
        let many = Array(repeating: event("1"), count: 1_001).joined(separator: ",")
        #expect(try problem(delivery("[\(many)]", Self.batch)).kind == .tooLarge)
    }
}
