import Domain
import Engine
import Playbooks
import Ports
import Response
import TestKit

/// Those who report to the engine. They keep what they report, and send it again until they have a receipt; at times they
/// lose the receipt, and send it once more; and at times two of them report the same.
final class Monitors: Sendable {
    private let clock: VirtualClock
    private let chronicle: Chronicle
    private let dice: Dice
    private let detours: Dice
    private let otherRule: Dice
    /// The process that answers now, if one does.
    private let life: @Sendable () -> Life?

    init(seed: UInt64, _ clock: VirtualClock, _ chronicle: Chronicle, life: @escaping @Sendable () -> Life?) {
        dice = Dice(seed: seed, .monitors)
        detours = Dice(seed: seed, .detours)
        otherRule = Dice(seed: seed, .otherRule)
        self.clock = clock
        self.chronicle = chronicle
        self.life = life
    }

    /// An alarm, and at times its end.
    func raise(_ event: Event, playbooks: [Playbook]) {
        let isStartedByPerson = dice.oneIn(8)
        let playbook = dice.pick(playbooks)
        start { monitor in
            await monitor.deliver(event, startedByPerson: isStartedByPerson ? playbook : nil)
        }
        if !isStartedByPerson { bringTwice(event) }
        guard dice.oneIn(3) else { return }
        let over = event.time + dice.milliseconds(0..<200_000)
        let state: Event.State = dice.oneIn(4) ? .invalidated : .cleared
        let end = Sample.event("\(event.key.id)-over", of: event.device.description, state: state, at: over)
        start { await $0.deliver(end, startedByPerson: nil) }
    }

    /// Another rule of the monitor alarms of the device as well, and at times that alarm ends, before the first or after it.
    func raiseByOtherRule(beside event: Event) {
        let id = "\(event.key.id)-too"
        let begin = event.time + otherRule.milliseconds(0..<50_000)
        let alarm = Sample.event(id, of: event.device.description, name: "too many", at: begin)
        bring(alarm)
        guard otherRule.oneIn(2) else { return }
        let state: Event.State = otherRule.oneIn(4) ? .invalidated : .cleared
        let over = begin + otherRule.milliseconds(0..<180_000)
        bring(Sample.event("\(id)-over", of: event.device.description, state: state, name: "too many", at: over))
    }

    private func bring(_ event: Event) {
        start { monitor in
            await monitor.clock.sleep(until: event.time)
            await monitor.untilReceived(event, nil)
        }
    }

    /// At times it comes by two ways, the second while the first is yet to be answered.
    private func bringTwice(_ event: Event) {
        guard detours.oneIn(4) else { return }
        let later = event.time + detours.milliseconds(0..<3_000)
        start { monitor in
            await monitor.clock.sleep(until: later)
            await monitor.untilReceived(event, nil)
        }
    }

    private func start(_ work: @escaping @Sendable (Monitors) async -> Void) {
        Task(executorPreference: clock.executor) { await work(self) }
    }

    private func deliver(_ event: Event, startedByPerson playbook: Playbook?) async {
        await clock.sleep(until: event.time)
        await untilReceived(event, playbook)
        guard dice.oneIn(4) else { return }
        await clock.sleep(for: dice.milliseconds(1..<90_000))
        await untilReceived(event, playbook)
    }

    private func untilReceived(_ event: Event, _ playbook: Playbook?) async {
        while true {
            if let life = life(), let receipt = await report(event, playbook, to: life) {
                return chronicle.note(.acknowledged(life: life.number, receipt))
            }
            await clock.sleep(for: dice.milliseconds(200..<3_000))
        }
    }

    private func report(_ event: Event, _ playbook: Playbook?, to life: Life) async -> EventReceipt? {
        guard let engine = life.engine else { return nil }
        do throws(IntakeRefusal) {
            guard let playbook else {
                chronicle.note(.reported(life: life.number, event))
                return try await engine.submit(event, from: Sample.monitor)
            }
            chronicle.note(.started(life: life.number, event, playbook: playbook.name))
            let start = ManualStart(playbook: playbook, event: event, by: Sample.operatorOnDuty, dryRun: false)
            return try await engine.start(start)
        } catch {
            return nil
        }
    }
}
