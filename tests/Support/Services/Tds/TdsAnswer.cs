namespace DdRun.Testing.Services.Tds;

/// <summary>What comes back for a statement.</summary>
public sealed record TdsAnswer
{
    private TdsAnswer()
    {
    }

    /// <summary>For a statement that changes nothing, and counts nothing.</summary>
    public static TdsAnswer Done { get; } = new();

    /// <summary>Nothing comes, until the client asks for an end.</summary>
    public static TdsAnswer Endless { get; } = new() { IsEndless = true };

    internal string? Column { get; private init; }

    /// <summary>All of them <see cref="int"/>, or all of them <see cref="string"/>.</summary>
    internal IReadOnlyList<object> Rows { get; private init; } = [];

    internal int? Affected { get; private init; }

    internal string? Error { get; private init; }

    internal int ErrorNumber { get; private init; }

    internal bool IsEndless { get; private init; }

    public static TdsAnswer Changed(int rows) => new() { Affected = rows };

    public static TdsAnswer Of(string column, params object[] rows) => new() { Column = column, Rows = rows };

    public static TdsAnswer Failed(int number, string message) => new() { ErrorNumber = number, Error = message };
}
