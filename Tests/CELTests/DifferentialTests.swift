import CEL
import Testing

/// What the comparison with Google's cel-cpp taught: see `Tests/CELDifferential`.
@Suite struct DifferentialTests {
    @Test func `an object that slipped past the check is read by its own fields`() throws {
        // The list counts as one of events, for Google's checkers too; the second element is none.
        let device = "([event] + dyn([device]))[1]"
        #expect(try Fixtures.failure("\(device).data == 1")?.kind == .noSuchField)
        #expect(try Fixtures.failure("\(device).thing == ''")?.kind == .noSuchField)
        #expect(try Fixtures.failure("has(\(device).thing)")?.kind == .noSuchField)
        #expect(try Fixtures.evaluate("([event] + dyn([device]) + [event])[0].thing") == "sensor-7")
    }
}
