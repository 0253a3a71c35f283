/// What devices lose as they are recorded anew: the first of them, and how many more there are.
package struct DeviceLosses: Hashable, Sendable {
    package private(set) var named: [DeviceLoss] = []
    package private(set) var furtherCount = 0

    var isEmpty: Bool { named.isEmpty }

    mutating func add(_ loss: DeviceLoss) {
        if named.count < RegistryLimits.lossesNamedMax {
            named.append(loss)
        } else {
            furtherCount += 1
        }
    }

    package var lines: [String] {
        named.map(\.description) + (furtherCount > 0 ? ["and \(furtherCount) more"] : [])
    }
}
