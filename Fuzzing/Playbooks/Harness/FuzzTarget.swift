import Domain

/// What libFuzzer calls once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func begin(_ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    // The stand-in for the library that hashes is right: FIPS 180-4 and RFC 4231 say so.
    Rule.require(Digest(of: "abc".utf8).description.hasPrefix("ba7816bf8f01cfea"), "SHA-256 of 'abc'")
    let code = Digest.authenticating("what do ya want for nothing?".utf8, with: Array("Jefe".utf8))
    Rule.require(code.description.hasPrefix("5bdcc146bf60754e"), "HMAC-SHA-256 of the second test case")
    return 0
}

/// What libFuzzer calls with every input. It says 0 to keep one that reaches something new, and -1 to forget it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let sample = Sample(UnsafeBufferPointer(start: start, count: count)) else { return -1 }
    Trial(sample).run()
    return 0
}
