namespace DdRun.Instrumentation.Plans;

/// <summary>Whether the bodies of a plan are known to compile.</summary>
internal enum PlanCheck : byte
{
    Due,
    Done,

    /// <summary>Compiling them in advance could disturb the target: a reference that fails stays failed, even if the target was going to help with it.</summary>
    NotPossible,
}
