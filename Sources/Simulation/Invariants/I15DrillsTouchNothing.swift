import Response

extension Invariant {
    static let drillsTouchNothing = Self(15, "a drill performs nothing: zero effects reach a driver") { world in
        world.handOvers.filter { $0.intent.isDrill || world.begun[$0.intent.id.run]?.isDrill == true }.map {
            world.violation(15, "\(world.name($0.intent.id)) is a drill's, and reached a driver", at: $0.moment)
        }
    }
}
