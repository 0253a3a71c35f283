package import Domain

/// What is to be recorded of a device. A field that is `nil` stays as it is recorded, so that a list without the
/// column `protected` unprotects nobody.
package struct DeviceDraft: Hashable, Sendable {
    package let id: DeviceID
    package var site: String?
    package var model: String?
    package var groups: [String]?
    package var tags: [String]?
    package var isProtected: Bool?
    /// The id of the device that it reaches the others through; empty for none.
    package var gateway: String?

    package init(
        id: DeviceID,
        site: String? = nil,
        model: String? = nil,
        groups: [String]? = nil,
        tags: [String]? = nil,
        isProtected: Bool? = nil,
        gateway: String? = nil
    ) {
        self.id = id
        self.site = site
        self.model = model
        self.groups = groups
        self.tags = tags
        self.isProtected = isProtected
        self.gateway = gateway
    }

    /// Everything that keeps it from being recorded, in words that name the field.
    package var problems: [String] {
        var found: [String] = []
        for (field, value) in [("site", site), ("model", model)] {
            if let value, !value.isEmpty, !Self.isLabel(value) { found.append(Self.sentence(field, value)) }
        }
        for (field, values) in [("groups", groups), ("tags", tags)] {
            for value in values ?? [] where !Self.isLabel(value) { found.append(Self.sentence(field, value)) }
            if (values ?? []).count > RegistryLimits.labelsMax {
                found.append("'\(field)' holds more than \(RegistryLimits.labelsMax) names")
            }
        }
        if let gateway, !gateway.isEmpty, DeviceID(gateway) == nil || gateway == id.description {
            let reason = gateway == id.description ? "the device itself" : "not \(DeviceID.rule)"
            found.append("'gateway' holds \(gateway.debugDescription), which is \(reason)")
        }
        return found
    }

    /// The names that `;` separates. By scalars: a name may begin with a mark, which makes one `Character` of the two.
    static func labels(in text: String) -> [String] { text.unicodeScalars.split(separator: ";").map { String($0) } }

    /// Text that can stand in a table, a message and a list that `;` separates.
    private static func isLabel(_ text: String) -> Bool {
        (1...RegistryLimits.labelBytesMax).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0 != ";" && $0.isPrintable }
            && text.first != " " && text.last != " "
    }

    private static func sentence(_ field: String, _ value: String) -> String {
        "'\(field)' holds \(value.debugDescription), which is not 1 to \(RegistryLimits.labelBytesMax) bytes of "
            + "printable text without ';' and without spaces at its ends"
    }
}
