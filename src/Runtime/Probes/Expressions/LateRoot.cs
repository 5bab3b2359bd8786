using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DdRun.Probes.Expressions;

/// <summary>A path that begins with what a call has come to: its result, its exception, its duration, whether it failed.</summary>
internal sealed class LateRoot(string root, string[] steps) : LateNode
{
    public const string Return = "return", Exception = "exception", Duration = "duration", Error = "error";

    private readonly ConcurrentDictionary<Type, Func<object, LateValue>> _readers = new();

    public override LateValue Evaluate(in LateContext context)
    {
        switch (root)
        {
            case Duration:
                return LateValue.OfDuration(context.Elapsed);
            case Error:
                return LateValue.OfBoolean(context.HasFailed);
            case Exception:
                return Read(context.Fault, context.Fault?.GetType());
            default:
                return context.ResultType is { } type ? Read(context.Result, type) : LateValue.Missing;
        }
    }

    private LateValue Read(object? value, Type? type)
    {
        if (value is null || type is null)
            return steps.Length == 0 ? LateValue.Null : steps is ["HasValue"] && IsNullable(type) ? LateValue.OfBoolean(false) : LateValue.Missing;
        if (!_readers.TryGetValue(type, out var reader))
            reader = _readers.GetOrAdd(type, Make);
        return reader(value);
    }

    private static bool IsNullable(Type? type) => type is not null && Nullable.GetUnderlyingType(type) is not null;

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by IsDynamicCodeSupported; nothing is woven in ahead-of-time compiled programs.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Nothing is woven in trimmed programs.")]
    private Func<object, LateValue> Make(Type type) =>
        RuntimeFeature.IsDynamicCodeSupported ? LatePath.Compile(type, steps) : static _ => LateValue.Missing;
}
