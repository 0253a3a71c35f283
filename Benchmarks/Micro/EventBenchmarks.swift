import Benchmark
import Domain
import Intake
import Playbooks
import RawSimdJSON
import Response

func registerEventBenchmarks() {
    Benchmark("json-simdjson") { benchmark in
        let bytes = Sample.bytes
        let padded = bytes + [UInt8](repeating: 0, count: raw_simdjson_padding())
        precondition(raw_simdjson_parse(padded, bytes.count), "the sample is JSON")
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(raw_simdjson_parse(padded, bytes.count)) }
    }

    Benchmark("event-read") { benchmark in
        let reader = EventReader()
        for _ in benchmark.scaledIterations { blackHole(read(Sample.delivery, reader)) }
    }

    answering("event-1-playbook", Sample.onePlaybook)
    answering("event-1000-metrics", Sample.playbooksOfDifferentMetrics)
    answering("event-1000-thresholds", Sample.playbooksOfDifferentThresholds)
}

/// From the bytes to everything that the core decides: an event that no playbook answers is a change and an audit
/// record.
private func answering(_ name: String, _ playbooks: @escaping () -> [Playbook]) {
    var core: ResponseCore?
    Benchmark(name) { benchmark in
        guard var core else { return }
        let reader = EventReader()
        let device = DeviceLookup.found(Device(id: read(Sample.delivery, reader).device, site: "hall-2"))
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            let event = read(Sample.delivery, reader)
            var turn = Turn()
            core.handle(.event(event, device: device, from: Sample.source), at: Sample.arrived, in: &turn)
            blackHole(turn)
        }
        benchmark.stopMeasurement()
        precondition(core.openRunsCount == 0, "no playbook answers the sample")
    } setup: {
        core = Sample.core(playbooks())
    }
}

private func read(_ delivery: Delivery, _ reader: EventReader) -> Event {
    do {
        guard case .events(let events) = try reader.read(delivery) else { fatalError("the sample is no notice") }
        return events[0]
    } catch {
        fatalError("the sample is refused: \(error)")
    }
}
