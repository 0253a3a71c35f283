/// What becomes of the groups and tags that a device has, where it is recorded anew and they are not named.
enum UnnamedLabels {
    /// They stay, and what is named joins them.
    case kept
    /// They would be lost, so nothing is recorded: whoever left one out may not have meant it, and it may protect.
    case refused
    /// They are lost, and that is told.
    case dropped
}
