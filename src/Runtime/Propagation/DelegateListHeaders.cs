namespace DdRun.Propagation;

internal sealed class DelegateListHeaders<T>(T carrier, Func<T, string, IEnumerable<string?>?> getter) : HeaderReader
{
    public override string? Get(string name) => Join(getter(carrier, name));

    /// <summary>Several headers of one name are one list (RFC 9110, 5.3).</summary>
    public static string? Join(IEnumerable<string?>? values)
    {
        string? all = null;
        if (values == null)
            return null;
        foreach (var value in values)
            if (value != null)
                all = all == null ? value : all + "," + value;
        return all;
    }
}
