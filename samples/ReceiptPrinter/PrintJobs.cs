using System.Threading.Channels;
using DdRun;

namespace ReceiptPrinter;

/// <summary>Hands receipts from those who sell to the one who prints. What is in between is a queue in memory; the headers would cross a network as well.</summary>
public sealed class PrintJobs
{
    private readonly Channel<Receipt> _channel = Channel.CreateBounded<Receipt>(16);

    public int Depth => _channel.Reader.Count;

    public ValueTask SendAsync(Receipt receipt)
    {
        // The span around this method comes from the manifest.
        if (Tracer.CurrentSpan is { } span)
            Propagator.Inject(span, receipt.Headers);
        return _channel.Writer.WriteAsync(receipt);
    }

    public IAsyncEnumerable<Receipt> ReceiveAllAsync() => _channel.Reader.ReadAllAsync();

    public void Close() => _channel.Writer.Complete();
}
