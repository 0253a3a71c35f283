import CEL
package import Domain
import Playbooks
import Response

/// A `*.test.yaml`, read: the tests of one playbook.
package struct Suite: Sendable {
    package let file: String
    package let cases: [TestCase]
}

/// One test: what is given, what the world answers, what happens later, and what is expected.
package struct TestCase: Sendable {
    package let name: String
    package let span: SourceSpan
    /// As it runs here: with the inputs and in the mode of the test.
    let playbook: Playbook
    let given: Given
    let script: Script
    let later: [Happening]
    let expected: Expectation
}

/// The world at the moment of the event.
struct Given: Sendable {
    var event: Event
    var lookup: DeviceLookup
    /// Nil where the registry could not say.
    var fleet: FleetSnapshot?
    var now: Instant
    var touched: [Touched] = []
    var alarms: Alarms?

    /// Other devices that the playbook has touched.
    struct Touched: Hashable, Sendable {
        let devices: Int
        let within: Duration
        let site: String
        let groups: [String]
    }

    /// Other devices that raised the same alarm.
    struct Alarms: Hashable, Sendable {
        let devices: Int
        let within: Duration
    }
}

/// Something that comes while the run is under way.
struct Happening: Sendable {
    /// Since the event.
    let after: Duration
    let what: What

    enum What: Sendable {
        case event(Event)
        case message(Facts.Message)
        /// The engine is killed, and starts again from what is stored.
        case restart
    }
}

/// What a test compares. What is nil is not compared.
struct Expectation: Sendable {
    var starts: Bool?
    var because: String?
    var steps: [ExpectedStep]?
    var effects: [ExpectedEffect]?
    var held: ExpectedHold?
    /// One after the other, where it changes.
    var outcomes: [String]?
    var elapsed: ExpectedTime?
    var runs: Int?
}

struct ExpectedStep: Hashable, Sendable {
    let path: String
    /// A state as `cordon incidents show` prints it; nil where any success will do.
    let state: String?
}

struct ExpectedEffect: Sendable {
    /// In the order of the text; `action` and `step` say which effect is meant.
    let fields: [(name: String, value: Value)]

    subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}

struct ExpectedHold: Hashable, Sendable {
    let step: String?
    let because: String?
}

struct ExpectedTime: Hashable, Sendable {
    let atLeast: Duration
    let atMost: Duration
}
