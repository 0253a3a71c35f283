/// `exists_one`: every element is asked, and an error is an error.
final class ExistsOneNode: TruthNode {
    let loop: Loop
    let body: any Node
    var range: Range<Int> { loop.range }

    init(_ loop: Loop, _ body: any Node) {
        self.loop = loop
        self.body = body
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        var count = 0
        let items = try loop.items(&frame)
        for index in 0..<items.count {
            try loop.enter(index, items, &frame)
            if try body.isTrue(&frame) { count += 1 }
        }
        return count == 1
    }
}
