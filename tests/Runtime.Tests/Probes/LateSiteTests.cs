using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Probes;

/// <summary>Sites that are made when the first call of their method begins.</summary>
[Collection("the process's tracer")]
public sealed class LateSiteTests : IDisposable
{
    private const int Threads = 8, Sites = 100;

    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly TestTracer _tracer = new();

    public LateSiteTests() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    [Fact]
    public void Only_the_sites_of_calls_are_made_and_each_keeps_its_own()
    {
        var made = new List<int>();
        var first = Probe.Register(3, place =>
        {
            made.Add(place);
            return new ProbeSite { Name = "late" + place };
        });
        var other = Probe.Register([new ProbeSite { Name = "other" }]);

        Assert.Empty(made);
        foreach (var site in (int[])[first + 2, other, first, first + 2])
        {
            var scope = Probe.Enter(site);
            Probe.Exit(ref scope);
        }
        Assert.Equal([2, 0], made);
        Assert.Equal(["late2", "other", "late0", "late2"], _tracer.Writer.Spans.Select(span => span.Name));
    }

    [Fact]
    public void All_threads_have_one_and_the_same_site_while_others_are_registered()
    {
        var first = Probe.Register(Sites, place => new ProbeSite { Name = "late" + place });
        using var barrier = new Barrier(Threads);
        var seen = new ProbeSite?[Threads][];
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            barrier.SignalAndWait();
            seen[number] = new ProbeSite?[Sites];
            for (var place = 0; place < Sites; place++)
            {
                seen[number][place] = Probe.Site(first + place);
                Probe.Register([new ProbeSite { Name = "other" }]);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        for (var place = 0; place < Sites; place++)
        {
            Assert.Equal("late" + place, seen[0][place]?.Name);
            Assert.All(seen, sites => Assert.Same(seen[0][place], sites[place]));
            Assert.Same(seen[0][place], Probe.Site(first + place));
        }
    }

    [Fact]
    public void A_site_that_cannot_be_made_makes_no_spans()
    {
        var before = Probe.Failures;
        var site = Probe.Register(1, _ => throw new InvalidDataException());
        var scope = Probe.Enter(site);
        Probe.Exit(ref scope);
        var prepared = Probe.Prepare(site);

        Assert.Null(prepared.State);
        Assert.Empty(_tracer.Writer.Spans);
        Assert.Equal(before + 2, Probe.Failures);
    }
}
