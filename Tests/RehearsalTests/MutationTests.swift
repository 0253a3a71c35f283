import Actions
import Rehearsal
import TestKit
import Testing

/// Whatever stands in a file of tests, it is refused or run, and nothing breaks.
@Suite struct MutationTests {
    private static let bench = Bench(
        """
        playbook: contain
        mode: enforce
        on: {event: violation, if: event.value > 3, cleared: release, max_age: 5m}
        guard: {limit: [{devices: 5, per: 10m}, {share: 10%, of: group, per: 1h}], storm: {devices: 9, per: 5m}}
        steps:
          - {id: cut, action: session.disconnect, with: {connection: broker}, expires: 24h, on_failure: {go_to: each}}
          - {id: back, wait: {event: connected, within: 5m}, on_failure: continue}
          - id: each
            for_each: event.data
            at_most: 3
            while: item != "x"
            steps: [{id: note, set: {b: "${{ item }}"}}]
          - {id: ask, approval: {from: leads, people: 2, within: 1h, otherwise: skip}}
        always:
          - {id: tell, action: webhook.send, with: {connection: soc, text: "${{ device.id }}"}}
        """
    )
    private static let tests = """
        tests:
          - name: one
            given:
              event: {value: 5, data: [a, b], age: 1m, severity: high, state: in-alarm}
              device: {id: cam-7, site: paint, groups: [cameras, old], tags: [t], protected: false}
              fleet: {size: 10, sites: {paint: 4}, groups: {cameras: 40, old: 2}}
              now: 2026-01-05T12:00:00Z
              mode: enforce
              touched: [{devices: 4, within: 5m, site: paint, groups: [cameras]}]
              alarms: {devices: 3, within: 2m}
            outcomes:
              session.disconnect: unreachable 2 times then ok after 3s
              soc: down for 2m
              tell: [503, {output: {status: 200}, after: 1s}]
              person: {ask: [approves after 5m, rejects after 6m, no answer]}
            later:
              - {after: 1m, event: {type: connected, data: {a: 1}}}
              - {after: 2m, restart: true}
              - {after: 3m, message: {topic: a/b, payload: {state: safe}}}
              - {after: 4m, event: {state: cleared}}
            expect:
              steps: [cut: ok, back, each: ok, "each[1]/note", ask: skipped, tell, cut/release: ok]
              effects: [{action: session.disconnect, attempts: 3}, {step: tell, text: "…cam…", data: {a: [1]}}]
              held: {step: cut, because: limit}
              outcome: ["acted, not verified", released]
              elapsed: {at_least: 1s, at_most: 2h}
              runs: 1
        """

    @Test(arguments: 0..<8) func `no change of a test breaks anything`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var accepted = 0
        for _ in 0..<60 {
            do throws(SuiteRejected) {
                let suite = try Self.bench.suite(Self.changed(&random))
                let report = Rehearsal.run(suite, of: Self.bench.subject, actions: BuiltInActions.kinds)
                #expect(report.coverage.percent <= 100)
                accepted += 1
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(accepted > 0)
    }

    /// A word or two replaced by one from elsewhere, or left out.
    private static func changed(_ random: inout SeededRandom) -> String {
        let ends: Set<Character> = [" ", ",", ":", "{", "}", "[", "]", "\n", "\""]
        var words: [String] = [""]
        for character in tests {
            if ends.contains(character) {
                words += [String(character), ""]
            } else {
                words[words.count - 1].append(character)
            }
        }
        let full = words.indices.filter { words[$0].count > 1 || words[$0].first.map { !ends.contains($0) } ?? false }
        for _ in 0...random.below(2) {
            let place = full[random.below(full.count)]
            words[place] = random.oneIn(4) ? "" : words[full[random.below(full.count)]]
        }
        return words.joined()
    }
}
