using System.Text;

namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>
/// The names under which resources are counted. They are remembered, so that a resource that comes again costs a look-up and allocates nothing.
/// On the writer's thread.
/// </summary>
internal sealed class ResourceObfuscator(ObfuscationRules rules)
{
    // As many as a bucket takes. Beyond any of the bounds all is forgotten: who makes statements with values in them fills them with what never comes again.
    private const int MaxRemembered = 1024, MaxRememberedChars = 512 * 1024;

    // A longer one would push out too many.
    private const int LongestRemembered = 4096;

    private readonly Dictionary<string, string> _statements = new(QuickTextComparer.Instance);
    private readonly Dictionary<string, string> _commands = new(QuickTextComparer.Instance);
    private int _rememberedChars;

    /// <param name="type">The span's type, which says what its resource is written in.</param>
    /// <param name="resource">Any text.</param>
    public string Obfuscate(string? type, string resource)
    {
        var names = type switch
        {
            "sql" or "cassandra" => _statements,
            "redis" or "valkey" => _commands,
            _ => null,
        };
        if (names is null || resource.Length == 0)
            return Cut(resource);
        if (names.TryGetValue(resource, out var name))
            return name;
        name = Cut(ReferenceEquals(names, _statements) ? SqlObfuscator.Obfuscate(resource, rules) : RedisObfuscator.Obfuscate(resource));
        if (resource.Length <= LongestRemembered)
            Remember(names, resource, name);
        return name;
    }

    private void Remember(Dictionary<string, string> names, string resource, string name)
    {
        _rememberedChars += resource.Length + name.Length;
        if (names.Count >= MaxRemembered || _rememberedChars > MaxRememberedChars)
        {
            _statements.Clear();
            _commands.Clear();
            _rememberedChars = resource.Length + name.Length;
        }
        names.Add(resource, name);
    }

    private string Cut(string resource)
    {
        // A character takes three bytes at most.
        if (resource.Length <= rules.MaxResourceBytes / 3)
            return resource;
        var kept = 0;
        var bytes = 0;
        while (kept < resource.Length)
        {
            Rune.DecodeFromUtf16(resource.AsSpan(kept), out var rune, out var characters);
            bytes += rune.Utf8SequenceLength;
            if (bytes > rules.MaxResourceBytes)
                return resource[..kept];
            kept += characters;
        }
        return resource;
    }
}
