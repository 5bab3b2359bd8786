namespace DdRun;

/// <summary>Has <c>dd-run</c> trace the method.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, Inherited = false)]
public sealed class TraceAttribute : Attribute
{
    /// <summary>The span's name. Default: <c>trace.annotation</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The span's service. Default: the process's, whatever the parent's is.</summary>
    public string? Service { get; set; }

    /// <summary>The span's resource. Default: <c>Type.Method</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>The span's type. Default: none.</summary>
    public string? Type { get; set; }
}
