import Domain
import Ledger
import Logging
import Playbooks
import Ports
import Response

// From what the store kept to a core that goes on.
extension Engine {
    /// The core as it was, taken up where the last process left it. Everything that this decides is committed.
    /// - Returns: nil where the task was cancelled before there was room for it.
    func takeUp(_ stored: StoredState, _ journal: Journal) async throws(OperatorError) -> ResponseCore? {
        var snapshot = try snapshot(of: stored)
        let open = snapshot.openRuns.map(\.playbook)
        if (parts.playbooks + open).contains(where: \.readsFleet) { snapshot.fleet = await fleet.countedAnew() }
        while !Task.isCancelled {
            let now = parts.surroundings.now()
            var core = ResponseCore(rules: parts.rules, playbooks: parts.playbooks, beforeAdvance: takeInHand)
            var turn = Turn()
            turn.note(startOf: parts, at: now)
            turn.note(parts.ledger.rotation, at: now)
            core.recall(stopsOf: snapshot, stopSwitch: stored.stopSwitch)
            core.handle(parts.stopSwitch.asFound, at: now, in: &turn)
            core.resume(snapshot, at: now, in: &turn)
            parts.workInHand.putDown(.deciding)
            guard let noRoom = try await commit(turn, at: now, in: journal) else {
                load.note(runsOpen: core.openRunsCount, bytes: core.openRunsBytes)
                parts.logger.info("taken up", metadata: ["open_runs": "\(core.openRunsCount)"])
                if parts.rules.mode < .ask, core.openRunsCount > 0 {
                    parts.logger.warning(
                        "in mode '\(parts.rules.mode.text)' open runs send nothing and take nothing back, also what is due"
                    )
                }
                return core
            }
            await refuse([], known: [:], noRoom)
        }
        return nil
    }

    func stored() async throws(OperatorError) -> StoredState {
        do throws(StoreFailure) {
            return try await parts.store.load(at: parts.surroundings.now(), signed: parts.ledger.signed.last.size)
        } catch {
            throw error.error
        }
    }

    func journal(over stored: StoredState) throws(OperatorError) -> Journal {
        try Journal.opened(over: stored, parts.store, parts.ledger, parts.surroundings, parts.limits)
    }

    private func snapshot(of stored: StoredState) throws(OperatorError) -> Snapshot {
        var snapshot = Snapshot(withoutRunsOf: stored)
        guard parts.takesUpRuns else { return snapshot }
        var versions = parts.playbooks.reduce(into: [Digest: Version]()) { $0[$1.digest] = .success($1) }
        var stranded: [StrandedRun] = []
        var givenUp: [StrandedRun] = []
        let aside = try parts.workInHand.setAside(in: stored)
        defer { parts.workInHand.putDown(.deciding) }
        for run in stored.runs {
            let digest = run.header.playbook
            let kept = stored.playbooks[digest]
            switch aside[run.header.id] {
            case .undecided(let reason)?:
                stranded.append(StrandedRun(run, of: kept, reason: reason))
                snapshot.aside.append(RunAside(run))
                continue
            case .givenUp?:
                givenUp.append(StrandedRun(run, of: kept, reason: "a person gave it up"))
                snapshot.aside.append(RunAside(run, isGivenUp: true))
                continue
            case nil: break
            }
            parts.workInHand.take(run.header.id, for: .deciding)
            let version = versions[digest] ?? recompiled(kept)
            versions[digest] = version
            switch version {
            case .success(let playbook): snapshot.openRuns.append(try revived(run, playbook))
            case .failure(let failure):
                let reason = "its playbook does not compile with this version of Cordon: \(failure.reason)"
                stranded.append(StrandedRun(run, of: kept, reason: reason))
                snapshot.aside.append(RunAside(run))
            }
        }
        load.note(stranded: stranded, givenUp: givenUp)
        tell(stranded)
        return snapshot
    }

    /// A version of a playbook, or why it is of no use any more.
    private typealias Version = Result<Playbook, Uncompiled>

    private struct Uncompiled: Error {
        let reason: String
    }

    private func recompiled(_ stored: StoredPlaybook?) -> Version {
        guard let stored else { return .failure(Uncompiled(reason: "its text is not in the database")) }
        do throws(PlaybookRejected) {
            return .success(try parts.compile(stored))
        } catch {
            return .failure(Uncompiled(reason: error.reason))
        }
    }

    private func revived(_ run: StoredRun, _ playbook: Playbook) throws(OperatorError) -> Run {
        do throws(StoredFormatError) {
            return try run.revived(with: playbook)
        } catch {
            throw OperatorError(
                attempted: "take up run \(run.header.id)",
                reason: error.description,
                remedy: "the database is damaged or of a later version; run 'cordon audit verify'"
            )
        }
    }
}

extension StopSwitch {
    /// What it says is read only where it is thrown.
    var asFound: Input {
        let isThrown = isThrown()
        return .stopSwitch(isThrown: isThrown, words: isThrown ? words() : "")
    }
}
