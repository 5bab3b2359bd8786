using System.Globalization;

namespace DdRun.Instrumentation.Expressions;

/// <summary>A member by name, or an index.</summary>
internal readonly record struct PathStep(string? Member, int? Number = null, string? Key = null)
{
    public override string ToString() =>
        Member ?? (Key is not null ? $"[\"{Key}\"]" : string.Create(CultureInfo.InvariantCulture, $"[{Number}]"));
}
