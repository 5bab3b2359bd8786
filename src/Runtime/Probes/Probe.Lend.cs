using DdRun.Hosting;

namespace DdRun.Probes;

public static partial class Probe
{
    /// <summary>What the library gets in place of an object of the application's.</summary>
    public static T Lend<T, TOther>(T value, TOther other, int site)
    {
        if (!ProcessTracer.Enabled || Site(site) is not { Lender: { } lender } known)
            return value;
        try
        {
            return lender.Lend(value, other) is T lent ? lent : value;
        }
        catch (Exception e)
        {
            Report(known, e);
            return value;
        }
    }
}
