import ArgumentParser
import Domain
import Response

/// What a stop covers, as options: exactly one.
struct ScopeOptions: ParsableArguments {
    @Flag(help: "Everything.")
    var all = false
    @Option(help: "What this playbook does.")
    var playbook: String?
    @Option(help: "Every step with this action, such as device.command.")
    var action: String?
    @Option(help: "Whatever is done to devices of this group.")
    var group: String?
    @Option(help: "Whatever is done to devices with this tag.")
    var tag: String?
    @Option(help: "Whatever is done to this device.")
    var device: String?

    func validate() throws { _ = try scope() }

    func scope() throws -> StopScope {
        let scopes = [
            all ? StopScope.everything : nil, playbook.map(StopScope.playbook), action.map(StopScope.action),
            group.map(StopScope.group), tag.map(StopScope.tag), try device.map { try Self.device($0) },
        ].compactMap(\.self)
        guard scopes.count == 1 else {
            throw ValidationError("give exactly one of --all, --playbook, --action, --group, --tag and --device")
        }
        return scopes[0]
    }

    private static func device(_ name: String) throws -> StopScope {
        guard let id = DeviceID(name) else { throw ValidationError("'\(name)' is no name of a device") }
        return .device(id)
    }
}
