namespace DdRun.Instrumentation.Plans;

/// <summary>Sites that are still as they were kept.</summary>
internal interface IKeptSites
{
    int Count { get; }

    /// <summary>Whether none of them has to be made before its method is called: none has an observer.</summary>
    bool CanWait { get; }

    SitePlan Read(int index);

    SitePlan[] All();
}
