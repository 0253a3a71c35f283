import Domain
import Ledger
import Playbooks

extension Advance {
    /// The soak of the playbook's version is over. What its canary held goes on by itself where the first devices fared
    /// well, and its event is young enough; else a person decides, and is told of it.
    mutating func lookAgain(at step: Step, _ hold: Hold) {
        if let again = canaryObjection() ?? outdated() {
            enter(step.index, .held(again))
            record(.guardHeld, step.index, outcome: again.word, detail: again.explanation)
            // Whoever heard that it goes on by itself is to hear that it does not.
            if again.until == nil { tellThatHeld() }
            return
        }
        free(held: step)
        record(.guardLifted, step.index, outcome: hold.cause.rawValue, detail: "the first devices fared well")
        goOn(from: step)
    }
}
