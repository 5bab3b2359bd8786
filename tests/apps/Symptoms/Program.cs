using System.Diagnostics;
using DdRun;
using Symptoms;

// Does what makes spans look otherwise than expected, one way each.
switch (args)
{
    case ["queued"]:
        using (var parent = Tracer.Trace("parent"))
        using (var done = new CountdownEvent(2))
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Work("beside", null, done), null);
            ThreadPool.UnsafeQueueUserWorkItem(_ => Work("below", parent, done), null);
            done.Wait();
        }
        break;
    case ["late"]:
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task late;
        using (Tracer.Trace("request"))
            late = After(answered.Task);
        answered.SetResult();
        await late;
        break;
    case ["children", var count]:
        using (Tracer.Trace("root"))
        {
            for (var i = int.Parse(count); i > 0; i--)
                Tracer.Trace("child").Finish();
        }
        break;
    case ["traces", var count]:
        for (var i = int.Parse(count); i > 0; i--)
            Tracer.Trace("root").Finish();
        break;
    case ["request", var url]:
        await Request(url, new HttpClient());
        break;
    case ["request-in-activity", var url]:
        using (new Activity("the program's").Start())
            await Request(url, new HttpClient());
        break;
    case ["request-without-propagator", var url]:
        await Request(url, new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }));
        break;
    case ["tags"]:
        Shelf.Take(null);
        Shelf.Take(new Box("rye"));
        break;
    case ["fail-fast"]:
        Tracer.Trace("last").Finish();
        Environment.FailFast("now");
        break;
    case ["exit"]:
        Tracer.Trace("last").Finish();
        Environment.Exit(3);
        break;
    default:
        return 2;
}
return 0;

static void Work(string name, Span? parent, CountdownEvent done)
{
    using (parent is null ? default : Tracer.Activate(parent))
        Tracer.Trace(name).Finish();
    done.Signal();
}

static async Task After(Task answered)
{
    await answered;
    Tracer.Trace("work").Finish();
}

static async Task Request(string url, HttpClient client)
{
    using (client)
    using (Tracer.Trace("caller"))
        (await client.GetAsync(new Uri(url))).Dispose();
}
