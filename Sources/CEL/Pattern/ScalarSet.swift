/// Some of the code points.
struct ScalarSet: Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false
    /// Whether upper and lower case count as one.
    var ignoresCase = false

    static func one(_ scalar: Unicode.Scalar, ignoresCase: Bool) -> ScalarSet {
        ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: ignoresCase)
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool { hasAnyCase(of: scalar) != isNegated }

    private func hasAnyCase(of scalar: Unicode.Scalar) -> Bool {
        if has(scalar.value) { return true }
        guard ignoresCase else { return false }
        let properties = scalar.properties
        return [properties.lowercaseMapping, properties.uppercaseMapping].contains { mapped in
            mapped.unicodeScalars.count == 1 && mapped.unicodeScalars.allSatisfy { has($0.value) }
        }
    }

    private func has(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

    // MARK: Classes with a name

    static let any = ScalarSet(ranges: [], isNegated: true)
    static let exceptNewline = ScalarSet(ranges: [10...10], isNegated: true)
    static let digit = ScalarSet(ranges: [48...57])
    static let word = ScalarSet(ranges: [48...57, 65...90, 95...95, 97...122])
    static let space = ScalarSet(ranges: [9...10, 12...13, 32...32])

    /// What `\d` and its like stand for.
    static func escaped(_ letter: Unicode.Scalar) -> ScalarSet? {
        switch letter {
        case "d": digit
        case "w": word
        case "s": space
        case "D": digit.inverted
        case "W": word.inverted
        case "S": space.inverted
        default: nil
        }
    }

    /// What `[:alpha:]` and its like stand for.
    static let named: [String: ScalarSet] = [
        "alnum": ScalarSet(ranges: [48...57, 65...90, 97...122]), "alpha": ScalarSet(ranges: [65...90, 97...122]),
        "ascii": ScalarSet(ranges: [0...127]), "blank": ScalarSet(ranges: [9...9, 32...32]),
        "cntrl": ScalarSet(ranges: [0...31, 127...127]), "digit": digit, "graph": ScalarSet(ranges: [33...126]),
        "lower": ScalarSet(ranges: [97...122]), "print": ScalarSet(ranges: [32...126]),
        "punct": ScalarSet(ranges: [33...47, 58...64, 91...96, 123...126]),
        "space": ScalarSet(ranges: [9...13, 32...32]), "upper": ScalarSet(ranges: [65...90]), "word": word,
        "xdigit": ScalarSet(ranges: [48...57, 65...70, 97...102]),
    ]

    var inverted: ScalarSet {
        var copy = self
        copy.isNegated.toggle()
        return copy
    }

    /// As plain ranges, to be put into another set.
    var flattened: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if next < range.lowerBound { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        return next <= 0x10FFFF ? result + [next...0x10FFFF] : result
    }
}
