namespace DdRun.Propagation;

internal sealed class DelegateHeaders<T>(T carrier, Func<T, string, string?> getter) : HeaderReader
{
    public override string? Get(string name) => getter(carrier, name);
}
