/// What recording a list of devices did.
package struct RecordedDevices: Hashable, Sendable {
    package let added: Int
    package let updated: Int
    package let unchanged: Int
    package let losses: DeviceLosses
}
