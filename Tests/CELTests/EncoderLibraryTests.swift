import CEL
import Testing

@Suite struct EncoderLibraryTests {
    /// RFC 4648, "Test Vectors".
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `bytes become base64 and come back, with padding and without`(_ text: String, _ encoded: String) throws {
        let bare = encoded.filter { $0 != "=" }
        #expect(try Fixtures.evaluate("base64.encode(b'\(text)')") == .string(encoded))
        #expect(try Fixtures.evaluate("base64.decode('\(encoded)')") == .bytes(Array(text.utf8)))
        #expect(try Fixtures.evaluate("base64.decode('\(bare)')") == .bytes(Array(text.utf8)))
    }

    @Test func `every byte survives`() throws {
        let bytes = (0...255).map(UInt8.init)
        for count in 0...bytes.count {
            let head = Array(bytes.prefix(count))
            #expect(Base64.bytes(of: Base64.text(of: head)) == head)
        }
    }

    @Test(arguments: [
        "A", "AAAAA", "A===", "Zg=", "Zm8==", "Zg===", "====", "=", "Z=g=", "Zm 9v", "Zm-_", "é",
    ])
    func `what is not base64 is refused`(_ text: String) throws {
        #expect(try Fixtures.failure("base64.decode(\(Value.string(text)))")?.kind == .badConversion)
    }

    @Test func `the ends of lines do not count`() throws {
        #expect(try Fixtures.evaluate(#"base64.decode('Zm9v\r\nYg==\n')"#) == .bytes(Array("foob".utf8)))
    }

    @Test func `text is no bytes`() {
        #expect(Fixtures.problems("base64.encode('a')").map(\.code) == [.noOverload])
        #expect(Fixtures.problems("base64.decode(b'a')").map(\.code) == [.noOverload])
    }
}
