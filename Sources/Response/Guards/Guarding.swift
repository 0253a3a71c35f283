import Domain
import Playbooks

/// What the guards say of a step that would touch a device.
enum GuardVerdict {
    case pass
    case skip(SkipReason)
    case hold(Hold)
}

/// What the guards look at besides the run.
struct GuardSurroundings {
    let alarms: AlarmWindows
    let fleet: FleetSnapshot?
    let stops: Stops
    /// Of what other runs have in force on the device, and are not about to take back: who.
    let owners: [MeasureSubject: RunID]
    /// Whether a run that is set aside did something to the device, or may have: nobody takes that back.
    let isAffectedAside: Bool
    /// Another run of which a command may be letting the device in just now.
    let lettingIn: RunID?
    /// The run of higher severity that waits for the device while this one has it.
    let moreUrgent: RunID?
    /// The causes for which others are held, and of which people know.
    let crowd: Set<Hold.Cause>
    /// Other devices of the site that runs act on, or have something in force on.
    let affectedPeers: Int
    /// Whether the installation has had another version of the playbook.
    let replacesVersion: Bool
    /// The first run of this version that fares badly, if one does.
    let trouble: Troubles.Trouble?

    func owner(of subject: MeasureSubject?) -> RunID? { subject.flatMap { owners[$0] } }
}

extension Advance {
    /// Asked before the first attempt of every step that touches the device, and of what ends that it was let in for a time.
    /// Protection comes first: it holds even when every other guard agrees.
    mutating func guardVerdict(for step: Step, _ call: ActionCall) -> GuardVerdict {
        let others: [Hold?] = [gateway()] + freezes() + [storm(for: call)]
        let holds = protections() + others.compactMap(\.self)
        if let hold = holds.first(where: { !run.isWaived($0, for: step) }) { return .hold(hold) }
        let isRelease = run.playbook.releases.contains(step.index)
        let isGoingOn = isRelease || run.hasTouchedDevice
        let firsts =
            isGoingOn ? [] : [outdated(), flapping(for: call), canaryObjection(), lastOfSite()].compactMap(\.self)
        if let hold = firsts.first(where: { !run.isWaived($0, for: step) }) { return .hold(hold) }
        if isFreeOfLimits(call) { return .pass }
        let guards = run.playbook.guards
        let (wanted, fleet, waivers) = (touch, surroundings.fleet, run.waivers(for: step))
        guard
            let objection = limits.objection(
                to: wanted,
                limits: guards.limits,
                fleet: fleet,
                isGoingOn: isGoingOn,
                passing: waivers
            )
        else { return .pass }
        switch (guards.over, objection.cause) {
        // To leave a measure as it is for good is a person's decision.
        case (.skip, .limit) where !isRelease: return .skip(.overLimit(objection.explanation))
        case (.skip, _), (.hold, _): return .hold(objection)
        }
    }

    /// Whether it lets in a device that the run has acted on: no limit keeps that from being undone, and it counts for none.
    func isFreeOfLimits(_ call: ActionCall) -> Bool { call.descriptor.liftsContainment && run.hasTouchedDevice }

    /// Asked before the first attempt of every step whose action has a limit, whatever it acts on.
    mutating func actionVerdict(for step: Step, _ call: ActionCall) -> GuardVerdict {
        guard let use = use(of: call), let limit = rules.actionLimits[use.action],
            let hold = limits.objection(to: use, limit), !run.isWaived(hold, for: step)
        else { return .pass }
        return .hold(hold)
    }

    /// What the action would be debited as now; nil where it has no limit.
    func use(of call: ActionCall) -> ActionUse? {
        let name = call.descriptor.name
        guard rules.actionLimits[name] != nil else { return nil }
        return ActionUse(action: name, device: run.device.id, at: now, isDrill: run.isDrill)
    }

    func canaryObjection() -> Hold? {
        guard let canary = run.playbook.guards.canary, canary.includesFirst || surroundings.replacesVersion else {
            return nil
        }
        return limits.objection(to: touch, canary, run.isDrill ? nil : surroundings.trouble)
    }

    /// What acting on the device now would be debited as.
    var touch: Touch {
        Touch(
            playbook: run.playbook.name,
            version: run.playbook.digest,
            device: run.device,
            at: now,
            isDrill: run.isDrill
        )
    }

    /// Of alarms: what a person starts is none, nor what they have sent anew. To let a device in it is never too often.
    private func isOfAlarm(_ call: ActionCall) -> Bool {
        !run.startedBy.isPerson && !call.descriptor.liftsContainment
            && !run.playbook.steps.contains { run.actsAnew(at: $0) }
    }

    private mutating func flapping(for call: ActionCall) -> Hold? {
        guard let flapping = run.playbook.guards.flapping, isOfAlarm(call) else { return nil }
        return limits.objection(to: touch, flapping)
    }

    /// What acting on the device now is debited as: with this run where it begins to, and the earlier ones that still count.
    func debit(of call: ActionCall) -> Touch {
        let touch = touch
        let earlier = limits.runs(on: touch)
        guard let flapping = run.playbook.guards.flapping else { return touch.counting(earlier) }
        let runs = earlier + (run.hasTouchedDevice || !isOfAlarm(call) ? [] : [now])
        return touch.counting(Array(runs.filter { $0 > now - flapping.window }.suffix(flapping.runs)))
    }

    private func protections() -> [Hold] {
        let device = run.device
        let holds = run.origin.protections(of: device, at: now)
        return run.deviceIsUnknown ? [unanswered("is protected", Hold.registry)] + holds : holds
    }

    private func gateway() -> Hold? {
        guard run.deviceIsUnknown else { return run.origin.gateway(of: run.device) }
        return run.origin.holdsGateways ? unanswered("is the gateway of others", Hold.Cause.gateway.rawValue) : nil
    }

    /// What stands at the site, the registry knows; what is under way and in force there, the core.
    private func lastOfSite() -> Hold? {
        guard run.playbook.guards.lastOfSite == .hold else { return nil }
        let device = run.device
        guard !run.deviceIsUnknown else {
            return unanswered("is the last of its site that works", Hold.Cause.lastOfSite.rawValue)
        }
        guard let peers = device.peers, peers <= surroundings.affectedPeers else { return nil }
        let kind = device.model.isEmpty ? "device" : "\(device.model)"
        let others = peers == 0 ? "there is no other" : "of \(peers) others, runs act on \(surroundings.affectedPeers)"
        return Hold(.lastOfSite, "device \(device.id) is the last \(kind) of site \(device.site) that works: \(others)")
    }

    /// The registry did not describe the device: not knowing is not permission.
    private func unanswered(_ question: String, _ subject: String) -> Hold {
        Hold(.undecided, of: subject, "the registry could not say whether device \(run.device.id) \(question)")
    }

    /// All of them: who lets one pass has said nothing of the others. Nil of each that is not now.
    private func freezes() -> [Hold?] {
        run.playbook.guards.freezes.map { freeze in
            freeze.sentence(at: now).map { Hold(.frozen, of: freeze.subject, $0) }
        }
    }

    /// A storm says that alarms are wrong, and nothing against letting a device back in.
    private func storm(for call: ActionCall) -> Hold? {
        guard let storm = run.playbook.guards.storm, !call.descriptor.liftsContainment else { return nil }
        let count = surroundings.alarms.count(run.playbook.name)
        guard count >= storm.devices else { return nil }
        let most = devices(of: storm)
        guard count >= most else { return nil }
        // By the number that a playbook writes, or the least that is one by itself: what a limit allows changes with the fleet.
        let start = surroundings.alarms.since(run.playbook.name, reached: storm.devices)
        return Hold(
            .storm,
            of: start.map { Hold.storm(since: $0) },
            "\(count) devices raised this alarm within \(storm.window.spoken), and \(most) are a storm: the monitor or a "
                + "firmware is wrong"
        )
    }

    private func devices(of storm: Playbook.Storm) -> Int {
        guard storm.isStandard else { return storm.devices }
        let allowed = run.playbook.guards.limits.compactMap { $0.allowed(in: surroundings.fleet) }.min() ?? 0
        return max(storm.devices, Playbook.Storm.timesLimit * allowed)
    }
}

extension Run {
    /// What a person let pass, as far as it counts for the step: to let a step tell of an end lets nothing act.
    func waivers(for step: Step) -> [Waiver] {
        steps.indices.flatMap { position -> [Waiver] in
            let waived = steps[position].waived
            guard !waived.isEmpty else { return [] }
            return !playbook.tells(playbook.steps[position]) || playbook.tells(step) ? waived : []
        }
    }

    func isWaived(_ hold: Hold, for step: Step) -> Bool { waivers(for: step).contains { $0.covers(hold) } }

    /// Whether a person let some step of the run pass guards for this cause.
    package func isWaived(_ cause: Hold.Cause, of subject: String? = nil) -> Bool {
        let hold = Hold(cause, of: subject, "")
        return steps.contains { $0.waived.contains { subject == nil ? $0.cause == cause : $0.covers(hold) } }
    }
}
