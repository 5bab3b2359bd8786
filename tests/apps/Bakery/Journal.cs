namespace Bakery;

/// <summary>What has been called for an order, each with how deep it is below it.</summary>
public static class Journal
{
    public static readonly List<string> Calls = [];
}
