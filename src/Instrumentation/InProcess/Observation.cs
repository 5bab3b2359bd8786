using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Weaving;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.InProcess;

/// <summary>Somebody looks at the calls of some methods, for a time.</summary>
internal abstract class Observation(LiveRequest request)
{
    /// <summary>What is wanted of a method whose site is being opened.</summary>
    public virtual LiveRequest Request => request;

    /// <summary>Which methods, also in assemblies that are still to come; null where they are chosen one by one.</summary>
    public MethodChoice? Choice { get; protected init; }

    /// <summary>The methods so far.</summary>
    public List<Observed> Methods { get; } = [];

    /// <summary>Makes what the calls of a method are told to.</summary>
    public abstract LiveSite Open(ModuleSource module, MethodDefinitionHandle method);

    /// <summary>A method is woven; its site is to be opened when somebody listens.</summary>
    public abstract void Ready(Observed method);

    /// <summary>How many methods are woven for it.</summary>
    public int Woven => Methods.Count(static method => method.IsWoven);

    /// <summary>A method of an assembly.</summary>
    internal sealed record Observed(Assembly Assembly, uint Token, string Name, LiveEdit Edit)
    {
        public bool IsWoven { get; set; }
    }
}
