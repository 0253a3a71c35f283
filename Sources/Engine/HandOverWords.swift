/// What is said of an attempt that was not handed over. The simulation looks for it in what was recorded.
package enum HandOverWords {
    /// Certainly without effect.
    package static let nothingSent = "nothing was sent"
    /// Begins the reason of an attempt that waited for a place on its connection in vain.
    package static let noPlace = "all its places were taken"
}
