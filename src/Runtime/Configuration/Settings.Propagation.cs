using System.Diagnostics.CodeAnalysis;
using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public PropagationStyle[] PropagationExtract { get; private set; }
    public PropagationStyle[] PropagationInject { get; private set; }
    public bool ExtractFirst { get; private set; }
    public ExtractBehavior ExtractBehavior { get; private set; }
    public bool HttpBaggageEnabled { get; private set; }
    public string[] BaggageTagKeys => field ??= Words(RawOrDefault(PropagationVariables.BaggageTagKeys));
    public int TagsHeaderMaxLength { get; private set; }
    public bool TraceId128 { get; private set; }
    public bool TraceId128Logging { get; private set; }

    [MemberNotNull(nameof(PropagationExtract), nameof(PropagationInject))]
    private void ReadPropagation(SettingsSource source)
    {
        PropagationExtract = PropagationStyles.Parse(source, PropagationVariables.ExtractStyles);
        PropagationInject = PropagationStyles.Parse(source, PropagationVariables.InjectStyles);
        ExtractFirst = source.Flag(PropagationVariables.ExtractFirst);
        ExtractBehavior = PropagationStyles.ParseBehavior(source);
        HttpBaggageEnabled = source.Flag(PropagationVariables.HttpBaggage);
        TagsHeaderMaxLength = source.Integer(PropagationVariables.TagsMaxLength, 0, 512);
        TraceId128 = source.Flag(PropagationVariables.TraceId128);
        TraceId128Logging = source.Flag(PropagationVariables.TraceId128Logging);
    }
}
