/// Whose a new file is where root makes it. For anybody else it is the same.
package enum NewFileOwner: Sendable {
    /// Whose the folder is that it lies in: what an installation keeps for itself.
    case folder
    /// Root's: what a person asked for, into a folder that may be anybody's.
    case maker
}
