public import Domain
public import Ledger
public import Playbooks

/// The steps of a version of a playbook that its limits count.
public struct CountedSteps: Hashable, Sendable {
    fileprivate let playbook: String
    /// For how long they count.
    fileprivate let window: Duration
    /// By their paths: each is counted whenever it begins to act.
    fileprivate let always: Set<String>
    /// What lets the device in is not counted where the run has acted on it.
    fileprivate let sometimes: Set<String>

    public init(of playbook: Playbook) {
        self.playbook = playbook.name
        window = playbook.guards.limits.map(\.window).max() ?? .zero
        let steps = playbook.steps.filter {
            !playbook.releases.contains($0.index) && $0.call?.descriptor.touchesDevice == true
        }
        let lifting = steps.filter { $0.call?.descriptor.liftsContainment == true }.map(\.path)
        sometimes = Set(lifting)
        always = Set(steps.map(\.path)).subtracting(lifting)
    }
}

// What the limits of playbooks count. No row of it is deleted: it is written anew with each step that touches. What drills do
// is counted apart, and nothing comes of it.
extension RunReplay {
    /// - Parameters:
    ///   - touches: those that are kept.
    ///   - versions: those that this version of Cordon compiles; which steps of others are counted nobody knows.
    ///   - devices: of which it is asked; nil of all.
    /// - Returns: a sentence for each device that is not counted as the log tells.
    public func disagreements(
        with touches: [Touch],
        of versions: [Digest: CountedSteps],
        about devices: Set<AuditObject>? = nil
    ) -> [String] {
        let told = courses.values.filter { course in
            course.beginning?.isDrill == false && course.device.map { devices?.contains($0) ?? true } ?? false
        }
        let kept = touches.filter { !$0.isDrill && devices?.contains(.device($0.device)) ?? true }
        return uncounted(kept, told, versions).sorted() + invented(kept, told, versions).sorted()
    }

    // MARK: - What is not counted

    private struct Subject: Hashable {
        let playbook: String
        let device: AuditObject
    }

    /// What of a run was counted, or may have been.
    private struct Counted {
        /// In the order in which it was said.
        let begun: [Moment]
        /// Whether one of them was, whatever the run had done before.
        let isCertain: Bool
        let window: Duration

        init?(_ course: Course, _ steps: CountedSteps) {
            let certain = course.steps.filter { steps.always.contains($0.key) }.flatMap(\.value.begun)
            let others = course.steps.filter { steps.sometimes.contains($0.key) }.flatMap(\.value.begun)
            begun = (certain + others).sorted { $0.number < $1.number }
            isCertain = !certain.isEmpty
            window = steps.window
            if begun.isEmpty { return nil }
        }
    }

    private func uncounted(_ touches: [Touch], _ told: [Course], _ versions: [Digest: CountedSteps]) -> [String] {
        var counted: [Subject: [Counted]] = [:]
        for course in told {
            guard let device = course.device, let steps = course.beginning?.playbook.flatMap({ versions[$0] }),
                let own = Counted(course, steps)
            else { continue }
            counted[Subject(playbook: steps.playbook, device: device), default: []].append(own)
        }
        let kept = Dictionary(grouping: touches) { Subject(playbook: $0.playbook, device: .device($0.device)) }
        return counted.filter { subject, runs in
            guard let oldest = oldestThatCounts(runs) else { return false }
            return !(kept[subject] ?? []).contains { $0.at >= oldest }
        }
        .map { subject, _ in
            "the limits of '\(subject.playbook)' do not count what it did to \(subject.device), as the log tells it"
        }
    }

    /// Of the run that came to act last, and of what was done since, the earliest time: earlier versions counted a run once, and
    /// a clock may have been set back. nil where no limit counts that any more.
    private func oldestThatCounts(_ runs: [Counted]) -> Instant? {
        guard let last = runs.filter(\.isCertain).compactMap(\.begun.first?.number).max(),
            let oldest = runs.flatMap(\.begun).filter({ $0.number >= last }).map(\.time).min(),
            let window = runs.map(\.window).max(), oldest > latest - window
        else { return nil }
        return oldest
    }

    // MARK: - What is counted, and was not done

    private struct Version: Hashable {
        let digest: Digest
        let device: AuditObject
    }

    /// Each is written with a step that begins to act, and at its time. Rows of earlier versions do not all name theirs.
    private func invented(_ touches: [Touch], _ told: [Course], _ versions: [Digest: CountedSteps]) -> [String] {
        var times: [Version: Set<Instant>] = [:]
        for course in told {
            guard let device = course.device, let digest = course.beginning?.playbook else { continue }
            times[Version(digest: digest, device: device), default: []]
                .formUnion(course.steps.values.flatMap(\.begun).map(\.time))
        }
        return touches.filter { touch in
            guard let digest = touch.version else { return false }
            let own = times[Version(digest: digest, device: .device(touch.device))] ?? []
            let isOfPlaybook = versions[digest].map { $0.playbook == touch.playbook } ?? true
            return !isOfPlaybook || !own.contains(touch.at) || !own.contains(touch.first)
        }
        .map { "the limits of '\($0.playbook)' count \(AuditObject.device($0.device)) otherwise than the log tells" }
    }
}
