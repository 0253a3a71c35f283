public import CEL

/// What the expressions of some steps see: whose variables they read, and which steps their `steps.<id>` means.
///
/// A playbook has one; each round of a loop and each call has one more, because there the same text means other steps.
public struct Frame: Sendable {
    /// A place in ``Playbook/frames``.
    public typealias Index = Int

    /// The frame of the playbook itself.
    public static let root: Index = 0

    /// The variables, and their types.
    public let scope: Scope
    /// The step that each name of the scope means here, by the name's place; the rest is as in `outer`.
    let meant: [Int: Step.Index]
    /// The frame of what stands around it, of the same playbook.
    let outer: Index?
    public let inputs: Inputs
    /// What `item` is, within a loop.
    public let item: Item?

    public enum Inputs: Hashable, Sendable {
        /// Those of the run.
        case run
        /// Those that this step was given when it began.
        case call(Step.Index)
    }

    public struct Item: Hashable, Sendable {
        public let loop: Step.Index
        /// From 0.
        public let number: Int
    }
}

extension Playbook {
    /// The variables that an expression of a frame sees at one moment.
    public func bindings(_ facts: Facts, in frame: Frame.Index = Frame.root) -> Bindings {
        frames[frame].scope.bindings(facts) { [frames] name in
            var place: Frame.Index? = frame
            while let index = place {
                if let step = frames[index].meant[name] { return step }
                place = frames[index].outer
            }
            return nil
        }
    }
}
