import Domain
import Ledger
import Testing

/// There is one encoding of an entry. Each of these differs from it in one respect.
@Suite struct EntryStrictnessTests {
    private static let origin = "010161"
    private static let sequence = "020105"
    private static let time = "03080000000000000001"
    private static let node = "04016e"
    private static let action = "070e656e67696e652e73746172746564"
    private static let head = "01" + origin + sequence + time + node
    private static let good = head + action

    private func refusal(_ hex: String) -> EntryMalformed? {
        let digits = Array(hex)
        let pairs = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0...$0 + 1]) }
        do throws(EntryMalformed) {
            _ = try Entry(decoding: pairs.compactMap { UInt8($0, radix: 16) })
            return nil
        } catch {
            return error
        }
    }

    @Test func `the pattern that these tests bend is an entry`() { #expect(refusal(Self.good) == nil) }

    private static let frames: [(String, EntryMalformed)] = [
        ("", .empty),
        ("00" + good.dropFirst(2), .unknownVersion(0)),
        ("02" + good.dropFirst(2), .unknownVersion(2)),
        (good + "1600", .unknownTag(0x16)),
        (good + "00", .unknownTag(0)),
        (head + node + action, .repeated(.node)),
        (good + action, .repeated(.action)),
        (good + node, .unordered(.node)),
        (good + "13", .endsWithin(.drill)),
        (good + "0b80", .endsWithin(.step)),
        (good + "0b0261", .endsWithin(.step)),
    ]

    @Test(arguments: frames)
    func `a broken frame is refused`(_ hex: String, _ why: EntryMalformed) { #expect(refusal(hex) == why) }

    private static let lengths: [(String, EntryMalformed)] = [
        (good + "0b810061", .badLength(.step)),
        (good + "0b818001" + "61", .badLength(.step)),
        (good + "0b8104" + String(repeating: "61", count: 513), .badLength(.step)),
        (good + "0b00", .badLength(.step)),
        (good + "130100", .badLength(.drill)),
        (good + "0d0161", .badLength(.playbook)),
        (good + "0e00", .badLength(.cause)),
        (good + "0e09000000000000000001", .badLength(.cause)),
        ("01" + origin + sequence + "030101" + node + action, .badLength(.time)),
    ]

    @Test(arguments: lengths)
    func `a wrong length is refused`(_ hex: String, _ why: EntryMalformed) { #expect(refusal(hex) == why) }

    private static let values: [(String, EntryMalformed)] = [
        (good + "0b0180", .invalidUTF8(.step)),
        (good + "0b03eda080", .invalidUTF8(.step)),
        (good + "0b02c081", .invalidUTF8(.step)),
        (good + "0b010a", .controlCharacter(.step)),
        (good + "0b017f", .controlCharacter(.step)),
        (good + "0b02c285", .controlCharacter(.step)),
        (good + "0e020004", .badNumber(.cause)),
        (good + "0c0100", .badNumber(.attempt)),
        (good + "0c08ffffffffffffffff", .badNumber(.attempt)),
        (good + "0e0105", .badValue(.cause)),
        (good + "080161", .badValue(.object)),
        (good + "0807" + "6465766963653a", .badValue(.object)),
        (good + "090161", .badValue(.incident)),
        (good + "0a057275" + "6e5f41", .badValue(.run)),
        (head + "070161", .badValue(.action)),
        ("01" + "010120" + sequence + time + node + action, .badValue(.origin)),
    ]

    @Test(arguments: values)
    func `a wrong value is refused`(_ hex: String, _ why: EntryMalformed) { #expect(refusal(hex) == why) }

    private static let presence: [(String, EntryMalformed)] = [
        ("01", .missing(.origin)),
        ("01" + origin, .missing(.sequence)),
        ("01" + origin + sequence, .missing(.time)),
        ("01" + origin + sequence + time, .missing(.node)),
        (head, .missing(.action)),
        (head + "050161" + action, .missing(.proof)),
        (head + "060161" + action, .missing(.actor)),
        (head + "0506656e67696e65" + "060473656c66" + action, .badValue(.actor)),
    ]

    @Test(arguments: presence)
    func `a field that must be there, and the engine by name`(_ hex: String, _ why: EntryMalformed) {
        #expect(refusal(hex) == why)
    }

    @Test func `every reason has its own sentence`() {
        let fields = EntryField.allCases.flatMap { field -> [EntryMalformed] in
            [
                .repeated(field), .unordered(field), .endsWithin(field), .badLength(field), .invalidUTF8(field),
                .controlCharacter(field), .badNumber(field), .badValue(field), .missing(field),
            ]
        }
        let all = fields + [.empty, .unknownVersion(9), .unknownTag(9)]
        #expect(Set(all.map(\.sentence)).count == all.count)
    }
}
