package import Domain

/// What a device had that guards may go by, and has no longer once it is recorded anew.
package struct DeviceLoss: Hashable, Sendable, CustomStringConvertible {
    package let id: DeviceID
    package let groups: [String]
    package let tags: [String]
    package let isUnprotected: Bool
    /// The device that it reached the others through, where none is named in its place.
    package let gateway: String?

    /// Such as `no longer tagged: life-safety; no longer protected`.
    package var words: String {
        var words: [String] = []
        if !tags.isEmpty { words.append("no longer tagged: \(tags.joined(separator: ", "))") }
        if !groups.isEmpty { words.append("no longer in the groups: \(groups.joined(separator: ", "))") }
        if isUnprotected { words.append("no longer protected") }
        if let gateway { words.append("no longer behind the gateway: \(gateway)") }
        return words.joined(separator: "; ")
    }

    package var description: String { "\(id): \(words)" }
}
