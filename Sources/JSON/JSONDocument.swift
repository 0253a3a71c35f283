import CSimdJSON

/// A parsed text from which values are read one by one, without building the rest.
///
/// ```swift
/// let document = try JSONDocument.parse(bytes)
/// let device = document["data"]["device"].string
/// ```
///
/// SAFETY: the tape is written once, by the parse in `init`, and only read afterwards; it is freed with this object,
/// which every element keeps alive.
public final class JSONDocument: @unchecked Sendable {
    let tape: JSONTape
    private let handle: OpaquePointer

    /// - Throws: ``JSONProblem`` with the place of the first thing that is wrong.
    public init(parsing bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()) throws(JSONProblem) {
        guard let handle = cordon_json_document_new() else { throw .outOfMemory }
        switch JSONParse.tape(of: bytes, into: handle, limits) {
        case .success(let tape):
            self.tape = tape
            self.handle = handle
        case .failure(let problem):
            cordon_json_document_free(handle)
            throw problem
        }
    }

    /// - Throws: ``JSONProblem`` with the place of the first thing that is wrong.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONProblem) -> JSONDocument {
        let document: Result<JSONDocument, JSONProblem> = bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONProblem) in try JSONDocument(parsing: bytes, limits: limits) }
        }
        return try document.get()
    }

    deinit { cordon_json_document_free(handle) }

    public var root: JSONElement { JSONElement(self, JSONTape.root) }

    /// A member of the root object; an absent element where there is none.
    public subscript(key: String) -> JSONElement { root[key] }
}
