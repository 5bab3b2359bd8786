public sealed record Order(string What);

public sealed record Receipt(string Text);

public sealed class Till
{
    public TaskCompletionSource<string> Paid { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource Refused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class OrderHandler
{
    // What it returns is sent on, through a local queue.
    public static Receipt Handle(Order order, Till till)
    {
        if (order.What != "glue")
            return new Receipt("one " + order.What);
        till.Refused.TrySetResult();
        throw new InvalidOperationException("we sell no glue");
    }
}

public sealed class ReceiptHandler
{
    public static void Handle(Receipt receipt, Till till)
    {
        if (receipt.Text != "one flour")
            till.Paid.TrySetResult(receipt.Text);
    }
}
