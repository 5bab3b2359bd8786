namespace DdRun;

/// <summary>Outcome of a service check.</summary>
public enum ServiceStatus
{
    /// <summary>All is well.</summary>
    Ok = 0,

    /// <summary>It works, but.</summary>
    Warning = 1,

    /// <summary>It does not work.</summary>
    Critical = 2,

    /// <summary>Nobody knows.</summary>
    Unknown = 3,
}
