using System.Text;
using System.Text.Json;

namespace DdRun.Launcher.Variables;

/// <summary>Environment variables as a shell, an image, a service manager or a program reads them.</summary>
/// <param name="Name">What <c>--format</c> calls it.</param>
/// <param name="Comment">What begins a comment; null where there are none.</param>
/// <param name="Set">A variable that is set.</param>
/// <param name="Remove">One that is removed; null where everything begins empty.</param>
/// <param name="IsEvaluatedHere">Whether it changes the environment that it is made in, instead of making up one that begins empty.</param>
internal sealed record VariableFormat(string Name, string? Comment, Func<string, string, string> Set, Func<string, string>? Remove, bool IsEvaluatedHere)
{
    private const string Json = "json";

    public static readonly IReadOnlyList<VariableFormat> All =
    [
        new("sh", "# ", (name, value) => $"export {name}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'", name => "unset " + name, true),
        new("docker", "# ", (name, value) => $"ENV {name}=\"{Escape(value, '\\', "\\\"$")}\"", null, false),
        new("systemd", "# ", (name, value) => $"Environment=\"{name}={Escape(value, '\\', "\\\"").Replace("%", "%%", StringComparison.Ordinal)}\"", null, false),
        // A dollar sign and a parenthesis would name another variable.
        new("k8s", "# ", (name, value) => $"- name: {name}\n  value: \"{Escape(value, '\\', "\\\"").Replace("$(", "$$(", StringComparison.Ordinal)}\"", null, false),
        new("powershell", "# ", (name, value) => $"$env:{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'",
            name => $"Remove-Item Env:{name} -ErrorAction SilentlyContinue", true),
        new(Json, null, (name, value) => $"\"{JsonEncodedText.Encode(name)}\": \"{JsonEncodedText.Encode(value)}\"", null, false),
    ];

    /// <param name="changes">The variables to set, and with null as value those to remove.</param>
    /// <param name="remark">One line in front, where comments are possible.</param>
    public string Write(IEnumerable<KeyValuePair<string, string?>> changes, string remark)
    {
        var lines = new List<string>();
        foreach (var (name, value) in changes)
        {
            if ((value is null ? Remove?.Invoke(name) : Set(name, value)) is { } line)
                lines.Add(line);
        }

        if (Name == Json)
            return $"{{\n  {string.Join(",\n  ", lines)}\n}}\n";
        return $"{Comment}{remark}\n{string.Join('\n', lines)}\n";
    }

    private static string Escape(string value, char escape, string special)
    {
        var text = new StringBuilder();
        foreach (var letter in value)
        {
            if (special.Contains(letter, StringComparison.Ordinal))
                text.Append(escape);
            text.Append(letter);
        }

        return text.ToString();
    }
}
