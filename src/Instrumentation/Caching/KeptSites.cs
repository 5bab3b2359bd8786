using System.Buffers.Binary;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Caching;

/// <summary>Sites as <see cref="WovenModuleCodec"/> writes them: where each begins, and then one after the other.</summary>
internal sealed class KeptSites(byte[] bytes, int count, bool canWait) : IKeptSites
{
    public int Count => count;

    public bool CanWait => canWait;

    /// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
    public SitePlan Read(int index)
    {
        var at = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(index * sizeof(int)));
        if (at < 0 || at > bytes.Length)
            throw new InvalidDataException();
        var reader = new PlanReader(bytes.AsSpan(at));
        return WovenModuleCodec.ReadSite(ref reader);
    }

    public SitePlan[] All()
    {
        var sites = new SitePlan[count];
        for (var i = 0; i < sites.Length; i++)
            sites[i] = Read(i);
        return sites;
    }
}
