/// What libFuzzer calls with every input. It says 0 to keep one that reaches something new, and -1 to forget it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let sample = Sample(UnsafeBufferPointer(start: start, count: count)) else { return -1 }
    Trial(sample).run()
    return 0
}
