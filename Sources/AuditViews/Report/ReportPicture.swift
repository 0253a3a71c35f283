import Domain
import Ledger

/// The timeline as SVG, drawn into the page.
struct ReportPicture {
    /// Of more steps than this, the first ones are drawn; the table has all.
    private static let lanesMax = 60
    private static let width = 960
    private static let left = 230
    private static let right = 930
    private static let laneHeight = 28
    private static let top = 34

    private let lanes: [ReportLanes.Lane]
    private let scale: ReportScale
    let leftOutCount: Int

    init(_ report: IncidentReport) {
        let all = ReportLanes(report.entries).lanes
        lanes = Array(all.prefix(Self.lanesMax))
        leftOutCount = all.count - lanes.count
        scale = ReportScale(report.entries.map(\.record.time), from: Self.left, to: Self.right)
    }

    /// The shapes that occur, in the order of their kind.
    var shapes: [ReportLanes.Shape] {
        let used = Set(lanes.flatMap { $0.spans.map(\.shape) })
        return ReportLanes.Shape.allCases.filter(used.contains)
    }

    func draw(into page: inout Markup) {
        let height = Self.top + lanes.count * Self.laneHeight + 10
        let title = "Timeline of the incident: a lane for each step. The table below says the same in words."
        page.element(
            "svg",
            ["viewBox": "0 0 \(Self.width) \(height)", "role": "img", "aria-label": title, "class": "timeline"]
        ) { svg in
            drawAxis(height, into: &svg)
            for (row, lane) in lanes.enumerated() { draw(lane, row: row, into: &svg) }
        }
    }

    private func drawAxis(_ height: Int, into svg: inout Markup) {
        for tick in scale.ticks {
            svg.open(
                "line",
                [
                    "class": "tick", "x1": "\(tick.x)", "x2": "\(tick.x)", "y1": "\(Self.top - 8)",
                    "y2": "\(height - 6)",
                ]
            )
            svg.literal("</line>")
            let anchor = tick.isAtEnd ? "end" : "start"
            svg.element(
                "text",
                ["class": "label", "x": "\(tick.x)", "y": "16", "text-anchor": anchor],
                text: tick.label
            )
        }
    }

    private func draw(_ lane: ReportLanes.Lane, row: Int, into svg: inout Markup) {
        let middle = Self.top + row * Self.laneHeight + Self.laneHeight / 2
        if row.isMultiple(of: 2) {
            let y = "\(middle - Self.laneHeight / 2)"
            svg.element(
                "rect",
                ["class": "stripe", "x": "0", "y": y, "width": "\(Self.width)", "height": "\(Self.laneHeight)"]
            ) { _ in }
        }
        let name = lane.name.visible
        let label = name.count > 28 ? "\(name.prefix(27))…" : name
        svg.element("text", ["class": "label", "x": "8", "y": "\(middle + 5)"], text: label)
        // Waits lie under attempts, and marks above them.
        for shape in [.wait] + ReportLanes.Shape.allCases.filter({ $0 != .wait }) {
            for span in lane.spans where span.shape == shape { draw(span, middle, into: &svg) }
        }
    }

    private func draw(_ span: ReportLanes.Span, _ middle: Int, into svg: inout Markup) {
        let (from, to) = (scale.x(span.from), scale.x(span.to))
        svg.element("g", ["class": "span \(span.shape.rawValue)"]) { group in
            group.element("title", text: span.title)
            switch span.shape {
            case .decision, .event:
                group.element(
                    "text",
                    ["class": "sign", "x": "\(from)", "y": "\(middle + 5)", "text-anchor": "middle"],
                    text: span.shape.sign
                )
            case .wait: bar(from, to, middle, height: 8, span.shape, into: &group)
            case .confirmed, .handedOver, .rehearsed, .failed, .unknown:
                bar(from, to, middle, height: 14, span.shape, into: &group)
                group.element(
                    "text",
                    ["class": "sign", "x": "\(max(to, from + 4) + 3)", "y": "\(middle + 5)"],
                    text: span.shape.sign
                )
            }
        }
    }

    private func bar(
        _ from: Int,
        _ to: Int,
        _ middle: Int,
        height: Int,
        _ shape: ReportLanes.Shape,
        into svg: inout Markup
    ) {
        svg.element(
            "rect",
            [
                "x": "\(from)", "y": "\(middle - height / 2)", "width": "\(max(4, to - from))", "height": "\(height)",
                "rx": "2",
            ]
        ) { _ in }
    }
}
