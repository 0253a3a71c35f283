import CEL
import JSON
import Testing

@Suite struct JSONDocumentTests {
    let document: JSONDocument

    init() throws {
        document = try JSONDocument.parse(
            Array(
                #"{"data":{"device":"pump-7","level":3,"ratio":0.5,"big":18446744073709551615,"on":true,"gone":null,"tags":["a",{"b":[]},2]}}"#
                    .utf8
            )
        )
    }

    @Test func `fields are read by path and type`() {
        let data = document["data"]
        #expect(data["device"].string == "pump-7")
        #expect(data["level"].int == 3)
        #expect(data["level"].uint == 3)
        #expect(data["level"].double == 3)
        #expect(data["ratio"].double == 0.5)
        #expect(data["big"].uint == .max)
        #expect(data["big"].int == nil)
        #expect(data["on"].bool == true)
        #expect(data["gone"].isNull)
        #expect(data["gone"].exists)
        #expect(document.root.kind == .object)
    }

    @Test func `what is absent or of another type is nil all the way`() {
        #expect(document["nothing"]["at"]["all"].string == nil)
        #expect(!document["nothing"].exists)
        #expect(document["nothing"].kind == nil)
        #expect(document["data"]["device"]["inside"].exists == false)
        #expect(document["data"]["level"].string == nil)
        #expect(document["data"]["ratio"].int == nil)
        #expect(document["data"]["device"].items.map(\.kind) == [])
        #expect(Value(document["nothing"]) == nil)
    }

    @Test func `arrays and objects are walked in order`() {
        let tags = document["data"]["tags"]
        #expect(tags.items.map(\.kind) == [.string, .object, .int])
        #expect(tags.items.compactMap(\.string) == ["a"])
        #expect(document["data"].members.map(\.key) == ["device", "level", "ratio", "big", "on", "gone", "tags"])
        #expect(document["data"].members.map(\.value.kind) == [.string, .int, .double, .uint, .bool, .null, .array])
        #expect(Value(tags) == .list(["a", ["b": []], 2]))
    }

    @Test func `a document outlives other parses on its thread and an element its document`() throws {
        var kept: JSONElement
        do {
            let document = try JSONDocument.parse(Array(#"{"a":"first"}"#.utf8))
            kept = document["a"]
        }
        for number in 0..<100 { _ = try JSONText.parse(#"{"a":"other \#(number)"}"#) }
        #expect(kept.string == "first")
    }

    @Test func `many threads parse at once`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let text = "{\"n\":\(number),\"fill\":\"\(String(repeating: "x", count: number * 1_000))\"}"
                    for _ in 0..<20 {
                        let document = try JSONDocument.parse(Array(text.utf8))
                        #expect(document["n"].int == Int64(number))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
