import Ledger
import Relays
import Testing

@Suite struct RelayFilterTests {
    @Test func `without a wish everything is sent but the signs of life`() {
        let filter = RelayFilter()
        for action in AuditAction.allCases { #expect(filter.wants(action) == (action != .engineHeartbeat)) }
        #expect(RelayFilter(least: .critical, only: ["run"], heartbeats: true).wants(.engineHeartbeat))
    }

    @Test func `the least severity holds back what is below it`() {
        let filter = RelayFilter(least: .warning)
        #expect(!filter.wants(.stepOK) && !filter.wants(.runEnded))
        #expect(filter.wants(.stepFailed) && filter.wants(.stepExhausted))
        #expect(RelayFilter(least: .critical).wants(.runPaused))
    }

    @Test func `words and what stands before their dots choose, and leave out`() {
        let filter = RelayFilter(only: ["run", "step.failed", "stop"], except: ["run.closing", "stop"])
        let wanted = AuditAction.allCases.filter(filter.wants).map(\.text)
        #expect(
            Set(wanted) == [
                "run.started", "run.paused", "run.cleared", "run.in-force", "run.ended", "run.superseded",
                "step.failed",
            ]
        )
    }

    @Test(arguments: ["", "ru", "run.", "run.ende", "RUN", "."]) func `what is no word stands for nothing`(
        _ word: String
    ) {
        #expect(RelayFilter.actions(of: word).isEmpty)
    }

    @Test func `every action can be named`() {
        for action in AuditAction.allCases {
            #expect(RelayFilter.actions(of: action.text).contains(action))
            #expect(RelayFilter.words.contains(action.text))
        }
    }
}
