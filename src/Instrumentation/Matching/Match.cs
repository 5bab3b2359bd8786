using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Matching;

/// <summary>A method, and the rules that mean it, in the order in which later ones win.</summary>
internal sealed record Match(MethodDefinitionHandle Method, List<Rule> Rules)
{
    public Rule Winner => Rules[^1];
}
