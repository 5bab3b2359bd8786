using DdRun;

namespace ReceiptPrinter;

/// <summary>The worker: prints what comes out of the queue, each receipt in the trace of its sale.</summary>
public sealed class Printer(PrintJobs jobs)
{
    public async Task RunAsync()
    {
        await foreach (var receipt in jobs.ReceiveAllAsync())
        {
            Statsd.Default.Gauge("receipts.waiting", jobs.Depth);
            var context = Propagator.Extract(receipt.Headers);
            using (Tracer.Activate(context))
                await TryPrintAsync(receipt);
        }
    }

    private static async Task TryPrintAsync(Receipt receipt)
    {
        try
        {
            await PrintAsync(receipt);
            Statsd.Default.Increment("receipts.printed");
        }
        catch (InvalidOperationException exception)
        {
            // The span of the method that threw is marked already.
            await Console.Error.WriteLineAsync(exception.Message);
        }
    }

    public static async Task PrintAsync(Receipt receipt)
    {
        if (receipt.Price <= 0)
            throw new InvalidOperationException($"order {receipt.Order} costs nothing: no receipt");
        foreach (var line in Layout(receipt))
        {
            // Receipt printers are slow.
            await Task.Delay(5);
            Console.WriteLine(line);
        }
    }

    private static IReadOnlyList<string> Layout(Receipt receipt) =>
        [$"order {receipt.Order,4}", $"{receipt.Sandwich,-12}{receipt.Price,8:0.00}", new string('-', 20)];
}
