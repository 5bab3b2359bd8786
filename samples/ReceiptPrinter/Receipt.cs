namespace ReceiptPrinter;

/// <summary>A message: what is to be printed, and headers for those who pass it on.</summary>
public sealed record Receipt(int Order, string Sandwich, decimal Price)
{
    public Dictionary<string, string> Headers { get; } = [];
}
