import Playbooks

/// Lays the steps out and draws them: lists from the top to the bottom, branches side by side, each in the frame of its step.
///
/// Every size follows from the text, so nothing overlaps; widths of letters are estimated on the wide side.
struct GraphPainter {
    private typealias Rectangle = SVGCanvas.Rectangle

    private static let margin = 24
    private static let gap = 26
    private static let pad = 12
    private static let line = 16
    private static let textMax = 58
    /// Between the words of a step and the first step in it.
    private static let inset = 10

    /// Where each step stands.
    private var places: [String: SVGCanvas.Rectangle] = [:]
    private var jumps: [(from: String, to: String)] = []

    mutating func paint(_ model: GraphModel, on canvas: inout SVGCanvas) -> (width: Int, height: Int) {
        let head = Self.head(model)
        let sizes = [head, size(ofList: model.main), size(ofList: model.always)]
        let width = max(320, sizes.map(\.width).max() ?? 0)
        let start = Rectangle(
            x: Self.margin + (width - head.width) / 2,
            y: Self.margin,
            width: head.width,
            height: head.height
        )
        paintHead(model, start, on: &canvas)
        var y = start.bottom
        y = list(model.main, x: Self.margin, y: y, width: width, from: start.middle, on: &canvas)
        if !model.always.isEmpty {
            canvas.text("always, whatever became of the rest", x: Self.margin, y: y + 30, "kind")
            y = list(model.always, x: Self.margin, y: y + 20, width: width, from: nil, on: &canvas)
        }
        let lanes = paintJumps(right: Self.margin + width, on: &canvas)
        return (width + 2 * Self.margin + lanes, y + Self.margin)
    }

    // MARK: - The beginning

    private static func head(_ model: GraphModel) -> (width: Int, height: Int) {
        let lines = headLines(model)
        let widths = [model.name.count * 11] + lines.map { shortened($0).count * 7 }
        return ((widths.max() ?? 0) + 2 * pad, 34 + lines.count * line + pad / 2)
    }

    private static func headLines(_ model: GraphModel) -> [String] {
        model.trigger + model.guards + ["at most \(model.stepsMax) steps a run"]
    }

    private func paintHead(_ model: GraphModel, _ place: Rectangle, on canvas: inout SVGCanvas) {
        canvas.box(place, "start", radius: 14)
        canvas.text(model.name, x: place.x + Self.pad, y: place.y + 24, "head")
        for (number, line) in Self.headLines(model).enumerated() {
            canvas.text(Self.shortened(line), x: place.x + Self.pad, y: place.y + 42 + number * Self.line, "note")
        }
    }

    // MARK: - Sizes

    private func size(ofList nodes: [GraphNode]) -> (width: Int, height: Int) {
        let sizes = nodes.map { size(of: $0) }
        let gaps = max(0, nodes.count - 1) * Self.gap
        return (sizes.map(\.width).max() ?? 0, sizes.reduce(gaps) { $0 + $1.height })
    }

    private func size(of node: GraphNode) -> (width: Int, height: Int) {
        let own = ownSize(of: node)
        guard !node.lanes.isEmpty else { return own }
        let lanes = node.lanes.map { laneSize($0) }
        let width = lanes.reduce(0) { $0 + $1.width } + (lanes.count - 1) * Self.pad + 2 * Self.pad
        return (max(own.width, width), own.height + (lanes.map(\.height).max() ?? 0) + Self.pad)
    }

    private func laneSize(_ lane: GraphNode.Lane) -> (width: Int, height: Int) {
        let size = size(ofList: lane.nodes)
        return (
            max(size.width, Self.shortened(lane.label).count * 7),
            size.height + Self.inset + (lane.label.isEmpty ? 0 : Self.line)
        )
    }

    private func ownSize(of node: GraphNode) -> (width: Int, height: Int) {
        let lines = node.notes + node.badges.map(\.text) + (node.onFailure.isEmpty ? [] : [node.onFailure])
        let title = Self.title(node).count * 9 + node.kind.count * 7 + 12
        let widths = [title] + lines.map { Self.shortened($0).count * 7 }
        return ((widths.max() ?? 0) + 2 * Self.pad, 30 + lines.count * Self.line + (lines.isEmpty ? 0 : 4))
    }

    /// Within a loop or a call, what comes before the last `/` is said by the frame around it.
    private static func title(_ node: GraphNode) -> String {
        node.path.split(separator: "/").last.map(String.init) ?? node.path
    }

    private static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > textMax ? String(line.prefix(textMax - 1)) + "…" : line
    }

    // MARK: - Drawing

    /// Draws a list from the top to the bottom, with an arrow into its first step unless `from` is nil.
    /// - Returns: where it ends.
    private mutating func list(
        _ nodes: [GraphNode],
        x: Int,
        y: Int,
        width: Int,
        from: Int?,
        on canvas: inout SVGCanvas
    ) -> Int {
        var y = y
        var from = from
        for node in nodes {
            let size = size(of: node)
            let place = Rectangle(
                x: x + (width - size.width) / 2,
                y: y + Self.gap,
                width: size.width,
                height: size.height
            )
            if let from {
                canvas.arrow("M\(from) \(y)L\(from) \(y + 8)L\(place.middle) \(y + 8)L\(place.middle) \(place.y - 1)")
            }
            paint(node, place, on: &canvas)
            y = place.bottom
            from = place.middle
        }
        return y
    }

    private mutating func paint(_ node: GraphNode, _ place: Rectangle, on canvas: inout SVGCanvas) {
        places[node.path] = place
        if let jump = node.jump { jumps.append((node.path, jump)) }
        canvas.box(place, node.lanes.isEmpty ? "box" : "frame")
        let title = Self.title(node)
        canvas.title(title, node.kind, x: place.x + Self.pad, y: place.y + 20)
        var y = place.y + 38
        func line(_ text: String, _ style: String) {
            canvas.text(Self.shortened(text), x: place.x + Self.pad, y: y, style)
            y += Self.line
        }
        for note in node.notes { line(note, "note") }
        for badge in node.badges { line(badge.text, "badge \(badge.tone.rawValue)") }
        if !node.onFailure.isEmpty { line(node.onFailure, "note") }
        paintLanes(of: node, place, on: &canvas)
    }

    private mutating func paintLanes(of node: GraphNode, _ place: Rectangle, on canvas: inout SVGCanvas) {
        guard !node.lanes.isEmpty else { return }
        let top = place.y + ownSize(of: node).height
        let sizes = node.lanes.map { laneSize($0) }
        var x = place.x + Self.pad
        for (lane, size) in zip(node.lanes, sizes) {
            let label = lane.label.isEmpty ? 0 : Self.line
            if label > 0 { canvas.text(Self.shortened(lane.label), x: x, y: top + 10, "note") }
            _ = list(
                lane.nodes,
                x: x,
                y: top + label + Self.inset - Self.gap,
                width: size.width,
                from: nil,
                on: &canvas
            )
            x += size.width + Self.pad
        }
    }

    /// Jumps run on the right, each in a lane of its own.
    /// - Returns: the width that they take.
    private func paintJumps(right: Int, on canvas: inout SVGCanvas) -> Int {
        for (number, jump) in jumps.enumerated() {
            guard let from = places[jump.from], let to = places[jump.to] else { continue }
            let lane = right + 12 + number * 12
            let (start, end) = (from.y + 20, to.y + 14)
            canvas.arrow("M\(from.right) \(start)L\(lane) \(start)L\(lane) \(end)L\(to.right + 1) \(end)", "jump")
        }
        return jumps.isEmpty ? 0 : 12 + jumps.count * 12
    }
}
