import Domain
import Foundation
import Ledger
import Testing

@Suite struct CosignatureTests {
    private let checkpoint =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    /// Of the key that is 32 times the byte 9.
    private let name = "witness.example/w1"
    private let keyText = "witness.example/w1+24b5d9fe+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY"
    private let secretText = "PRIVATE+KEY+witness.example/w1+24b5d9fe+BAkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ"
    /// Made by another implementation: Python's `cryptography`. Ed25519 has one signature for a message.
    private let line =
        "\u{2014} witness.example/w1 JLXZ/gAAAABkGFDLSEwbtADY9t5XeSzDTVuiqYN5nZfoc9NQOUgkPYm4wwjIUL68Nczz1tpzCjnpmnRXttgqVVwOg3WfE7AXqa+DAg=="

    private func note(_ lines: String...) throws -> SignedNote {
        try SignedNote("\(checkpoint)\n\(lines.map { "\($0)\n" }.joined())")
    }

    private func key(byte: UInt8 = 9) throws -> WitnessSigningKey {
        try #require(WitnessSigningKey(name: name, privateKey: Array(repeating: byte, count: 32)))
    }

    @Test func `a cosignature is the one that another implementation makes`() throws {
        let plain = try note("\u{2014} a AAAAAQI=")
        let time = Instant(millisecondsSinceEpoch: 1_679_315_147_999)
        #expect(try key().cosign(plain, at: time)?.line == line)
        let cosigned = try note(line).cosignatures(by: [key().witness])
        #expect(cosigned.map(\.witness) == [try key().witness])
        #expect(cosigned.map(\.time) == [Instant(millisecondsSinceEpoch: 1_679_315_147_000)])
    }

    @Test func `keys are printed as they were read, and a log's key is none of a witness`() throws {
        #expect(try key().witness.description == keyText)
        #expect(WitnessKey(keyText)?.description == keyText)
        #expect(try key().secretText == secretText)
        #expect(WitnessSigningKey(secretText)?.witness.description == keyText)
        #expect(WitnessKey(Samples.key().verifier.description) == nil)
        #expect(VerifierKey(keyText) == nil)
        for wrong in ["", keyText, String(secretText.dropLast()), secretText.replacing("w1", with: "w2")] {
            #expect(WitnessSigningKey(wrong) == nil, "\(wrong)")
        }
        #expect(WitnessSigningKey(name: "a b", privateKey: Array(repeating: 9, count: 32)) == nil)
        #expect(WitnessSigningKey(name: name, privateKey: []) == nil)
    }

    @Test func `the cosignature of the specification is framed as ours`() throws {
        let theirs =
            "\u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
        let signature = try #require(try note(theirs).signatures.first)
        #expect(signature.signature.count == 72)
        #expect(signature.signature.prefix(8) == [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCB])
        #expect(signature.line == theirs)
    }

    @Test func `a note has several cosignatures, and those of unknown witnesses are passed over`() throws {
        let other = try #require(WitnessSigningKey(name: "w2", privateKey: Array(repeating: 8, count: 32)))
        let second = try #require(other.cosign(try note(line), at: Samples.start)).line
        let both = try note(line, second)
        #expect(try both.cosignatures(by: [other.witness]).map(\.witness) == [other.witness])
        #expect(try both.cosignatures(by: [other.witness, key().witness]).count == 2)
        #expect(try both.cosignatures(by: []).isEmpty)
        #expect(both.lines(of: other.witness) == "\(second)\n")
        // A log's verifier passes all of them over.
        #expect(throws: NoteRefused.noKnownSigner) { try both.verified(by: [Samples.key().verifier]) }
    }

    @Test func `a cosignature with any bit changed, or of another text, is refused`() throws {
        let good = try note(line).signatures[0]
        let witness = try key().witness
        for index in good.signature.indices {
            var bytes = good.signature
            bytes[index] ^= 1
            let changed = "\u{2014} \(name) \(base64([0x00, 0x00, 0x00, 0x00] + bytes, idOf: line))"
            #expect(throws: NoteRefused.badSignature(name), "byte \(index)") {
                try note(changed).cosignatures(by: [witness])
            }
        }
        let other = try SignedNote("\(checkpoint.replacing("163\n", with: "164\n"))\n\(line)\n")
        #expect(throws: NoteRefused.badSignature(name)) { try other.cosignatures(by: [witness]) }
    }

    /// The bytes behind the id of a line's key.
    private func base64(_ bytes: [UInt8], idOf line: String) -> String {
        let id = Data(base64Encoded: String(line.split(separator: " ")[2]))?.prefix(4) ?? Data()
        return (id + bytes.dropFirst(4)).base64EncodedString()
    }

    @Test func `a witness's private key cannot be printed`() throws {
        var dumped = ""
        dump(try key(), to: &dumped)
        let shown = "\(try key()) \(String(reflecting: try key())) \(dumped)"
        #expect(!shown.contains("CQkJ") && !shown.contains("9, 9"))
    }
}
