import CSimdJSON

/// Bytes to a tape: simdjson for what is right, ``JSONLocator`` for the place of what is not.
enum JSONParse {
    /// Fills a document, or with `nil` the thread's own, which the next parse on this thread reuses.
    static func tape(
        of bytes: UnsafeRawBufferPointer,
        into document: OpaquePointer?,
        _ limits: JSONLimits
    ) -> Result<JSONTape, JSONProblem> {
        var locator = JSONLocator(bytes, limits)
        guard bytes.count <= limits.bytesMax else {
            return .failure(locator.problem(.tooLarge(bytesMax: limits.bytesMax)))
        }
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else {
            return .failure(locator.problem(.empty))
        }
        var tape = cordon_json_tape()
        let parser = cordon_json_thread_parser()
        switch cordon_json_parse(parser, document, start, bytes.count, limits.depthMax, &tape) {
        case cordon_json_ok: return .success(JSONTape(tape))
        case cordon_json_out_of_memory: return .failure(.outOfMemory)
        default: return .failure(locator.firstProblem())
        }
    }
}
