import Playbooks
import Response
import TestKit

/// The kinds of action there are in a world: one of each class of receiver, and those that prove, lift, tell and listen.
enum ModelKinds {
    static let verification = FakeKinds.Verify.name
    static let release = FakeKinds.Restore.name
    static let all = FakeDrivers.kinds

    private static let descriptors = Dictionary(uniqueKeysWithValues: all.map { ($0.descriptor.name, $0.descriptor) })

    static func descriptor(of action: String) -> ActionDescriptor {
        guard let descriptor = descriptors[action] else { preconditionFailure("no such action: \(action)") }
        return descriptor
    }
}
