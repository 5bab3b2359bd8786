using DdRun;

// A program with spans of its own, some of which exceptions leave.
foreach (var work in new Func<Task>[] { Blocks.Fails, Blocks.FailsLater, Blocks.Nested, Blocks.Succeeds, Blocks.Conditional, Blocks.FailsInCatch })
{
    try
    {
        await work();
    }
    catch (InvalidOperationException e)
    {
        Console.WriteLine(e);
    }
}

public static class Blocks
{
    public static Task Fails()
    {
        using var span = Tracer.Trace("fails");
        span.SetTag("a", "b");
        throw new InvalidOperationException("at once");
    }

    public static async Task FailsLater()
    {
        using var span = Tracer.Trace("fails later");
        await Task.Yield();
        await Throw();
    }

    public static Task Nested()
    {
        using var outer = Tracer.Trace("outer");
        try
        {
            using var inner = Tracer.Trace("inner");
            throw new InvalidOperationException("handled");
        }
        catch (InvalidOperationException)
        {
            outer.SetTag("handled", "yes");
        }
        return Task.CompletedTask;
    }

    public static async Task Succeeds()
    {
        using (var span = Tracer.Trace("succeeds"))
        {
            await Task.Yield();
            span.SetTag("x", 1L);
        }
    }

    public static Task Conditional()
    {
        using (Span? none = null)
        using (var some = Tracer.Trace("conditional"))
        {
            return Task.CompletedTask;
        }
    }

    public static Task FailsInCatch()
    {
        try
        {
            throw new ArgumentException("first");
        }
        catch (ArgumentException)
        {
            using var span = Tracer.Trace("in catch");
            throw new InvalidOperationException("second");
        }
    }

    private static async Task Throw()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }
}
