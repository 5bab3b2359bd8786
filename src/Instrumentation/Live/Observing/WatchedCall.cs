using DdRun.Instrumentation.Live.Rendering;
using DdRun.Json;
using DdRun.Probes.Expressions;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>
/// A call that is shown. What it begins with is written at once, as it may be another when the call has ended; where the condition is known only then,
/// it is written then, and only if it is shown.
/// </summary>
internal sealed class WatchedCall(LiveSite site, WatchedMethod method) : LiveCall(site)
{
    [ThreadStatic]
    private static JsonWriter? t_json;

    private readonly ValueRenderer _renderer = method.Renderer();
    private object?[]? _values;
    private object? _self;
    private object? _result;
    private Type? _resultType;
    private (Array Head, int Count, Type Declared)? _items;

    public override void Items(Array head, int count, Type declared) => _items = (head, count, declared);

    public override void Argument(int index, object? value, Type declared)
    {
        // An object that is being made is shown as it has become.
        if (index == This)
            _self = method.IsConstructor ? new Waiting(value) : Keep(value, null);
        else
            Slots()[index] = Keep(value, method.Label.Names[index]);
    }

    public override void Argument(int index, Array items, int count, Type declared)
    {
        var json = Json();
        _renderer.WriteItems(json, items, count, declared, method.Label.Names[index]);
        Slots()[index] = new Written(json.ToString());
    }

    public override void Value(int index, object? value, Type declared) => Slots()[index] = Keep(value, method.Watch.ValueNames[index]);

    public override void Result(object? value, Type declared) => (_result, _resultType) = (value, declared);

    public override void End(long elapsed)
    {
        var context = new LateContext
        {
            Elapsed = elapsed,
            HasFailed = Fault is not null,
            Fault = Fault,
            Kept = Kept,
            Result = Fault is null ? _result : null,
            ResultType = Fault is null ? _resultType : null,
        };
        if (method.Condition is { } condition && (!LiveObservation.Holds(condition, context) || !method.Watch.See(isCounted: true)))
            return;
        if (!method.Watch.Count())
            return;
        try
        {
            Tell(elapsed, context);
        }
        finally
        {
            method.Watch.Told();
        }
    }

    private void Tell(long elapsed, in LateContext context)
    {
        // Not the thread's own, which values are written with.
        var json = method.Watch.Begin(new JsonWriter(), elapsed, method.Label.Text);
        LiveObservation.Thread(json);
        json.Member("durationNs", elapsed);
        if (method.Watch.ValueNames.Length > 0)
            WriteValues(json, context);
        else
            WriteCall(json);
        method.Watch.Send(json.EndObject());
    }

    private void WriteCall(JsonWriter json)
    {
        var label = method.Label;
        json.Name("args").BeginObject();
        for (var i = 0; i < label.Names.Length; i++)
            Write(json.Name(label.Names[i]), _values?[i], label.Names[i], label.Types[i]);
        json.EndObject();
        if (method.HasThis)
            Write(json.Name("this"), _self, null, label.Self);
        if (Fault is { } fault)
            LiveObservation.Exception(json, fault);
        else if (_items is var (head, count, declared))
            _renderer.WriteItems(json.Name("result"), head, count, declared, IsSecret(label.Text));
        else if (_resultType is not null)
            _renderer.Write(json.Name("result"), _result, IsSecret(label.Text));
        else if (label.Result is not ("void" or "Task" or "ValueTask"))
            ValueRenderer.WriteType(json.Name("result"), label.Result);
    }

    private void WriteValues(JsonWriter json, in LateContext context)
    {
        var names = method.Watch.ValueNames;
        json.Name("values").BeginObject();
        for (var i = 0; i < names.Length; i++)
        {
            json.Name(method.Watch.Options.Texts[i]);
            if (i < method.Values.Length && method.Values[i] is { } late)
                WriteLate(json, late, context, names[i]);
            else
                Write(json, _values?[i] ?? new Waiting(null), names[i], "");
        }
        json.EndObject();
        if (Fault is { } fault)
            LiveObservation.Exception(json, fault);
    }

    private void WriteLate(JsonWriter json, LateNode late, in LateContext context, string name)
    {
        try
        {
            _renderer.Write(json, late.Evaluate(context).ToObject(), name);
        }
        catch (Exception e)
        {
            json.BeginObject().Member("$error", e.GetType().FullName + ": " + ValueRenderer.Message(e)).EndObject();
        }
    }

    private object Keep(object? value, string? name)
    {
        if (method.Condition is not null)
            return new Waiting(value);
        var json = Json();
        _renderer.Write(json, value, name);
        return new Written(json.ToString());
    }

    private void Write(JsonWriter json, object? value, string? name, string type)
    {
        if (value is Written written)
            json.Raw(written.Json);
        else if (value is Waiting kept)
            _renderer.Write(json, kept.Value, name);
        else
            ValueRenderer.WriteType(json, type);
    }

    // The result of GetPassword is one.
    private static string? IsSecret(string method)
    {
        var open = method.IndexOf('(', StringComparison.Ordinal);
        return method[(method.LastIndexOf('.', open) + 1)..open];
    }

    private object?[] Slots() => _values ??= new object?[Math.Max(method.Label.Names.Length, method.Watch.ValueNames.Length)];

    private static JsonWriter Json() => (t_json ??= new()).Clear();

    private sealed record Written(string Json);

    private sealed record Waiting(object? Value);
}
