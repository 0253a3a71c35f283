/// The fields of an encoded entry, each with the tag that it is stored under. See `docs/audit-format.md`.
public enum EntryField: UInt8, CaseIterable, Hashable, Sendable {
    case origin = 0x01
    case sequence = 0x02
    case time = 0x03
    case node = 0x04
    case actor = 0x05
    case proof = 0x06
    case action = 0x07
    case object = 0x08
    case incident = 0x09
    case run = 0x0A
    case step = 0x0B
    case attempt = 0x0C
    case playbook = 0x0D
    case cause = 0x0E
    case outcome = 0x0F
    case detail = 0x10
    case request = 0x11
    case evidence = 0x12
    case drill = 0x13
    case privateActor = 0x14
    case privateDetail = 0x15
}
