import CEL
import Domain
import Foundation
import Intake

/// The event that a person runs a playbook with: a monitor's report from a file, or none.
struct EventFile {
    let path: String?

    func event(for device: DeviceID) throws(OperatorError) -> Event {
        let now = SystemSurroundings().now()
        guard path != nil else { return .manual(device, at: now) }
        let event = try read(arrived: now)
        guard event.device == device else {
            throw error("it is about device '\(event.device)', not '\(device)'", "name the device that it is about")
        }
        return event.asked(at: now)
    }

    /// The one event of the file.
    /// - Precondition: there is a path.
    func read(arrived now: Instant) throws(OperatorError) -> Event {
        guard let path else { preconditionFailure("there is no file to read") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw error("there is no such file, or it cannot be read", "check the path")
        }
        let reading: Reading
        do throws(EventProblem) {
            reading = try EventReader().read(Delivery(Arrival(body: [UInt8](data), contentType: nil, arrived: now)))
        } catch {
            throw self.error(error.sentence, "correct the file")
        }
        guard case .events(let events) = reading, events.count == 1, let event = events.first else {
            throw error("it does not hold exactly one event", "give one event")
        }
        return event
    }

    private func error(_ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "read the event of \(path ?? "")", reason: reason, remedy: remedy)
    }
}

extension Event {
    static let manualSource = "cordon:run"

    /// A person's word is the event.
    static func manual(_ device: DeviceID, at now: Instant) -> Event {
        let id = Digest(of: SystemSurroundings.randomBytes(32)).description
        return Event(key: Key(source: manualSource, id: id), type: "manual", time: now, device: device)
    }

    /// The same report, asked for anew: each `cordon run` is a run of its own.
    func asked(at now: Instant) -> Event {
        with(key: Key(source: key.source, id: "\(key.id)#run-\(now.nanosecondsSinceEpoch)"))
    }
}
