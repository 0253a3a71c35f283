/// What is recorded of a device that guards may go by.
struct DeviceStanding {
    let groups: [String]
    let tags: [String]
    let isProtected: Bool
    /// Empty for none.
    let gateway: String

    /// The draft, and what stands beside what it names.
    func extended(by draft: DeviceDraft) -> DeviceDraft {
        var extended = draft
        extended.groups = draft.groups.map { groups + Self.labels($0, without: groups) }
        extended.tags = draft.tags.map { tags + Self.labels($0, without: tags) }
        return extended
    }

    /// What the device loses where the draft is recorded; nil where that is nothing.
    func loss(by draft: DeviceDraft) -> DeviceLoss? {
        let loss = DeviceLoss(
            id: draft.id,
            groups: draft.groups.map { Self.labels(groups, without: $0) } ?? [],
            tags: draft.tags.map { Self.labels(tags, without: $0) } ?? [],
            isUnprotected: isProtected && draft.isProtected == false,
            // One that takes its place is told to the guards as well.
            gateway: !gateway.isEmpty && draft.gateway == "" ? gateway : nil
        )
        return loss.words.isEmpty ? nil : loss
    }

    /// Byte for byte, as they are stored: two spellings of 'é' are one text to Swift.
    private static func labels(_ labels: [String], without others: [String]) -> [String] {
        labels.filter { label in !others.contains { $0.utf8.elementsEqual(label.utf8) } }
    }
}
