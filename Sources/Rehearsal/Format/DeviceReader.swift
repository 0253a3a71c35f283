package import Domain
import Playbooks

/// Reads what the registry says of a device, as a test writes it.
package enum DeviceReader {
    /// From a file that holds nothing else; about the device `id`, unless it names another.
    package static func read(
        bytes: [UInt8],
        file: String,
        standing id: DeviceID
    ) throws(SuiteRejected) -> Device {
        let document: YAMLDocument
        do throws(YAMLRejected) {
            document = try YAMLReader().read(bytes: bytes, file: file)
        } catch {
            throw SuiteRejected(findings: error.findings)
        }
        var findings = Findings(document.source)
        let device = document.root.map { Self.device($0, standing: id, &findings) } ?? Device(id: id)
        guard let device, !findings.hasErrors else { throw SuiteRejected(findings: findings) }
        return device
    }

    static func device(_ node: YAMLNode, standing id: DeviceID, _ findings: inout Findings) -> Device? {
        guard let fields = SuiteForm.device.fields(node, &findings) else { return nil }
        guard let id = fields["id"].map({ deviceID($0, &findings) }) ?? id else { return nil }
        guard fields.flag("registered", &findings) != false else {
            for key in ["site", "model", "groups", "tags", "protected", "children", "peers"] where fields[key] != nil {
                let message = "a device that is not registered has no '\(key)'"
                findings.report(RehearsalProblem.contradiction, message, at: fields[key] ?? node)
            }
            return .unregistered(id)
        }
        return Device(
            id: id,
            site: fields.text("site", &findings) ?? "",
            model: fields.text("model", &findings) ?? "",
            groups: fields.texts("groups", &findings),
            tags: fields.texts("tags", &findings),
            isProtected: fields.flag("protected", &findings) ?? false,
            children: fields.number("children", in: 0...PlaybookLimits.limitDevicesMax, &findings) ?? 0,
            peers: fields.number("peers", in: 0...PlaybookLimits.limitDevicesMax, &findings)
        )
    }

    private static func deviceID(_ node: YAMLNode, _ findings: inout Findings) -> DeviceID? {
        if let text = node.scalar?.text, let id = DeviceID(text) { return id }
        findings.report(YAMLProblem.badValue, "a device is named with \(DeviceID.rule)", at: node)
        return nil
    }
}

extension YAMLFields {
    func texts(_ key: String, _ findings: inout Findings) -> [String] {
        (list(key, &findings) ?? []).compactMap { node in
            if let scalar = node.scalar, !node.isNull { return scalar.text }
            findings.report(YAMLProblem.wrongType, "'\(key)' is a list of texts, but this is \(node.kind)", at: node)
            return nil
        }
    }
}
