/// What tells a receiver that two commands are one: the same for every attempt of a step, on every node, at any time.
///
/// HMAC-SHA-256 over run, step, iteration and generation with the installation's own key, so that it cannot be guessed
/// by a device that saw another.
public enum StepKeySubject: Identified { public static var prefix: String { "key" } }
public typealias StepKey = ID<StepKeySubject>

extension StepKey {
    /// The iteration is that of a loop around the step, 0 outside of one. The generation changes only when a person
    /// chooses to send anew.
    public init(run: RunID, step: String, iteration: Int = 0, generation: Int = 0, installationKey: [UInt8]) {
        let message = Digest(ofParts: "v1", run.description, step, "\(iteration)", "\(generation)")
        self.init(Digest.authenticating(message.bytes, with: installationKey))
    }
}
