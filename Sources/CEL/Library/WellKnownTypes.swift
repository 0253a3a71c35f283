/// placeholder
enum WellKnownTypes { static let messages: [MessageType] = [] }
