public import Ports

extension Engine: StatusReporter {
    public func status() -> EngineStatus {
        EngineStatus(connections: performer.connections)
    }
}
