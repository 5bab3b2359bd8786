namespace SandwichShop;

public sealed class OutOfIngredientsException(string kind) : Exception($"there is nothing to make a {kind} sandwich from");
