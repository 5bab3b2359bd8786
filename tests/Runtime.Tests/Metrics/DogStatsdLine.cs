namespace DdRun.Runtime.Tests.Metrics;

internal sealed record DogStatsdLine(string Name, string Text, double Value, string Type, double Rate, IReadOnlyList<string> Tags, string? Container, string Line)
{
    public string? Tag(string key) => Tags.FirstOrDefault(tag => tag.StartsWith(key + ":", StringComparison.Ordinal))?[(key.Length + 1)..];

    public override string ToString() => Line;
}
