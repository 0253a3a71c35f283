internal import CEL
internal import Domain

/// `fleet`: how many devices there are, all the same through a run.
final class FleetObject: Object {
    static let type = ObjectType("fleet", fields: [("size", .int)])

    let fleet: FleetSnapshot
    var objectType: ObjectType { Self.type }

    init(fleet: FleetSnapshot) { self.fleet = fleet }

    func field(_ index: Int) -> Value? { index == 0 ? .int(Int64(fleet.size)) : Optional.none }

    /// `fleet.group("cameras").size`, `fleet.site("paint").size`. A name that no device has is a part of size 0.
    static let functions = [
        Function("group", [part { $0.groups }]),
        Function("site", [part { $0.sites }]),
    ]

    private static func part(_ counts: @escaping @Sendable (FleetSnapshot) -> [String: Int]) -> Overload {
        Overload(.member, [.object(type), .string], .object(FleetPartObject.type)) { values in
            guard case .object(let object) = values[0], let fleet = object as? FleetObject,
                case .string(let name) = values[1]
            else { return Optional.none }
            return .object(FleetPartObject(size: counts(fleet.fleet)[name] ?? 0))
        }
    }
}

/// A group or a site of the fleet.
final class FleetPartObject: Object {
    static let type = ObjectType("fleet_part", fields: [("size", .int)])

    let size: Int
    var objectType: ObjectType { Self.type }

    init(size: Int) { self.size = size }

    func field(_ index: Int) -> Value? { index == 0 ? .int(Int64(size)) : Optional.none }
}
