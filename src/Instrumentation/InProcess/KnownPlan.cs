using System.Reflection;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.InProcess;

/// <summary>What became of an assembly in this process.</summary>
/// <param name="mvid">Its module's version id.</param>
/// <param name="rules">A hash of what rules say of it.</param>
/// <param name="module">The copy that was woven first, which never goes.</param>
/// <param name="older">The next in a chain.</param>
internal sealed class KnownPlan(Guid mvid, ulong rules, Module module, KnownPlan? older)
{
    private List<Assembly>? _waiting;

    public Guid Mvid => mvid;
    public ulong Rules => rules;
    public Module Module => module;
    public KnownPlan? Older => older;

    /// <summary>The methods that are woven.</summary>
    public uint[] Tokens { get; set; } = MethodTokens.None;

    /// <summary>Other assemblies that it depends on.</summary>
    public ModuleVersion[] Dependencies { get; set; } = [];

    /// <summary>Whether the plan is still being made.</summary>
    public bool IsPending { get; set; }

    /// <summary>Leaves a copy to whoever makes the plan; false where that is done.</summary>
    public bool TryWait(Assembly copy)
    {
        lock (this)
        {
            if (!IsPending)
                return false;
            (_waiting ??= []).Add(copy);
            return true;
        }
    }

    /// <summary>The plan is carried out. Gives back the copies that wait for it.</summary>
    public List<Assembly>? Complete()
    {
        lock (this)
        {
            IsPending = false;
            return _waiting;
        }
    }
}
