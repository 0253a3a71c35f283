package import Domain

extension BuiltInRegistry {
    /// Adds the device, or updates it where it is recorded: groups and tags join those that it has, or replace them.
    package func record(_ draft: DeviceDraft, replacing: Bool = false) throws(OperatorError) -> RecordedDevices {
        let problems = draft.problems
        guard problems.isEmpty else {
            throw OperatorError(
                attempted: "record the device \(draft.id)",
                reason: problems.joined(separator: "; "),
                remedy: "correct it"
            )
        }
        return try database.record([draft], unnamed: replacing ? .dropped : .kept)
    }

    /// Records every device of a list, or none: a list that has a problem changes nothing, nor does one that takes a
    /// group, a tag, a gateway or a protection away, unless it is to replace them.
    package func importDevices(
        _ bytes: [UInt8],
        as format: DeviceList.Format,
        replacing: Bool = false
    ) throws(ImportRefused) -> RecordedDevices {
        let list = try DeviceList(bytes, as: format)
        do throws(OperatorError) {
            return try database.record(list.drafts, unnamed: replacing ? .dropped : .refused)
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
