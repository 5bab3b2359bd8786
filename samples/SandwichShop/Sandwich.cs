namespace SandwichShop;

public sealed record Sandwich(string Kind, IReadOnlyList<string> Layers);
