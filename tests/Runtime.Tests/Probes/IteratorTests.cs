using DdRun.Probes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Probes;

[Collection("the process's tracer")]
public sealed class IteratorTests : IDisposable
{
    private readonly TracerCore _before = TracerCore.Current;
    private readonly TestTracer _tracer = new();

    public IteratorTests() => TracerCore.Current = _tracer.Core;

    public void Dispose() => TracerCore.Current = _before;

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

    private static IAsyncEnumerable<int> Wrap(IAsyncEnumerable<int> iterator)
    {
        var scope = Prepare();
        return Probe.WrapAsyncEnumerable(iterator, ref scope);
    }

    private static ProbeScope Prepare() => Probe.Prepare(Probe.Register([new ProbeSite { Name = "iterate" }]));
}
