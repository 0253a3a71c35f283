import CEL
import Domain
import Ledger
import Ports
import Response

extension StoreContract {
    @Sendable static func empty(_ open: Opening) async throws {
        let state = try await open().load(at: Sample.start)
        try demand(StateView(state) == StateView(StoredState()), "something is in it")
    }

    /// ``MemoryRows`` is the model: after each transaction both hold the same.
    @Sendable static func everyState(_ open: Opening) async throws {
        let store = try open()
        var model = MemoryRows()
        for (number, step) in try StoreScript.transactions().enumerated() {
            try await store.commit(step.transaction)
            try model.commit(step.transaction)
            let kept = StateView(try await store.load(at: step.at))
            try demand(kept == StateView(try model.load(at: step.at)), "transaction \(number) is read back otherwise")
        }
    }

    /// A run that is opened in one, and goes on in another, is as one that does both at once.
    @Sendable static func oneByOne(_ open: Opening) async throws {
        let store = try open()
        var model = MemoryRows()
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event("e-1")
        harness.event("e-2", of: "pump-8")
        for turn in harness.turns {
            for change in turn.turn.changes { try await store.commit(Transaction(changes: [change])) }
            try model.commit(Transaction(changes: turn.turn.changes))
        }
        let kept = StateView(try await store.load(at: harness.now))
        try demand(kept == StateView(try model.load(at: harness.now)), "what was written one by one is read otherwise")
        try demand(kept.revisions == [1, 1], "the runs did not go on: \(kept.revisions)")
    }

    @Sendable static func reopened(_ open: Opening) async throws {
        let steps = try StoreScript.transactions()
        let first = try open()
        for step in steps { try await first.commit(step.transaction) }
        let before = StateView(try await first.load(at: Sample.start))
        let after = StateView(try await open().load(at: Sample.start))
        try demand(before == after, "it differs after reopening")
        try demand(!before.headers.isEmpty, "nothing was kept")
    }

    @Sendable static func ended(_ open: Opening) async throws {
        let store = try open()
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        harness.finish("act", .success(Completion(.confirmed, evidence: "it says so")))
        for turn in harness.turns { try await store.commit(Transaction(changes: turn.turn.changes)) }
        let window: Duration = .seconds(15 * 60)
        let state = try await store.load(at: harness.now)
        try demand(state.runs.isEmpty, "an ended run was taken up")
        try demand(state.incidents.count == 1, "an incident whose window is open was forgotten")
        let later = try await store.load(at: harness.now + window)
        try demand(later.incidents.isEmpty, "an incident that nothing can join was taken up")
        let key = Event.Key(source: "defender", id: "e-1")
        try demand(try await store.receipts(for: [key])[key] != nil, "its event was forgotten")
    }

    @Sendable static func alarms(_ open: Opening) async throws {
        let store = try open()
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.once}",
            on: "{event: violation, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 25, per: 10m}, storm: {devices: 9, per: 5m}}"
        )
        var harness = CoreHarness(text)
        harness.event("e-1")
        harness.finish("act", .success(Completion(.confirmed, evidence: "it says so")))
        harness.advance(by: .seconds(30))
        harness.event("e-2")
        for turn in harness.turns { try await store.commit(Transaction(changes: turn.turn.changes)) }
        let kept = try await store.load(at: harness.now + .seconds(299)).incidents
        try demand(kept.map(\.lastAlarm) == [harness.now], "kept were \(kept)")
        let later = try await store.load(at: harness.now + .seconds(300)).incidents
        try demand(later.isEmpty, "an incident whose alarms count no more was taken up")
    }

    @Sendable static func receipts(_ open: Opening) async throws {
        let store = try open()
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event("e-1")
        harness.event(Sample.event("e-2", type: "weather"))
        for turn in harness.turns { try await store.commit(Transaction(changes: turn.turn.changes)) }
        let keys = ["e-1", "e-2", "e-3"].map { Event.Key(source: "defender", id: $0) }
        let receipts = try await store.receipts(for: keys + keys)
        try demand(receipts[keys[0]]?.incidents == [harness.run().incident], "the incident is not named")
        try demand(receipts[keys[0]]?.gist == Sample.event("e-1").gist, "what the event says is forgotten")
        try demand(receipts[keys[1]]?.incidents == [], "an event without a playbook has a receipt without incidents")
        try demand(receipts[keys[2]] == nil, "an event that never came has a receipt")
        try demand(receipts.values.allSatisfy { $0.isDuplicate }, "what is known is a duplicate")
    }

    @Sendable static func staleRevision(_ open: Opening) async throws {
        let store = try open()
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event("e-1")
        let opening = harness.lastTurn
        harness.finish("act", .success(Completion(.confirmed, evidence: "it says so")))
        let closing = harness.lastTurn
        harness.event("e-2", of: "pump-8")
        let other = harness.lastTurn
        try await store.commit(Transaction(changes: opening.changes))
        try await store.commit(Transaction(changes: closing.changes))
        let before = StateView(try await store.load(at: harness.now))
        var writer = try LedgerFixture.writer()
        let stale = Transaction(
            changes: other.changes + closing.changes,
            entries: writer.append(other.records, salting: LedgerFixture.salt)
        )
        try await conflict(store, stale, "a stale revision")
        let after = StateView(try await store.load(at: harness.now))
        try demand(before == after, "part of a refused transaction was kept")
        let key = Event.Key(source: "defender", id: "e-2")
        try demand(try await store.receipts(for: [key]).isEmpty, "an event of a refused transaction was kept")
        try await store.commit(Transaction(changes: other.changes))
    }

    @Sendable static func overruledProofs(_ open: Opening) async throws {
        let store = try open()
        var harness = CoreHarness(PlaybookFixture.text("- {id: look, action: fake.verify}\n- {id: pause, wait: 1h}"))
        harness.event()
        harness.finish("look", .success(Completion(.confirmed, evidence: "it says so")))
        harness.givenUp[harness.run().device.id] = false
        harness.restart()
        let overruled = Transaction(changes: harness.lastTurn.changes)
        try await conflict(store, overruled, "a proof of a run that is not there")
        for turn in harness.turns.dropLast() { try await store.commit(Transaction(changes: turn.turn.changes)) }
        let before = try await store.load(at: harness.now).runs.first
        try demand(before?.steps[0]?.isOverruled == false, "a proof counts until it is overruled")
        try await store.commit(overruled)
        let after = try await store.load(at: harness.now).runs.first
        try demand(after?.steps[0]?.isOverruled == true, "a proof counts that was overruled")
        try demand(after?.steps[0]?.state == before?.steps[0]?.state, "its step is another one now")
        try demand(after?.revision == before?.revision && after?.phase == before?.phase, "its run went on")
    }

    @Sendable static func duplicates(_ open: Opening) async throws {
        let store = try open()
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        var writer = try LedgerFixture.writer()
        let entries = writer.append(harness.lastTurn.records, salting: LedgerFixture.salt)
        try await store.commit(Transaction(changes: harness.lastTurn.changes, entries: entries))
        for change in harness.lastTurn.changes {
            switch change {
            case .event: try await conflict(store, Transaction(changes: [change]), "an event that is there")
            case .opened: try await conflict(store, Transaction(changes: [change]), "a run that is there")
            case .advanced: try await conflict(store, Transaction(changes: [change]), "a step that was made")
            case .fence, .overruled: break
            case .playbook, .incident, .touch, .used, .measure, .stop, .lifted, .stopSwitch:
                try await store.commit(Transaction(changes: [change]))
            }
        }
        try await conflict(store, Transaction(entries: entries), "an entry that is there")
    }

    @Sendable static func touches(_ open: Opening) async throws {
        let store = try open()
        func touch(_ device: String, _ seconds: Int, _ version: String = "v", isDrill: Bool = false) -> Touch {
            let time = Sample.start + .seconds(seconds)
            let device = Device(id: Sample.device(device), site: "paint", groups: ["pumps", "old"])
            return Touch(
                playbook: "contain",
                version: Digest(of: version.utf8),
                device: device,
                at: time,
                isDrill: isDrill
            )
        }
        let written = [
            touch("pump-1", 1), touch("pump-2", 2), touch("pump-1", 3), touch("pump-1", 4, isDrill: true),
            touch("pump-1", 5, "older").counting([Sample.start, Sample.start + .seconds(5)]),
        ]
        for touch in written { try await store.commit(Transaction(changes: [.touch(touch)])) }
        let kept = try await store.load(at: Sample.start).touches
        let expected = [written[1], written[2].following(written[0]), written[3], written[4]]
        try demand(Set(kept) == Set(expected), "kept were \(kept)")
        try demand(expected[1].first == written[0].at, "the first is known beside the last")
        try demand(kept.map(\.runs.count).max() == 2, "the runs that touched it are known")
        try demand(kept.map(\.at) == kept.map(\.at).sorted(), "the oldest comes first: \(kept)")
    }

    @Sendable static func uses(_ open: Opening) async throws {
        let store = try open()
        func use(_ action: String, _ device: String, _ seconds: Int, isDrill: Bool = false) -> ActionUse {
            let time = Sample.start + .seconds(seconds)
            return ActionUse(action: action, device: Sample.device(device), at: time, isDrill: isDrill)
        }
        let written = [
            use("a.one", "pump-1", 1), use("a.one", "pump-2", 2), use("a.two", "pump-1", 2), use("a.one", "pump-1", 3),
            use("a.one", "pump-1", 4, isDrill: true),
        ]
        for use in written { try await store.commit(Transaction(changes: [.used(use)])) }
        let kept = Set(try await store.load(at: Sample.start).uses)
        try demand(kept == Set(written.dropFirst()), "kept were \(kept)")
    }

    @Sendable static func stops(_ open: Opening) async throws {
        let store = try open()
        func stop(_ scope: StopScope, _ reason: String) -> Stop {
            Stop(scope, by: Sample.operatorOnDuty, reason: reason, since: Sample.start)
        }
        let device = StopScope.device(Sample.device("pump-1"))
        let written = [stop(.everything, "a"), stop(device, "b"), stop(.everything, "c")]
        for stop in written { try await store.commit(Transaction(changes: [.stop(stop)])) }
        try demand(Set(try await store.load(at: Sample.start).stops) == Set(written.dropFirst()), "a stop is lost")
        try await store.commit(Transaction(changes: [.lifted(device)]))
        let kept = try await store.load(at: Sample.start).stops
        try demand(kept == [written[2]], "kept were \(kept)")
        let thrown = Stop(
            .everything,
            by: Actor(name: "file:STOP", proof: "local-file"),
            reason: "",
            since: Sample.start
        )
        for found in [thrown, nil] {
            try await store.commit(Transaction(changes: [.stopSwitch(found)]))
            let state = try await store.load(at: Sample.start)
            try demand(state.stopSwitch == found, "the switch is kept as it was found: \(state)")
            try demand(state.stops == kept, "it is none of the stops of people: \(state.stops)")
        }
    }

    @Sendable static func fences(_ open: Opening) async throws {
        let store = try open()
        for (device, last) in [("pump-1", 1), ("pump-2", 1), ("pump-1", 2)] {
            try await store.commit(Transaction(changes: [.fence(Sample.device(device), last)]))
        }
        let kept = try await store.load(at: Sample.start).fences
        try demand(kept == [Sample.device("pump-1"): 2, Sample.device("pump-2"): 1], "kept were \(kept)")
    }

    @Sendable static func log(_ open: Opening) async throws {
        let store = try open()
        var writer = try LedgerFixture.writer()
        var hashes: [TreeHash] = []
        for size in 1...12 {
            let record = AuditRecord(.engineStopped, at: Sample.start + .seconds(size))
            let entries = writer.append([record, record], salting: LedgerFixture.salt)
            hashes += entries.map(\.leafHash)
            let checkpoint = StoredCheckpoint(size: UInt64(size), note: "checkpoint \(size)\n")
            try await store.commit(Transaction(entries: entries, checkpoint: checkpoint))
        }
        let state = try await store.load(at: Sample.start)
        try demand(state.log.uncovered == hashes, "the hashes are not those written, in order")
        try demand(state.lastCheckpoint == StoredCheckpoint(size: 12, note: "checkpoint 12\n"), "not the last one")
    }

    @Sendable static func longLog(_ open: Opening) async throws {
        let store = try open()
        var writer = try LedgerFixture.writer()
        var tree = MerkleTree()
        var trees = [tree]
        for batch in 1...3 {
            let records = (0..<200).map { AuditRecord(.engineStopped, at: Sample.start + .seconds(batch * 200 + $0)) }
            let entries = writer.append(records, salting: LedgerFixture.salt)
            for entry in entries {
                tree.append(entry.leafHash)
                trees.append(tree)
            }
            try await store.commit(Transaction(entries: entries))
        }
        for signed in [0, 1, 255, 256, 257, 511, 512, 513, 600, 700] {
            let log = try await store.load(at: Sample.start, signed: UInt64(signed)).log
            let known = min(signed, 600)
            try demand(log.covered == trees[known], "the tree of \(signed) entries is another")
            try demand(log.uncovered.count == 600 - known, "not what came after \(signed) entries")
        }
    }

    @Sendable static func values(_ open: Opening) async throws {
        let store = try open()
        let plain: [Value] = [
            .null, true, .int(.min), .int(.max), .uint(.max), .double(1), .double(-0.0),
            .double(.leastNonzeroMagnitude),
            .double(0.1), "", "\u{0}\u{1}\n\"\\\u{7F}\u{85}\u{2028}é🔥\u{301}", .list([]), .map([] as [(String, Value)]),
        ]
        var deep: Value = "bottom"
        for level in 0..<32 { deep = level.isMultiple(of: 2) ? .list([deep]) : .map([("next", deep)]) }
        let data = Value.map([("plain", .list(plain)), ("deep", deep), ("", "empty key"), ("é", 1), ("e\u{301}", 2)])
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event(Sample.event("e-1 ‹é›", value: .double(200_000), data: data))
        try await store.commit(Transaction(changes: harness.lastTurn.changes))
        guard let event = try await store.load(at: harness.now).runs.first?.event else {
            throw Broken(description: "the run is not there")
        }
        try demand(event == harness.run().event, "the event differs: \(event)")
        // `==` says that 1 and 1.0 are the same, and an expression asks for the type.
        try demand(event.data.description == data.description, "a value changed its type: \(event.data)")
        try demand(event.value.typeName == .double, "the event's value changed its type")
    }
}
