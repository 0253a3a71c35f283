import ArgumentParser
import CommandLineTool

@main struct Cordon {
    static func main() async {
        await CordonCommand.start()
    }
}
