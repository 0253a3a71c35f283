package import Domain
import Foundation
package import Intake
package import Logging
import Ports
import Synchronization

/// Watches over what comes in, and over the runs of what came in: what was in the engine's hands at three ends of the
/// process is not handled a fourth time.
///
/// The next process finds what the last one had in its hands, and counts. Each arrival is then taken by itself, so that
/// what merely stood beside it is not counted again, and is cleared as soon as it was dealt with.
package final class QuarantineWatch: ArrivalWatch {
    struct State {
        var suspects: Suspects
        /// By the names of runs.
        var suspectRuns: Suspects
        /// In quarantine, or dropped from there, by the id of what comes: of a file that cannot be read, its name is all that
        /// there is.
        var known: [String: QuarantinedArrival.State]
        var isBusy = false
        /// Suspects that wait until they may be taken.
        var line: [CheckedContinuation<Void, Never>] = []

        func holds(_ digest: Digest) -> Bool {
            known[QuarantinedArrival.id(of: digest)].map { $0 != .passed } ?? false
        }
    }

    package let folder: QuarantineFolder
    let hand: HandFile
    private let flight: FlightFile
    private let suspectsPath: String
    let suspectRunsPath: String
    let started: Instant
    /// Ends when the runs are counted: those that are set aside stand in the folder then.
    let runsAreCounted: AsyncStream<Never>
    let runsCounted: AsyncStream<Never>.Continuation
    private let logger: Logger
    let state: Mutex<State>

    /// Takes up what the last process left.
    package init(state path: String, now: Instant, logger: Logger) throws(OperatorError) {
        folder = QuarantineFolder(state: path)
        suspectsPath = "\(path)/suspects"
        suspectRunsPath = "\(path)/suspect-runs"
        started = now
        (runsAreCounted, runsCounted) = AsyncStream.makeStream()
        self.logger = logger
        hand = try HandFile.open("\(path)/in-hand")
        let (flight, left) = try FlightFile.open("\(path)/in-flight")
        self.flight = flight
        var suspects = Suspects(file: suspectsPath)
        // What is in quarantine once more keeps its name: an earlier version named it after another digest.
        let before = try folder.all().filter { $0.run == nil }.map { ($0.held.digest, $0.digest) }
        let names = Dictionary(before) { $1 }
        var seen: Set<Digest> = []
        for held in left where seen.insert(held.digest).inserted {
            guard suspects.countCrash(of: held.digest) else { continue }
            let arrival = QuarantinedArrival(held, as: names[held.digest], since: now)
            try folder.keep(arrival)
            logger.critical(
                "what '\(held.source.name)' sent ended the engine \(Suspects.crashesMax) times: it is in quarantine as \(arrival.id), and nothing is done with it. Look at it: cordon quarantine show \(arrival.id)"
            )
        }
        let contents = try folder.contents()
        for file in contents.unreadable { logger.error("\(file.problem)") }
        let suspectRuns = Suspects(file: suspectRunsPath)
        state = Mutex(State(suspects: suspects, suspectRuns: suspectRuns, known: QuarantineWatch.known(contents)))
        if !seen.isEmpty { try suspects.keep(in: suspectsPath) }
        flight.clear()
    }

    /// What cannot be read counts as held: nobody knows what was decided about it. The name of an arrival's file of an earlier
    /// version is that of nothing that comes: it holds while it can be read.
    private static func known(_ contents: QuarantineFolder.Contents) -> [String: QuarantinedArrival.State] {
        var known: [String: QuarantinedArrival.State] = [:]
        for file in contents.unreadable { known[file.id] = .held }
        for arrival in contents.arrivals where arrival.run == nil {
            known[QuarantinedArrival.id(of: arrival.held.digest)] = arrival.state
        }
        return known
    }

    // MARK: - Watching

    package func isSuspect(_ arrival: Arrival, from source: Actor) -> Bool {
        suspect(arrival, source) { $0.suspects[$1] != nil }
    }

    package func enter(_ arrival: Arrival, from source: Actor) async -> Passage? {
        if suspect(arrival, source, where: { $0.holds($1) }) { return nil }
        let held = HeldArrival(arrival, from: source)
        guard isSuspect(arrival, from: source) else { return Passage(slot: flight.note(held)) }
        await turn()
        return Passage(slot: flight.note(held), suspect: held.digest)
    }

    package func leave(_ passage: Passage, isDone: Bool) {
        if let slot = passage.slot { flight.free(slot) }
        guard let suspect = passage.suspect else { return }
        let (cleared, next) = state.withLock { state -> (Suspects?, CheckedContinuation<Void, Never>?) in
            if isDone { state.suspects.clear(suspect) }
            let next = state.line.isEmpty ? nil : state.line.removeFirst()
            state.isBusy = next != nil
            return (isDone ? state.suspects : nil, next)
        }
        if let cleared { try? cleared.keep(in: suspectsPath) }
        next?.resume()
    }

    /// Whether it is one of those that there is something about. Where there is none, nothing is hashed.
    private func suspect(
        _ arrival: Arrival,
        _ source: Actor,
        where holds: @Sendable (State, Digest) -> Bool
    ) -> Bool {
        guard state.withLock({ !$0.suspects.isEmpty || !$0.known.isEmpty }) else { return false }
        let digest = HeldArrival.digest(of: arrival, from: source)
        return state.withLock { holds($0, digest) }
    }

    private func turn() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isBusy else {
                    state.isBusy = true
                    return true
                }
                state.line.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    // MARK: - What a person decides

    /// Lets it pass once more. The next end of the process puts it back at once.
    package func giveOneMoreTry(_ arrival: QuarantinedArrival) throws(OperatorError) {
        let digest = arrival.held.digest
        let suspects = state.withLock { state in
            state.suspects.giveOneMoreTry(digest)
            state.known[QuarantinedArrival.id(of: digest)] = nil
            return state.suspects
        }
        try suspects.keep(in: suspectsPath)
    }

    package func settle(_ arrival: QuarantinedArrival, as word: QuarantinedArrival.State) throws(OperatorError) {
        var settled = arrival
        settled.state = word
        try folder.keep(settled)
        guard arrival.run == nil else { return }
        let id = QuarantinedArrival.id(of: arrival.held.digest)
        state.withLock { $0.known[id] = word }
    }
}
