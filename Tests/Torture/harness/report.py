"""The table at the end, and the exit status."""
import statistics


def spread(seconds):
    """Median, 99th percentile and the largest, in milliseconds."""
    if not seconds:
        return "none measured"
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    median = statistics.median(ordered)
    return f"median {median * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms, max {ordered[-1] * 1e3:.0f} ms, of {len(ordered)}"


def table(title, figures):
    width = max(map(len, figures), default=0)
    print(f"\n{title}")
    for name, value in figures.items():
        print(f"  {name:<{width}}  {value}")


def conclude(findings, context):
    """0 where nothing was found; else the findings, with what is needed to look for them again."""
    if not findings:
        print("\nno violation")
        return 0
    print(f"\n{len(findings)} violations ({context})")
    for finding in findings[:50]:
        print(f"  ✗ {finding}")
    if len(findings) > 50:
        print(f"  … and {len(findings) - 50} more")
    return 1
