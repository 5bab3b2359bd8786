using DdRun.Sampling;

namespace DdRun.Instrumentation.Manifests;

/// <summary>What the activities of a library's sources become.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Sources">Names, which may end in <c>*</c>.</param>
/// <param name="Operations">The first that means an operation counts.</param>
/// <param name="IsOn">Whether it counts without being asked for.</param>
internal sealed record ActivitySourceRule(RuleOrigin Origin, string[] Sources, ActivityRule[] Operations, bool IsOn)
{
    public bool Means(string source)
    {
        foreach (var name in Sources)
        {
            if (Glob.MatchesName(name, source))
                return true;
        }
        return false;
    }
}
