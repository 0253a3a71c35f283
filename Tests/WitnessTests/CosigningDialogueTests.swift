import Domain
import Ledger
import TestKit
import Testing
import Witness

/// What a log makes of a witness's answers.
@Suite struct CosigningDialogueTests {
    private let conflictType = "text/x.tlog.size"

    private func dialogue(_ note: SignedNote, cosigned: UInt64 = 0) throws -> CosigningDialogue {
        try #require(CosigningDialogue("\(note)", to: WatchedPlant.witness.witness, cosigned: cosigned))
    }

    @Test func `a cosignature of the witness is believed, and only its lines are kept`() throws {
        var plant = try WatchedPlant()
        let note = try plant.grow(by: 3)
        let line = try #require(WatchedPlant.witness.cosign(note, at: WatchedPlant.start)).line
        var dialogue = try dialogue(note)
        #expect(!dialogue.needsProof)
        let body = "\u{2014} somebody.else AAAAAQI=\n\(line)\n"
        let next = dialogue.take(status: 200, contentType: nil, body: Array(body.utf8))
        #expect(next == .cosigned(WatchedPlant.start, lines: "\(line)\n"))
    }

    @Test func `what is no cosignature of the witness over this checkpoint is not believed`() throws {
        var plant = try WatchedPlant()
        let earlier = try plant.grow(by: 3)
        let note = try plant.grow(by: 3)
        let late = try #require(WatchedPlant.witness.cosign(earlier, at: WatchedPlant.start)).line
        for body in ["", "ok\n", "\(late)\n", "\u{2014} somebody.else AAAAAQI=\n"] {
            var dialogue = try dialogue(note)
            guard case .failed = dialogue.take(status: 200, contentType: nil, body: Array(body.utf8)) else {
                Issue.record("\(body) was believed")
                continue
            }
        }
    }

    @Test func `a proof is sent anew from where the witness says that it is`() throws {
        var plant = try WatchedPlant()
        _ = try plant.grow(by: 3)
        let note = try plant.grow(by: 3)
        var dialogue = try dialogue(note)
        #expect(dialogue.take(status: 409, contentType: conflictType, body: Array("3\n".utf8)) == .send)
        #expect(dialogue.oldSize == 3 && dialogue.needsProof)
        // A witness that cannot make up its mind is left alone.
        guard case .failed = dialogue.take(status: 409, contentType: conflictType, body: Array("2\n".utf8)) else {
            Issue.record("it went on for ever")
            return
        }
    }

    @Test func `a witness that saw more than we have, or something else, says that there are two histories`() throws {
        var plant = try WatchedPlant()
        let note = try plant.grow(by: 6)
        let answers: [(Int, String, UInt64)] = [(409, "7\n", 3), (409, "6\n", 6), (409, "3\n", 3), (422, "no\n", 3)]
        for (status, body, cosigned) in answers {
            var dialogue = try dialogue(note, cosigned: cosigned)
            guard case .contradicted = dialogue.take(status: status, contentType: conflictType, body: Array(body.utf8))
            else {
                Issue.record("\(status) \(body) says nothing")
                continue
            }
        }
    }

    @Test(arguments: [400, 403, 404, 409, 429, 500, 503]) func `any other answer is one to try again after`(
        _ status: Int
    ) throws {
        var plant = try WatchedPlant()
        var dialogue = try dialogue(try plant.grow(by: 1))
        guard case .failed = dialogue.take(status: status, contentType: "text/plain", body: []) else {
            Issue.record("\(status) says something")
            return
        }
    }
}
