public import Playbooks

/// A playbook as a picture: one SVG by itself, for light and dark pages.
public struct SVGGraph: Sendable {
    private let playbook: Playbook

    public init(_ playbook: Playbook) { self.playbook = playbook }

    public var text: String {
        let model = GraphModel(playbook)
        var canvas = SVGCanvas()
        var painter = GraphPainter()
        let size = painter.paint(model, on: &canvas)
        let summary = model.summary.isEmpty ? "The steps of the playbook \(model.name)." : model.summary
        return canvas.document(width: size.width, height: size.height, title: model.name, summary: summary)
    }
}
