namespace DdRun.Benchmarks.Metrics;

/// <summary>The process that counts, for <see cref="Soak"/>: what it counted is the truth.</summary>
internal static class SoakChild
{
    public const string Argument = "soak-child";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.1);

    /// <param name="urls">One client each; the runtime metrics have a client of their own at the last one.</param>
    public static int Run(string[] urls)
    {
        Statsd[] clients = [.. urls.Select(url => new Statsd(new() { Url = url, FlushInterval = s_interval }))];
        RuntimeMetrics.Enable(urls[^1], s_interval);
        using var end = new ManualResetEvent(false);
        new Thread(() =>
        {
            Console.ReadLine();
            end.Set();
        }).Start();
        long calls = 0;
        var heap = new List<long>(100_000);
        while (!end.WaitOne(1))
        {
            calls += 100;
            foreach (var client in clients)
            {
                for (var i = 0; i < 100; i++)
                    client.Increment("soak.calls", tags: ["from:soak"]);
                client.Distribution("soak.size", calls);
            }
            if (calls % 10_000 == 0)
                heap.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        var collections = GC.CollectionCount(2);
        RuntimeMetrics.Disable();
        foreach (var client in clients)
        {
            client.Dispose();
            Console.WriteLine($"{calls} {client.Telemetry!.PacketsSent} {client.Telemetry.PacketsDropped}");
        }
        Console.WriteLine(collections);
        var (first, last) = Soak.Thirds(heap);
        Console.WriteLine($"{first} {last}");
        return 0;
    }
}
