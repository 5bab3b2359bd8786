using System.Diagnostics;
using DdRun.Probes;

namespace DdRun.Integrations.Tests.Activities;

/// <summary>What a user's manifest names for what it cannot say itself.</summary>
public sealed class Weight : IActivityMapping
{
    /// <summary>A load that is named is weighed under the span of that name.</summary>
    public static Span? Load { get; set; }

    public Span? Parent(Activity activity) => activity.OperationName == "weigh" ? Load : throw new InvalidOperationException("what is that?");

    public void Describe(Activity activity, Span span) =>
        span.SetTag("weight", activity.GetTagItem("kg") is int kilograms ? $"{kilograms}000 g" : throw new InvalidOperationException("how heavy is that?"));
}
