using System.Text;
using DdRun.Instrumentation.Expressions;

namespace DdRun.Instrumentation.Manifests;

/// <summary>What a rule says, whatever stands around it: the same for rules that make the same of a method.</summary>
internal static class RuleText
{
    private const char Between = '\u001F';

    public static string Of(Rule rule)
    {
        var text = new StringBuilder();
        Add(text, rule.Target == RuleTarget.Method ? null : rule.Target.ToString());
        Add(text, rule.Exclude ? "exclude" : null);
        Add(text, rule.EndsBeforeTailCalls ? "before tail calls" : null);
        Add(text, rule.Name);
        Add(text, rule.Service);
        Add(text, rule.Resource);
        Add(text, rule.Type);
        Add(text, rule.OnlyInsideTrace ? "parent" : null);
        Add(text, rule.If);
        Add(text, rule.Error);
        Add(text, rule.Status);
        foreach (var (key, template) in rule.Tags)
        {
            Add(text, key);
            Add(text, template);
        }
        if (rule.Observe is not { } observe)
            return text.ToString();
        Add(text, observe.With);
        Add(text, observe.Lend?.ToString());
        foreach (var value in observe.Values)
            Add(text, value.ToString());
        return text.ToString();
    }

    private static void Add(StringBuilder text, Template? template) => Add(text, template?.Text);

    private static void Add(StringBuilder text, string? part) => text.Append(part).Append(Between);
}
