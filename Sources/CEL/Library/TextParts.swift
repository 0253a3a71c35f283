/// Text taken apart, put together and replaced in part. What is made has many parts: each is paid for when it is made.
///
/// - Source: cel-go, `ext.Strings`.
enum TextParts {
    static let functions: [Function] = [
        Function("split", [splitting([.string, .string]), splitting([.string, .string, .int])]),
        Function("join", [joining([.list(.string)]), joining([.list(.string), .string])]),
        Function("replace", [replacing([.string, .string, .string]), replacing([.string, .string, .string, .int])]),
    ]

    /// Steps for making one part, measured.
    private static let partSteps = 2

    private static func pay(_ bytesCount: Int, _ frame: inout Frame) throws(Fault) {
        try frame.pay(bytesCount / LanguageLimits.bytesPerStep + partSteps)
    }

    /// The number behind the other arguments, where there is one; below zero it bounds nothing. Nil for another value.
    private static func limit(_ values: [Value], at index: Int) -> Int? {
        guard index < values.count else { return .max }
        guard case .int(let limit) = values[index] else { return nil }
        return limit < 0 ? .max : Int(limit)
    }

    // MARK: Taking apart

    private static func splitting(_ parameters: [CELType]) -> Overload {
        Overload(
            .member,
            parameters,
            .list(.string),
            .metered { values, frame throws(Fault) in
                guard case .string(let text) = values[0], case .string(let separator) = values[1],
                    let limit = limit(values, at: 2)
                else { return nil }
                return .list(try split(text, separator, atMost: limit, &frame))
            }
        ).searching()
    }

    private static func split(
        _ text: String,
        _ separator: String,
        atMost limit: Int,
        _ frame: inout Frame
    ) throws(Fault) -> [Value] {
        guard limit > 0, !(separator.isEmpty && text.isEmpty) else { return [] }
        var (parts, start): ([Value], Int) = ([], 0)
        while parts.count < limit - 1, let found = end(of: start, in: text, separator) {
            try pay(found.lowerBound - start, &frame)
            parts.append(.string(UTF8Text.slice(text, start..<found.lowerBound)))
            start = found.upperBound
        }
        return parts + [.string(UTF8Text.slice(text, start..<text.utf8.count))]
    }

    /// Where the part that begins at an offset ends, and the next begins. An empty separator stands between characters.
    private static func end(of start: Int, in text: String, _ separator: String) -> Range<Int>? {
        guard separator.isEmpty else { return UTF8Text.firstRange(of: separator, in: text, from: start) }
        let next = UTF8Text.offset(of: 1, in: text, from: start) ?? text.utf8.count
        return next < text.utf8.count ? next..<next : nil
    }

    // MARK: Joining

    private static func joining(_ parameters: [CELType]) -> Overload {
        Overload(
            .member,
            parameters,
            .string,
            .metered { values, frame throws(Fault) in
                guard case .list(let elements) = values[0],
                    case .string(let separator) = values.count > 1 ? values[1] : ""
                else { return nil }
                return .string(try join(elements, separator, &frame))
            }
        )
    }

    private static func join(
        _ elements: [Value],
        _ separator: String,
        _ frame: inout Frame
    ) throws(Fault) -> String {
        var result: [UInt8] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                throw Fault(
                    .noSuchOverload,
                    "join() takes a list of text, but element \(index) is a \(element.typeName)"
                )
            }
            // The list is paid for, but not the text in it, all of which may be one and the same.
            try pay(text.utf8.count + separator.utf8.count, &frame)
            if index > 0 { result.append(contentsOf: separator.utf8) }
            result.append(contentsOf: text.utf8)
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: Replacing

    private static func replacing(_ parameters: [CELType]) -> Overload {
        Overload(
            .member,
            parameters,
            .string,
            .metered { values, frame throws(Fault) in
                guard case .string(let text) = values[0], case .string(let old) = values[1],
                    case .string(let new) = values[2], let limit = limit(values, at: 3)
                else { return nil }
                return .string(try replace(text, old, new, atMost: limit, &frame))
            }
        ).searching()
    }

    /// An empty `old` is found before every code point and at the end.
    private static func replace(
        _ text: String,
        _ old: String,
        _ new: String,
        atMost limit: Int,
        _ frame: inout Frame
    ) throws(Fault) -> String {
        let bytes = Array(text.utf8)
        var (result, start, count, from): ([UInt8], Int, Int, Int?) = ([], 0, 0, 0)
        while count < limit, let place = from, let found = UTF8Text.firstRange(of: old, in: text, from: place) {
            try pay(new.utf8.count, &frame)
            result += bytes[start..<found.lowerBound]
            result += new.utf8
            start = found.upperBound
            from = old.isEmpty ? next(after: start, bytes) : start
            count += 1
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    /// Nil behind the end.
    private static func next(after offset: Int, _ bytes: [UInt8]) -> Int? {
        guard offset < bytes.count else { return nil }
        return bytes[(offset + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
    }
}
