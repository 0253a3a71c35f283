package import Domain

extension BuiltInRegistry {
    /// Adds the device, or updates it where it is recorded.
    package func record(_ draft: DeviceDraft) throws(OperatorError) -> RecordedDevices {
        let problems = draft.problems
        guard problems.isEmpty else {
            throw OperatorError(
                attempted: "record the device \(draft.id)",
                reason: problems.joined(separator: "; "),
                remedy: "correct it"
            )
        }
        return try database.record([draft])
    }

    /// Records every device of a list, or none: a list that has a problem changes nothing.
    package func importDevices(_ bytes: [UInt8], as format: DeviceList.Format) throws(ImportRefused) -> RecordedDevices
    {
        let list = try DeviceList(bytes, as: format)
        do throws(OperatorError) {
            return try database.record(list.drafts)
        } catch {
            throw .registry(error)
        }
    }

    /// In the order of their ids, those after `last`: the ``Page/next`` of the page before.
    package func devices(
        _ filter: DeviceFilter = DeviceFilter(),
        after last: String? = nil,
        limit: Int = 100
    ) throws(OperatorError) -> Page<Device> {
        try database.devices(filter, after: last, limit: max(1, min(limit, RegistryLimits.pageMax)))
    }

    package func fleet() throws(OperatorError) -> FleetSnapshot { try database.fleet() }

    package func deviceCount() throws(OperatorError) -> Int { try database.deviceCount() }
}
