import Testing

@Suite struct SwiftTextTests {
    @Test(arguments: [
        (#"let a = "try! b" // try! c"#, "let a =", "// try! c"),
        (##"let a = #"x " y"# + b"##, "let a = + b", ""),
        (#"let a = "\(b("}")) {" + c"#, "let a = + c", ""),
        ("/* a /* b */ c */ d", "d", "/* a /* b */ c */"),
        ("func `a test prints( it`() {}", "func () {}", ""),
        (#"let a = "" + b"#, "let a = + b", ""),
        (#"let a = "\\" + b"#, "let a = + b", ""),
    ])
    func `code, texts and comments are told apart`(_ text: String, _ code: String, _ comments: String) {
        let parts = SwiftText(text)
        #expect(parts.code.split(separator: " ").joined(separator: " ") == code)
        #expect(parts.comments.split(separator: " ").joined(separator: " ") == comments)
    }

    @Test func `a text of several lines keeps its lines`() {
        let parts = SwiftText("let a = \"\"\"\n    x \" y\n    \"\"\"\nlet b = 1")
        #expect(parts.codeLines.count == 4)
        #expect(parts.codeLines[3] == "let b = 1")
        #expect(parts.codeLines[1].allSatisfy { $0 == " " })
    }
}
