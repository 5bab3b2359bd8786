namespace DdRun.Metrics;

/// <summary>
/// One per process for the right to report it, however many copies of this library are loaded: copies share no statics, but they share
/// the runtime's own objects.
/// </summary>
internal static class ProcessSlot
{
    private const string Name = "DdRun.RuntimeMetrics.Owner";
    private const string ToldPrefix = "DdRun.RuntimeMetrics.Told.";

    private static readonly object s_self = new();

    public static bool TryTake()
    {
        lock (SharedLock)
        {
            var owner = AppDomain.CurrentDomain.GetData(Name);
            if (owner != null && owner != s_self)
                return false;
            AppDomain.CurrentDomain.SetData(Name, s_self);
            return true;
        }
    }

    public static void Release()
    {
        lock (SharedLock)
        {
            if (AppDomain.CurrentDomain.GetData(Name) == s_self)
                AppDomain.CurrentDomain.SetData(Name, null);
        }
    }

    /// <summary>One cell for each counter of the process, the same in all copies: how much of it has been reported. For the owner to use.</summary>
    public static double[] Told(string counter)
    {
        lock (SharedLock)
        {
            if (AppDomain.CurrentDomain.GetData(ToldPrefix + counter) is double[] told)
                return told;
            AppDomain.CurrentDomain.SetData(ToldPrefix + counter, told = new double[1]);
            return told;
        }
    }

    private static object SharedLock => AppDomain.CurrentDomain;
}
