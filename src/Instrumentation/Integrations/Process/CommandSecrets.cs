namespace DdRun.Instrumentation.Integrations.Process;

/// <summary>Leaves out of command lines what their options call a secret.</summary>
internal static class CommandSecrets
{
    private static readonly string[] s_names = ["password", "passwd", "pwd", "secret", "token", "api_key", "api-key", "apikey", "access_key", "access-key", "credential"];

    /// <summary>The words of a command: a value after an option, and one that stands behind <c>=</c> or <c>:</c>.</summary>
    public static List<string> Hide(List<string> words)
    {
        var hidden = new List<string>(words.Count);
        var isValue = false;
        foreach (var word in words)
        {
            if (isValue && !word.StartsWith('-'))
            {
                hidden.Add("?");
                isValue = false;
                continue;
            }
            var end = word.IndexOfAny(['=', ':']);
            var isSecret = hidden.Count > 0 && IsSecret(end < 0 ? word : word[..end]);
            isValue = isSecret && end < 0 && word.StartsWith('-');
            hidden.Add(isSecret && end >= 0 ? word[..(end + 1)] + "?" : word);
        }
        return hidden;
    }

    public static string Hide(string command) => string.Join(' ', Hide([.. command.Split(' ')]));

    private static bool IsSecret(string name) => Array.Exists(s_names, secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase));
}
