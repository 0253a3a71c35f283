import Domain
import Response

extension Invariant {
    static let fencesHold = Self(5, "no lower fence applied after a higher") { world in
        world.outrun() + world.notAbove() + world.numberedAnew()
    }
}

extension Evidence {
    /// Behind a gateway that keeps the highest number, nothing old is carried out after something newer.
    fileprivate func outrun() -> [Violation] {
        let applied = receptions.values.joined()
            .filter { $0.reception == .applied && Receivers.fenced.contains($0.intent.attempt.request.action) }
            .sorted { $0.moment < $1.moment }
        var highest: [DeviceID: Int] = [:]
        return applied.compactMap { received in
            let attempt = received.intent.attempt
            guard let fence = attempt.fence else { return nil }
            let last = highest[attempt.request.device] ?? 0
            highest[attempt.request.device] = max(last, fence)
            guard fence < last else { return nil }
            return violation(
                5,
                "\(name(received.intent.id)) is carried out, and is older than \(last)",
                at: received.moment
            )
        }
    }

    /// The attempts of a step share its number: a late one of them is as old as the first.
    fileprivate func numberedAnew() -> [Violation] {
        var fences: [StepID: Int?] = [:]
        return recorded.compactMap { record in
            guard case .intent(let attempt) = record.state else { return nil }
            let id = record.id(of: attempt.number)
            let first = fences[StepID(id), default: attempt.fence]
            fences[StepID(id)] = first
            guard attempt.fence != first else { return nil }
            return violation(5, "\(name(id)) has another number than the attempts before it", at: record.moment)
        }
    }

    /// Every command to a device is numbered above every earlier one.
    fileprivate func notAbove() -> [Violation] {
        var last: [DeviceID: (fence: Int, key: StepKey)] = [:]
        let intents = recorded.compactMap { record -> (record: Recorded, attempt: Attempt, fence: Int)? in
            guard case .intent(let attempt) = record.state, let fence = attempt.fence else { return nil }
            return (record, attempt, fence)
        }
        // What begins in one transaction begins in the order of its numbers.
        let inOrder = intents.sorted { ($0.record.moment.number, $0.fence) < ($1.record.moment.number, $1.fence) }
        return inOrder.compactMap { record, attempt, fence in
            let device = record.run.device.id
            defer { last[device] = (max(fence, last[device]?.fence ?? 0), attempt.key) }
            guard let before = last[device], attempt.number == 1, fence <= before.fence else { return nil }
            return violation(
                5,
                "\(name(record.id(of: 1))) has number \(fence), after \(before.fence)",
                at: record.moment
            )
        }
    }
}
