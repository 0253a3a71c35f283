import Domain
import Playbooks
import Testing

/// Broken texts end with a verdict and places within the file, and never in a crash.
@Suite struct HostileTextTests {
    private static let original = Array(PlaybookCompilerTests.full.utf8)

    private func check(_ bytes: [UInt8], _ comment: Comment) {
        do throws(PlaybookRejected) {
            _ = try Compiling.compiler.compile(bytes: bytes, file: "test.yaml")
        } catch {
            let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
            #expect(error.diagnostics.contains { $0.severity == .error }, comment)
            #expect(error.diagnostics.count <= PlaybookLimits.findingsMax, comment)
            #expect(error.diagnostics.allSatisfy { (1...(lines + 1)).contains($0.span.line) }, comment)
            #expect(!error.description.isEmpty, comment)
        }
    }

    @Test func `every beginning of a playbook has a verdict`() {
        for length in stride(from: 0, through: Self.original.count, by: 7) {
            check(Array(Self.original.prefix(length)), "the first \(length) bytes")
        }
    }

    @Test(arguments: 0..<300)
    func `a playbook with random changes has a verdict`(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var bytes = Self.original
        let letters = Array("{}[]\"'$:-#&*!|>%@\\\n \tab1.,é\u{202E}".utf8)
        for _ in 0..<(1 + random.next(below: 4)) {
            let place = random.next(below: bytes.count)
            switch random.next(below: 4) {
            case 0: bytes[place] = letters[random.next(below: letters.count)]
            case 1: bytes.insert(letters[random.next(below: letters.count)], at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.next(below: 20)))
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
            }
        }
        check(bytes, "seed \(seed)")
    }

    @Test func `the source line of a hostile file is shown without what steers a terminal`() throws {
        let rejected = try #require(throws: PlaybookRejected.self) { try Compiling.playbook("a: \u{1B}[2J\u{202E}") }
        #expect(rejected.description.contains("a: \u{FFFD}[2J\u{FFFD}"))
        #expect(rejected.description.unicodeScalars.allSatisfy { $0 != "\u{1B}" && $0 != "\u{202E}" })
    }

    @Test func `findings end at a hundred`() {
        let text = (0..<1_000).map { "key\($0): \(String(repeating: "x", count: 50))" }.joined(separator: "\n")
        #expect(Compiling.findings(text).count == PlaybookLimits.findingsMax)
    }
}

/// SplitMix64: the same numbers for a seed, everywhere.
private struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Int(mixed % UInt64(bound))
    }
}
