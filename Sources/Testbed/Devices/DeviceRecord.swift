/// A device as it is put into the registry.
package struct DeviceRecord: Hashable, Sendable {
    package let id: String
    /// Empty: nobody knows where it stands, so nothing says that it is the last one there.
    package var site: String
    package var model = "flow-meter"
    package var groups = ["sensors"]
    package var tags: [String] = []
    package var isProtected = false

    package init(_ id: String, site: String = "", tags: [String] = [], isProtected: Bool = false) {
        self.id = id
        self.site = site
        self.tags = tags
        self.isProtected = isProtected
    }

    /// As `cordon devices import` reads it.
    package static func csv(_ records: [Self]) -> String {
        let lines = records.map { record in
            let fields = [
                record.id, record.site, record.model, record.groups.joined(separator: ";"),
                record.tags.joined(separator: ";"), "\(record.isProtected)",
            ]
            return fields.joined(separator: ",")
        }
        return (["id,site,model,groups,tags,protected"] + lines).joined(separator: "\n") + "\n"
    }
}
