import CEL
import Domain
public import Ledger
public import Logging
public import Ports

/// One request after the other: judged, kept, and only then cosigned.
public actor WitnessDesk {
    private let key: WitnessSigningKey
    private var logs: [Origin: WitnessedLog]
    private let keeper: any WitnessKeeper
    private let surroundings: any Surroundings
    private let logger: Logger

    /// - Precondition: no two logs have one origin.
    public init(
        key: WitnessSigningKey,
        logs: [WitnessedLog],
        keeper: any WitnessKeeper,
        surroundings: any Surroundings,
        logger: Logger
    ) {
        self.key = key
        self.logs = Dictionary(uniqueKeysWithValues: logs.map { ($0.origin, $0) })
        self.keeper = keeper
        self.surroundings = surroundings
        self.logger = logger
    }

    /// `POST /add-checkpoint`.
    package func addCheckpoint(_ body: [UInt8]) -> WitnessAnswer {
        guard let text = String(validating: body, as: UTF8.self), let request = CosigningRequest(text) else {
            return WitnessAnswer(400, "this is no request of tlog-witness: an old size, a proof, and a checkpoint\n")
        }
        let origin = request.checkpoint.origin
        guard let log = logs[origin] else { return WitnessAnswer(404, "this witness does not know the log\n") }
        let now = surroundings.wallClock()
        do throws(WitnessRefusal) {
            let sighting = try log.judge(request, at: now)
            return cosigned(sighting, of: origin)
        } catch {
            return refused(error, origin)
        }
    }

    /// `GET /`: for a person.
    package func overview() -> String {
        var lines = ["The witness \(key.witness.name)", "\(key.witness)", ""]
        for log in logs.values.sorted(by: { $0.origin.description < $1.origin.description }) {
            guard let last = log.last else {
                lines.append("\(log.origin)  nothing seen yet")
                continue
            }
            let times = "since \(last.since.text), last at \(last.at.text)"
            lines.append("\(log.origin)  \(last.checkpoint.size) entries, seen \(times)")
        }
        return lines.map { "\($0)\n" }.joined()
    }

    private func cosigned(_ sighting: WitnessedLog.Sighting, of origin: Origin) -> WitnessAnswer {
        do throws(OperatorError) {
            // The same checkpoint again changes nothing that has to be kept.
            if logs[origin]?.last?.checkpoint != sighting.checkpoint { try keeper.keep(sighting) }
            logs[origin]?.note(sighting)
            guard let signature = key.cosign(sighting.note, at: sighting.at) else {
                return WitnessAnswer(500, "the cryptographic library could not sign\n")
            }
            return WitnessAnswer(200, "\(signature.line)\n")
        } catch {
            logger.error("\(error)")
            return WitnessAnswer(500, "the witness could not keep the checkpoint, so it does not cosign it\n")
        }
    }

    private func refused(_ refusal: WitnessRefusal, _ origin: Origin) -> WitnessAnswer {
        switch refusal {
        case .unknownLog: return WitnessAnswer(404, "this witness does not know the log\n")
        case .unsigned(let why): return WitnessAnswer(403, "the checkpoint is not believed: \(why.sentence)\n")
        case .oldSizeBeyondNew: return WitnessAnswer(400, "the old size is larger than the checkpoint's\n")
        case .otherOldSize(let size): return .conflict(size: size)
        case .forked(let evidence, let size):
            raise("the log '\(origin)' has two histories: its key signed two trees of \(size) entries", evidence)
            return .conflict(size: size)
        case .rolledBack(let shown, let evidence, let size):
            raise("the log '\(origin)' was rolled back: it shows \(shown) entries, and had \(size)", evidence)
            return .conflict(size: size)
        case .unproven(let evidence):
            raise("the log '\(origin)' did not prove that its new checkpoint continues what was seen of it", evidence)
            return WitnessAnswer(422, "the proof does not lead from the old size to the checkpoint\n")
        }
    }

    private func raise(_ what: String, _ evidence: WitnessEvidence) {
        do throws(OperatorError) {
            let place = try keeper.keep(evidence)
            logger.critical("\(what). It is not cosigned; the notes are kept in \(place)")
        } catch {
            logger.critical("\(what). It is not cosigned. \(error)")
        }
    }
}

extension Instant {
    /// To the second, such as `2026-02-03T04:05:06Z`.
    fileprivate var text: String {
        let nanoseconds = millisecondsSinceEpoch / 1_000 * 1_000_000_000
        return Timestamp(nanosecondsSinceEpoch: nanoseconds).description
    }
}
