/// Every format of events in this build, in the order in which a delivery is tried with them and the reference lists
/// them.
public enum BuiltInIntake {
    public static let all: [any EventFormat.Type] = [
        CloudEventsBatch.self,
        CloudEventsStructured.self,
        CloudEventsBinary.self,
        SNSMessages.self,
        DeviceDefenderViolations.self,
    ]
}
