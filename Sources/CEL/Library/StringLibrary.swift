/// The standard functions on text and bytes, and `size`.
enum StringLibrary {
    static let functions: [Function] = [
        Function("size", sizes(.global) + sizes(.member)),
        Function(
            "contains",
            [.of(.member) { (text: String, part: String) in UTF8Text.contains(text, part) }.searching()]
        ),
        Function("startsWith", [.of(.member) { (text: String, prefix: String) in UTF8Text.hasPrefix(text, prefix) }]),
        Function("endsWith", [.of(.member) { (text: String, suffix: String) in UTF8Text.hasSuffix(text, suffix) }]),
    ]

    private static func sizes(_ style: Overload.Style) -> [Overload] {
        [
            .of(style) { (text: String) in Int64(UTF8Text.count(text)) },
            .of(style) { (bytes: [UInt8]) in Int64(bytes.count) },
            Overload(
                style,
                [.list(.parameter("A"))],
                .int,
                .unary { value in
                    guard case .list(let elements) = value else { return nil }
                    return .int(Int64(elements.count))
                }
            ),
            Overload(
                style,
                [.map(.parameter("A"), .parameter("B"))],
                .int,
                .unary { value in
                    guard case .map(let map) = value else { return nil }
                    return .int(Int64(map.count))
                }
            ),
        ]
    }
}

extension Overload {
    /// Costs what a search may take: every place of the text against all of the part.
    func searching() -> Overload {
        costing { values in
            guard case .string(let text) = values[0], case .string(let part) = values[1] else { return 0 }
            let (work, overflow) = text.utf8.count.multipliedReportingOverflow(by: part.utf8.count / 8)
            return overflow ? .max : work / LanguageLimits.bytesPerStep
        }
    }
}
