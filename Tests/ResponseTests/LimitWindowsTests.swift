import Domain
import Playbooks
import Response
import TestKit
import Testing

@Suite struct LimitWindowsTests {
    private func touch(_ device: Int, at seconds: Int, isDrill: Bool = false) -> Touch {
        let time = Sample.start + .seconds(seconds)
        return Touch(
            playbook: "contain",
            device: Device(id: Sample.device("pump-\(device)")),
            at: time,
            isDrill: isDrill
        )
    }

    private func limits(_ text: String) -> [Playbook.DeviceLimit] {
        let guards = "{limit: \(text)}"
        return PlaybookFixture.compiled(PlaybookFixture.text("- {id: act, action: fake.once}", guards: guards)).guards
            .limits
    }

    /// The model counts over everything that ever happened.
    @Test func `it objects as a count over all debits would`() {
        let limits = limits("[{devices: 2, per: 10s}, {devices: 4, per: 60s}]")
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            var windows = LimitWindows()
            var debited: [Touch] = []
            var clock = 0
            for _ in 0..<40 {
                clock += random.below(8)
                let wanted = touch(random.below(8), at: clock, isDrill: random.oneIn(5))
                let isOver = limits.contains { limit in
                    let lately = debited.filter {
                        $0.isDrill == wanted.isDrill && $0.device != wanted.device && $0.at > wanted.at - limit.window
                    }
                    return Set(lately.map(\.device)).count >= limit.devicesMax
                }
                #expect((windows.objection(to: wanted, limits: limits, fleet: nil) != nil) == isOver, "seed \(seed)")
                guard !isOver else { continue }
                windows.debit(wanted)
                debited.append(wanted)
            }
        }
    }

    /// A reading found it: a version with short windows made its playbook forget what another one still had to count. Beyond
    /// 1,024 devices alone: before that nothing is forgotten.
    @Test(arguments: [false, true]) func `what a longer window of another version counts is not forgotten`(
        _ isExpected: Bool
    ) {
        let (short, long) = (limits("{devices: 5000, per: 10s}"), limits("{devices: 1500, per: 1h}"))
        var windows = LimitWindows()
        if isExpected {
            windows.expect(long, of: "contain")
        } else {
            #expect(windows.objection(to: touch(2_000, at: 0), limits: long, fleet: nil) == nil)
        }
        for device in 0..<1_500 { windows.debit(touch(device, at: 0)) }
        #expect(windows.objection(to: touch(2_000, at: 60), limits: short, fleet: nil) == nil)
        #expect(windows.objection(to: touch(2_000, at: 120), limits: long, fleet: nil) != nil)
    }

    @Test func `it says what it counted`() {
        var windows = LimitWindows()
        windows.debit(touch(1, at: 0))
        let objection = windows.objection(to: touch(2, at: 1), limits: limits("{devices: 1, per: 10m}"), fleet: nil)
        #expect(objection?.explanation == "contain may touch 1 device in 10 min, and has touched 1")
    }
}

extension Playbook.DeviceLimit {
    fileprivate var devicesMax: Int {
        if case .devices(let count) = amount { count } else { 0 }
    }
}
