namespace ReceiptPrinter;

/// <summary>Where sandwiches are sold. It has no line of tracing code.</summary>
public sealed class Till(PrintJobs jobs)
{
    private int _orders;

    public async Task SellAsync(string sandwich, decimal price) => await jobs.SendAsync(new Receipt(++_orders, sandwich, price));
}
