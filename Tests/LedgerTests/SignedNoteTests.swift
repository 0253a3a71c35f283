import Foundation
import Ledger
import Testing

@Suite struct SignedNoteTests {
    private let key = Samples.key()
    private let exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

    private func note() throws -> String {
        try SignedLog(entries: 3, checkpointEvery: 3).checkpoints[0]
    }

    @Test(.enabled(if: Files.hasSuite("signed-note"), "the suite 'signed-note' is not here"))
    func `the example of the specification is verified`() throws {
        let text = try Files.text(Files.suites.appending(path: "signed-note/signed-note-example-2.txt"))
        let note = try SignedNote(text)
        let key = try #require(VerifierKey(exampleKey))
        #expect(note.text == "This is an example message.\n")
        #expect(try note.verified(by: [self.key.verifier, key]) == [key])
        #expect(note.description == text)
    }

    @Test(.enabled(if: Files.hasSuite("signed-note"), "the suite 'signed-note' is not here"))
    func `the checkpoint of the specification is read`() throws {
        let text = try Files.text(Files.suites.appending(path: "signed-note/tlog-checkpoint-example-1.txt"))
        let note = try SignedNote(text.trimmingCharacters(in: .newlines) + "\n")
        let checkpoint = try #require(Checkpoint(note.text))
        #expect(checkpoint.origin == Samples.origin("example.com/behind-the-sofa"))
        #expect(checkpoint.size == 20_852_163)
        #expect(note.text == checkpoint.text)
    }

    @Test func `a verifier key is printed as it was read`() throws {
        #expect(VerifierKey(exampleKey)?.description == exampleKey)
        #expect(VerifierKey(key.verifier.description) == key.verifier)
    }

    @Test(arguments: [
        "", "a+b", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ])
    func `a wrong verifier key is refused`(_ text: String) { #expect(VerifierKey(text) == nil) }

    @Test func `a note with any byte changed is refused`() throws {
        let bytes = Array(try note().utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                let text = String(decoding: changed, as: UTF8.self)
                #expect(throws: NoteRefused.self, "byte \(index), bit \(bit)") {
                    _ = try SignedNote(text).verified(by: [key.verifier])
                }
            }
        }
    }

    @Test func `signatures of others are passed over, a wrong one of ours is not`() throws {
        let ours = try note()
        let other = Samples.key(byte: 8)
        let line = try #require(ours.split(separator: "\n").last)
        #expect(throws: NoteRefused.noKnownSigner) { try SignedNote(ours).verified(by: [other.verifier]) }
        let cosigned = ours + "\u{2014} witness.example AAAAAQIDBAUGBwg=\n"
        #expect(try SignedNote(cosigned).verified(by: [key.verifier]) == [key.verifier])
        let twice = ours + "\(line)\n"
        #expect(try SignedNote(twice).verified(by: [key.verifier]) == [key.verifier])
        let spoilt = ours.replacing("\n\n", with: "\nmore\n\n")
        #expect(throws: NoteRefused.badSignature("example.com/plant-7")) {
            try SignedNote(spoilt).verified(by: [key.verifier])
        }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\nno dash\n", "text\n\n\u{2014} a AAAAAQ==\n",
        "text\n\n\u{2014} a AAAAAQI=", "te\txt\n\n\u{2014} a AAAAAQI=\n", "text\n\n\u{2014}  AAAAAQI=\n",
        "text\n\n\u{2014} a+b AAAAAQI=\n", "text\n\n\u{2014} a AAAAAQJ=\n", "text\r\n\r\n\u{2014} a AAAAAQI=\n",
    ])
    func `what is not a note is refused`(_ text: String) {
        #expect(throws: NoteRefused.malformed) { try SignedNote(text) }
    }

    @Test func `a note is bounded`() {
        let line = "\u{2014} a AAAAAQI=\n"
        #expect(throws: NoteRefused.tooLarge) { try SignedNote("text\n\n" + String(repeating: line, count: 65)) }
        #expect(throws: NoteRefused.tooLarge) { try SignedNote(String(repeating: "x", count: 70_000)) }
        #expect(throws: Never.self) { try SignedNote("text\n\n" + String(repeating: line, count: 16)) }
    }

    @Test func `a checkpoint keeps further lines and refuses crooked ones`() throws {
        let plain = Checkpoint(of: MerkleTree([TreeHash(ofLeaf: [1])]), origin: Samples.plant)
        #expect(Checkpoint(plain.text) == plain)
        #expect(Checkpoint(plain.text + "more\n")?.text == plain.text + "more\n")
        let root = plain.text.split(separator: "\n")[2]
        for crooked in [
            "\(plain.text)\n", String(plain.text.dropLast()), "a b\n1\n\(root)\n", "example.com/plant-7\n01\n\(root)\n",
            "example.com/plant-7\n+1\n\(root)\n", "example.com/plant-7\n1\n\(root.dropLast())\n",
            "example.com/plant-7\n1\n", "\n1\n\(root)\n",
        ] { #expect(Checkpoint(crooked) == nil, "\(crooked)") }
    }

    @Test func `a private key cannot be printed`() {
        var dumped = ""
        dump(key, to: &dumped)
        let shown = "\(key) \(String(reflecting: key)) \(dumped)"
        #expect(!shown.contains("7, 7") && !shown.contains("0707") && !shown.contains("BwcH"))
        #expect(SigningKey(for: Samples.plant, privateKey: []) == nil)
    }
}
