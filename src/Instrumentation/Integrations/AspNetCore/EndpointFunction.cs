using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>The method behind an endpoint, as a pattern names it: the delegate of a minimal API, the action of a controller.</summary>
internal static class EndpointFunction
{
    /// <returns>Null where it is not known, or nobody has asked for it.</returns>
    public static string? Of(Endpoint endpoint)
    {
        if (!FunctionName.IsAsked)
            return null;
        var method = endpoint.Metadata.GetMetadata<MethodInfo>() ?? Action(endpoint);
        return method?.DeclaringType is { IsGenericType: false, FullName: { } type } ? $"{type}.{method.Name}" : null;
    }

    // By itself: MVC's assembly is there only where somebody uses it.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static MethodInfo? Action(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo;
}
