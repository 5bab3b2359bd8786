// A copy of the Runtime from another age, as an app may ship it: its probes are not the ones that today's weaver calls.
namespace DdRun
{
    public static class Tracer
    {
        public static Span Trace(string name) => new();
    }

    public sealed class Span : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

namespace DdRun.Probes
{
    public static class Probe
    {
        public const int Abi = 0;
    }
}
