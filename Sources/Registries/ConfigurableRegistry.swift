package import Domain
package import Ports

/// A registry that a configuration can name.
///
/// To add one: a file in this target that conforms to it, and a line in ``BuiltInRegistries/all``.
package protocol ConfigurableRegistry: DeviceRegistry {
    /// What the configuration says after `kind:`. Part of the stored format.
    static var kind: String { get }
    /// One line for the reference.
    static var summary: String { get }
    static var settings: [RegistrySetting] { get }

    /// Opens it as configured. May block for some milliseconds: it happens once, as the program starts. One that is not
    /// there begins empty where `mayCreate` says so: what was there and is gone must not, as it would protect nobody.
    /// - Throws: where a setting is missing or wrong, or the registry cannot be opened.
    static func open(
        _ settings: RegistrySettings,
        _ surroundings: RegistrySurroundings,
        mayCreate: Bool
    ) throws(OperatorError) -> Self
}
