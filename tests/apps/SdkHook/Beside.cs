using OpenTelemetry;
using OpenTelemetry.Trace;

internal static class Beside
{
    /// <summary>Whoever runs the program knows by the file that the SDK was there.</summary>
    public static void Start(string file)
    {
        var sdk = Sdk.CreateTracerProviderBuilder().AddSource("*").SetSampler(new AlwaysOnSampler()).Build();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.AppendAllText(file, sdk.GetType().Name);
    }
}
