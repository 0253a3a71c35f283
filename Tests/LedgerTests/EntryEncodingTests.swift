import Domain
import Foundation
import Ledger
import Testing

@Suite struct EntryEncodingTests {
    /// The example of `docs/audit-format.md`.
    private let example = Entry(
        origin: Samples.plant,
        sequence: 41_207,
        node: "node-1",
        record: AuditRecord(
            .stepIntent,
            at: Instant(nanosecondsSinceEpoch: 1_790_000_000_123_456_789),
            on: Samples.device(7),
            incident: Samples.incident(1),
            run: Samples.run(1),
            step: "shut-down",
            attempt: 1,
            playbook: Digest(of: "name: botnet\n".utf8),
            cause: .entry(41_205),
            request: Digest(of: "{\"do\":\"shut-down\"}".utf8)
        )
    )

    /// The bytes, and the leaf hash, between the fences of the document's example.
    private func documented() throws -> (bytes: [UInt8], leafHash: String) {
        let document = try Files.text(Files.root.appending(path: "docs/audit-format.md"))
        let block = try #require(document.firstMatch(of: /```hex\n([^`]*)```/)).output.1
        let digits = block.split(separator: "\n").map { $0.prefix { $0 != "#" }.filter { $0 != " " } }.joined()
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits.dropFirst($0).prefix(2) }
        let hash = try #require(document.firstMatch(of: /leaf hash is\s+`([0-9a-f]{64})`/)).output.1
        return (pairs.compactMap { UInt8($0, radix: 16) }, String(hash))
    }

    @Test func `the example of the document is what the code writes`() throws {
        let (bytes, leafHash) = try documented()
        #expect(Digest.hex(example.encoded) == Digest.hex(bytes))
        #expect(try Entry(decoding: bytes) == example)
        #expect(TreeHash(ofLeaf: bytes).description == leafHash)
    }

    @Test func `the document names every field with its tag`() throws {
        let document = try Files.text(Files.root.appending(path: "docs/audit-format.md"))
        let missing = EntryField.allCases.filter {
            !document.contains("| `\(Digest.hex([$0.rawValue]))` | \($0) |")
        }
        #expect(missing == [])
    }

    @Test func `the document names every action`() throws {
        let document = try Files.text(Files.root.appending(path: "docs/audit-format.md"))
        #expect(AuditAction.allCases.map(\.text).filter { !document.contains("`\($0)`") } == [])
    }

    @Test func `a step's entry stays within 250 bytes`() {
        #expect(example.encoded.count <= 250, "\(example.encoded.count)")
    }

    @Test func `the smallest entry`() throws {
        let record = AuditRecord(.engineStarted, at: Instant(nanosecondsSinceEpoch: -2))
        let entry = Entry(origin: Samples.origin("a"), sequence: 0, node: "n", record: record)
        #expect(
            Digest.hex(entry.encoded)
                == "01" + "010161" + "020100" + "0308fffffffffffffffe" + "04016e" + "070e656e67696e652e73746172746564"
        )
        #expect(try Entry(decoding: entry.encoded) == entry)
    }

    @Test func `words are stored once each, in small letters`() {
        #expect(Set(AuditAction.allCases.map(\.text)).count == AuditAction.allCases.count)
        for action in AuditAction.allCases {
            #expect(action.text.wholeMatch(of: /[a-z]+\.[a-z-]+/) != nil)
            #expect(AuditAction(text: action.text) == action)
        }
        #expect(AuditAction(text: "engine.Started") == nil)
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `any entry is read as it was written`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let entry = random.entry()
            let read = try Entry(decoding: entry.encoded)
            #expect(read == entry, "seed \(seed)")
            #expect(read.encoded == entry.encoded, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `what is accepted has one encoding`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var acceptedCount = 0
        for _ in 0..<500 {
            let bytes = random.mutated(random.entry().encoded)
            guard let accepted = try? Entry(decoding: bytes) else { continue }
            acceptedCount += 1
            #expect(accepted.encoded == bytes, "seed \(seed): \(Digest.hex(bytes))")
        }
        #expect((10..<490).contains(acceptedCount), "seed \(seed): a fuzz that accepts all or nothing shows nothing")
    }

    @Test func `a cause among the records of one call gets its number`() throws {
        let record = AuditRecord(.runStarted, at: Samples.start, cause: .recordsBack(3))
        let entry = Entry(origin: Samples.plant, sequence: 10, node: "n", record: record)
        #expect(entry.cause == 7)
        #expect(entry.record.cause == .entry(7))
    }

    @Test func `a cause that is not before its effect stops the process`() async {
        await #expect(processExitsWith: .failure) {
            let record = AuditRecord(.runStarted, at: Samples.start, cause: .entry(10))
            _ = Entry(origin: Samples.plant, sequence: 10, node: "n", record: record)
        }
    }

    @Test func `texts are cleaned and cut`() throws {
        let record = AuditRecord(
            .stepFailed,
            at: Samples.start,
            by: Actor(name: "", proof: ""),
            on: AuditObject(.source, "\u{301}a\u{1B}[31m"),
            step: "",
            outcome: "two\nlines\u{85} \u{202E}exe.txt\u{2066}\u{200B}",
            detail: String(repeating: "ä🔥", count: 400)
        )
        let detail = try #require(record.detail)
        #expect(record.step == nil)
        #expect(record.actor == Actor(name: "unknown", proof: "none"))
        #expect(record.outcome == "two\u{FFFD}lines\u{FFFD} \u{FFFD}exe.txt\u{FFFD}\u{FFFD}")
        #expect(record.object?.name == "\u{301}a\u{FFFD}[31m")
        #expect(detail.utf8.count <= 512 && detail.utf8.count > 500 && detail.hasSuffix("…"))
        let entry = Entry(origin: Samples.plant, sequence: 1, node: "n", record: record)
        #expect(try Entry(decoding: entry.encoded) == entry)
    }

    @Test func `two events never share a name`() {
        let keys = [("a b", "c"), ("a", "b c"), ("a%20b", "c"), ("a", "%20b c"), ("a%", "20b c")]
        let names = keys.map { AuditObject.event(Event.Key(source: $0.0, id: $0.1)).name }
        #expect(Set(names).count == keys.count)
        #expect(names[0] == "a%20b c")
    }
}

extension SeededRandom {
    mutating func maybe<Result>(_ make: (inout Self) -> Result) -> Result? { oneIn(2) ? make(&self) : nil }

    mutating func entry() -> Entry {
        let sequence = next() >> UInt64(below(64))
        let record = AuditRecord(
            AuditAction.allCases[below(AuditAction.allCases.count)],
            at: Instant(nanosecondsSinceEpoch: Int64(bitPattern: next() >> UInt64(below(64)))),
            by: maybe { Actor(name: $0.text(upTo: 20), proof: $0.text(upTo: 8)) } ?? .engine,
            on: maybe { AuditObject(AuditObject.Kind.allCases[$0.below(8)], $0.text(upTo: 40)) },
            incident: maybe { Samples.incident($0.below(1_000)) },
            run: maybe { Samples.run($0.below(1_000)) },
            step: maybe { $0.text(upTo: 20) },
            attempt: maybe { 1 + $0.below(100_000) },
            playbook: maybe { Digest(of: $0.bytes(4)) },
            cause: sequence == 0 ? nil : maybe { .entry($0.next() % sequence) },
            outcome: maybe { $0.text(upTo: 20) },
            detail: maybe { $0.text(upTo: 300) },
            request: maybe { Digest(of: $0.bytes(4)) },
            evidence: maybe { Digest(of: $0.bytes(4)) },
            isDrill: oneIn(2)
        )
        return Entry(origin: Samples.plant, sequence: sequence, node: text(upTo: 10), record: record)
    }

    /// One to three small changes.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...below(3) where !bytes.isEmpty {
            let index = below(bytes.count)
            switch below(6) {
            case 0: bytes[index] ^= 1 << below(8)
            case 1: bytes[index] = UInt8(truncatingIfNeeded: next())
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(UInt8(truncatingIfNeeded: next()), at: index)
            case 4: bytes.removeLast(below(min(40, bytes.count)))
            default: bytes.append(contentsOf: bytes[index...].prefix(1 + below(40)))
            }
        }
        return bytes
    }
}
