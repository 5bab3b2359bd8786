using DdRun.Configuration.Declarations;

namespace DdRun.Configuration;

internal sealed partial class Settings
{
    public string? SamplingRules { get; private set; }
    public string? SpanSamplingRules => SpanRulesFile.Read(_source);
    public double? SampleRate { get; private set; }
    public double RateLimit { get; private set; }
    public string? IgnoreResources { get; private set; }

    private void ReadSampling(SettingsSource source)
    {
        SamplingRules = source.Text(SamplingVariables.Rules);
        SampleRate = ReadSampleRate(source);
        RateLimit = source.Number(SamplingVariables.RateLimit, double.NegativeInfinity);
        IgnoreResources = source.Text(SamplingVariables.IgnoreResources);
    }

    private static double? ReadSampleRate(SettingsSource source)
    {
        var text = source.Text(SamplingVariables.SampleRate);
        if (text == null)
            return null;
        if (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1)
            return rate;
        source.Report(SamplingVariables.SampleRate.Name, text, "not a number from 0 to 1", "no global rate");
        return null;
    }
}
