import Intake
import Logging
import Testing
import Transport

/// What the engine's own log says of the connection that brings events.
@Suite struct ConnectionNewsTests {
    private static let new = MQTTConnectionState.connected(sessionPresent: false)
    private static let kept = MQTTConnectionState.connected(sessionPresent: true)

    private func lines(on states: [MQTTConnectionState]) -> [(level: Logger.Level, text: String)?] {
        var news = ConnectionNews(of: "plant")
        var lines: [(level: Logger.Level, text: String)?] = []
        for state in states { lines.append(news.line(on: state)) }
        return lines
    }

    @Test func `a session that the broker forgot meanwhile is warned of, with what to do`() throws {
        let lines = lines(on: [Self.new, Self.kept, Self.new])
        #expect(lines.map { $0?.level } == [.notice, .notice, .warning])
        #expect(lines[0]?.text == "events from 'plant': connected")
        let warning = try #require(lines[2])
        #expect(warning.text.contains("what waited there for the engine is lost. Have it keep sessions"))
    }

    /// The broker may never have had one.
    @Test func `a first session is nobody's loss, and the end of one that an earlier process had is`() {
        #expect(lines(on: [Self.new]).map { $0?.level } == [.notice])
        #expect(lines(on: [Self.kept, Self.new]).map { $0?.level } == [.notice, .warning])
    }

    @Test func `what lies between two connections says nothing`() {
        #expect(lines(on: [.idle, .connecting, .stopped]).allSatisfy { $0 == nil })
    }
}
