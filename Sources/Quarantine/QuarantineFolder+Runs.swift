package import Domain

// Open runs that the engine does not go on with, for whoever reads the database and takes them for running.
extension QuarantineFolder.Contents {
    /// Those in quarantine, and those that were given up.
    package var runs: [RunID: QuarantinedArrival] {
        var runs: [RunID: QuarantinedArrival] = [:]
        for arrival in arrivals where arrival.state != .passed {
            if let run = arrival.run { runs[run.run] = arrival }
        }
        return runs
    }
}

extension QuarantinedArrival {
    /// Why its run does not go on; nil where it does.
    package var standstill: String? {
        switch state {
        case .held:
            "in quarantine: it ended the engine \(Suspects.crashesMax) times; look at it with 'cordon quarantine show "
                + "\(id)', and decide with 'cordon quarantine retry' or 'drop'"
        case .awaitsStart: "in quarantine until the next start of the engine: restart it"
        case .dropped: "given up, as it ended the engine again and again (\(id)): what it did to the device stays"
        case .passed: nil
        }
    }
}
