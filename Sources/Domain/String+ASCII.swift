import CEL

extension String {
    /// From a blank to `~`, all of it: nothing in it steers, hides or turns anything.
    package var isPrintableASCII: Bool { ASCIIText.isPrintable(self) }
}
