namespace DdRun.EndToEnd.Tests;

/// <summary>Manifest rules for the target apps.</summary>
internal static class Rules
{
    public static readonly string[] Chef =
    [
        Rule("Kitchen.Chef.Serve(*)", "serve"),
        Rule("Kitchen.Chef.Slice(*)", "slice"),
        Rule("Kitchen.Chef.Fill(*)", "fill"),
        Rule("Kitchen.Chef.Plate(*)", "plate"),
        Rule("Kitchen.Chef.Garnish(*)", "garnish"),
        Rule("Pantry.Shelf.Fetch(*)", "fetch"),
    ];

    public static readonly string[] Garnish = [Rule("Kitchen.Chef.Garnish(*)", "garnish")];

    public static string Rule(string method, string name) => $$"""{ "method": "{{method}}", "name": "{{name}}" }""";
}
