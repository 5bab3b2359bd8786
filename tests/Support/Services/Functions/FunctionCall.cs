namespace DdRun.Testing.Services.Functions;

/// <summary>A function, and what it is given.</summary>
/// <param name="Method">Its full name.</param>
/// <param name="Trigger">What its first parameter is bound to, <c>httpTrigger</c> for example.</param>
/// <param name="Parameter">That parameter.</param>
/// <param name="Data">What it is given; of a request the path.</param>
public sealed record FunctionCall(string Method, string Trigger, string Parameter, string Data)
{
    public string Name => Method[(Method.LastIndexOf('.') + 1)..];
}
