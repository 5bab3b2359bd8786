using System.Reflection.Metadata;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Shows each call with its values.</summary>
internal sealed class Watch : LiveObservation
{
    public Watch(int id, ObserveOptions options, Outbox outbox)
        : base(id, options, new LiveRequest
        {
            If = options.If,
            Expressions = options.Expressions,
            ReadsArguments = options.Expressions.Length == 0,
            // Also where an expression, or the condition, is about it.
            ReadsResult = options.Expressions.Length == 0 || options.Expressions.Any(static one => one.IsLate) || options.If?.IsLate == true,
        }, outbox)
    {
        // By what is looked at last: the value of `user.Password` is a secret.
        ValueNames = Array.ConvertAll(options.Texts, static text => text[(text.LastIndexOf('.') + 1)..]);
    }

    public string[] ValueNames { get; }

    public override LiveSite Open(ModuleSource module, MethodDefinitionHandle method)
    {
        var label = MethodLabel.Of(module.Metadata, method);
        return new LiveSite { Method = label.Text, Observer = new WatchedMethod(this, label, (module.Metadata.GetMethodDefinition(method).Attributes & System.Reflection.MethodAttributes.Static) == 0) };
    }

    protected override void Prepare(Observed method) => ((WatchedMethod)method.Edit.Site.Observer!).Prepare(method.Edit.Captures!);
}
