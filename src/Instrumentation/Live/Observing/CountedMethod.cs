using DdRun.Instrumentation.Capturing;
using DdRun.Probes.Expressions;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>A method whose calls are counted where a condition holds that is known when they have ended.</summary>
internal sealed class CountedMethod(LatencyHistogram histogram) : LiveObserver
{
    private LateNode? _condition;

    public LatencyHistogram Histogram => histogram;

    public void Prepare(LiveCaptures captures) => _condition = captures.LateCondition is { } words ? LateReader.Read(words) : null;

    public override LiveCall? Begin(LiveSite site) => new Call(site, this);

    private sealed class Call(LiveSite site, CountedMethod method) : LiveCall(site)
    {
        private object? _result;
        private Type? _resultType;

        public override void Result(object? value, Type declared) => (_result, _resultType) = (value, declared);

        public override void End(long elapsed)
        {
            var context = new LateContext { Elapsed = elapsed, HasFailed = Fault is not null, Fault = Fault, Kept = Kept, Result = _result, ResultType = Fault is null ? _resultType : null };
            if (LiveObservation.Holds(method._condition, context))
                method.Histogram.Record(elapsed, Fault is not null);
        }
    }
}
