using DdRun.Hosting;
using DdRun.Probes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Probes;

[Collection("the process's tracer")]
public sealed class IteratorTests : IDisposable
{
    private readonly TracerCore _before = ProcessTracer.Current;
    private readonly TestTracer _tracer = new();

    public IteratorTests() => ProcessTracer.Current = _tracer.Core;

    public void Dispose() => ProcessTracer.Current = _before;

    private int Spans => _tracer.Writer.Spans.Count;

    [Fact]
    public void An_iterator_that_is_its_own_enumerator_stays_it()
    {
        var numbers = Wrap(Numbers());
        using var first = numbers.GetEnumerator();
        using var second = numbers.GetEnumerator();
        Assert.Same(numbers, first);
        Assert.NotSame(numbers, second);
        Assert.IsAssignableFrom<IEnumerable<int>>(second);
        Assert.True(((IEnumerator<int>)numbers).MoveNext());
        Assert.Equal(1, first.Current);
    }

    [Fact]
    public void Each_iteration_of_one_iterator_has_a_span()
    {
        var numbers = Wrap(Numbers());
        for (var round = 1; round <= 3; round++)
        {
            Assert.Equal([1, 2], numbers);
            Assert.Equal(round, Spans);
        }
    }

    [Fact]
    public void An_enumerable_that_is_no_enumerator_does_not_become_one()
    {
        var list = Wrap(new List<int> { 1, 2 });
        Assert.False(list is IEnumerator<int>);
        Assert.Equal([1, 2], list);
        Assert.Equal(1, Spans);
    }

    [Fact]
    public async Task An_asynchronous_iterator_that_is_its_own_enumerator_stays_it()
    {
        var numbers = Wrap(NumbersAsync());
        await using var first = numbers.GetAsyncEnumerator();
        await using var second = numbers.GetAsyncEnumerator();
        Assert.Same(numbers, first);
        Assert.NotSame(numbers, second);
        Assert.IsAssignableFrom<IAsyncEnumerable<int>>(second);
        Assert.True(await ((IAsyncEnumerator<int>)numbers).MoveNextAsync());
        Assert.Equal(1, first.Current);
    }

    [Fact]
    public async Task Each_iteration_of_one_asynchronous_iterator_has_a_span()
    {
        var numbers = Wrap(NumbersAsync());
        for (var round = 1; round <= 3; round++)
        {
            var all = new List<int>();
            await foreach (var number in numbers)
                all.Add(number);
            Assert.Equal([1, 2], all);
            Assert.Equal(round, Spans);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_of_a_disposal_has_the_stack_trace_that_it_has_without_a_span(bool atOnce)
    {
        Assert.Equal(await TraceOf(FailingAtEnd(atOnce)), await TraceOf(Wrap(FailingAtEnd(atOnce))));
        Assert.Equal("System.FormatException", Assert.Single(_tracer.Writer.Spans).GetTag("error.type"));
    }

    [Fact]
    public void Everything_an_iterator_is_asked_runs_inside_its_span()
    {
        var inner = new Watching();
        using (var watching = Wrap((IEnumerator<int>)inner))
        {
            Assert.Equal(0, watching.Current);
            Assert.True(watching.MoveNext());
            Assert.Equal(1, watching.Current);
            Assert.Equal(1, ((System.Collections.IEnumerator)watching).Current);
            watching.Reset();
            Assert.Null(Tracer.CurrentSpan);
        }
        var span = Assert.Single(_tracer.Writer.Spans);
        Assert.Equal(("Current", null), inner.Calls[0]);
        Assert.Equal(["MoveNext", "Current", "Current", "Reset", "Dispose"], inner.Calls.Skip(1).Select(call => call.Name));
        Assert.All(inner.Calls.Skip(1), call => Assert.Same(span, call.Active));
    }

    [Fact]
    public void A_flow_that_changes_between_steps_keeps_its_changes()
    {
        var local = new AsyncLocal<int>();
        var seen = new List<int>();
        IEnumerable<int> Steps()
        {
            for (var i = 1; i <= 3; i++)
            {
                seen.Add(local.Value);
                if (i == 2)
                    local.Value = 20;
                yield return i;
            }
        }

        local.Value = 1;
        foreach (var step in Wrap(Steps()))
        {
            seen.Add(local.Value);
            Assert.Null(Tracer.CurrentSpan);
            if (step == 1)
                local.Value = 10;
        }
        Assert.Equal([1, 1, 10, 20, 20, 20], seen);
    }

    private sealed class Watching : IEnumerator<int>
    {
        private int _steps;

        public List<(string Name, Span? Active)> Calls { get; } = [];

        public int Current => Note("Current", _steps);
        object System.Collections.IEnumerator.Current => Current;

        public bool MoveNext() => Note("MoveNext", ++_steps) == 1;

        public void Reset() => Note("Reset", 0);

        public void Dispose() => Note("Dispose", 0);

        private int Note(string name, int answer)
        {
            Calls.Add((name, Tracer.CurrentSpan));
            return answer;
        }
    }

    private static async Task<string> TraceOf(IAsyncEnumerable<int> numbers)
    {
        try
        {
            await foreach (var number in numbers)
                return $"no exception, but {number}";
            return "nothing";
        }
        catch (FormatException e)
        {
            return e.ToString();
        }
    }

    private static async IAsyncEnumerable<int> FailingAtEnd(bool atOnce)
    {
        try
        {
            yield return 1;
        }
        finally
        {
            if (!atOnce)
                await Task.Yield();
            Throw();
        }
    }

    private static void Throw() => throw new FormatException("no number");

    private static IEnumerable<int> Numbers()
    {
        yield return 1;
        yield return 2;
    }

    private static async IAsyncEnumerable<int> NumbersAsync()
    {
        await Task.Yield();
        yield return 1;
        yield return 2;
    }

    private static IEnumerable<int> Wrap(IEnumerable<int> iterator)
    {
        var scope = Prepare();
        return Probe.WrapEnumerableOf(iterator, ref scope);
    }

    private static IEnumerator<int> Wrap(IEnumerator<int> iterator)
    {
        var scope = Prepare();
        return Probe.WrapEnumeratorOf(iterator, ref scope);
    }

    private static IAsyncEnumerable<int> Wrap(IAsyncEnumerable<int> iterator)
    {
        var scope = Prepare();
        return Probe.WrapAsyncEnumerable(iterator, ref scope);
    }

    private static ProbeScope Prepare() => Probe.Prepare(Probe.Register([new ProbeSite { Name = "iterate" }]));
}
