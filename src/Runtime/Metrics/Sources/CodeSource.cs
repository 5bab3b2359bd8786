using System.Runtime;
using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.Sources;

/// <summary>What the runtime has compiled and loaded.</summary>
internal sealed class CodeSource : IMetricSource
{
    private readonly byte[] _assemblies = MetricText.Bytes("runtime.dotnet.assemblies.count");
    private readonly Total _methods = Total.OfProcess("runtime.dotnet.jit.methods");
    private readonly Total _time = Total.OfProcess("runtime.dotnet.jit.time");
    private readonly Total _il = Total.OfProcess("runtime.dotnet.jit.il_bytes");

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        _methods.Value = JitInfo.GetCompiledMethodCount();
        _time.Value = Milliseconds.Of(JitInfo.GetCompilationTime());
        _il.Value = JitInfo.GetCompiledILBytes();
        sink.Count(_methods);
        sink.Count(_time);
        sink.Count(_il);
        sink.Gauge(_assemblies, AppDomain.CurrentDomain.GetAssemblies().Length);
    }
}
