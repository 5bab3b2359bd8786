namespace DdRun.Instrumentation.Live.Rendering;

/// <param name="Levels">How deep objects are shown: 0 is their type only.</param>
/// <param name="Getters">Whether properties are read that run code of the target's.</param>
/// <param name="ShowSecrets">Whether what is called like a secret is shown.</param>
internal sealed record RenderOptions(int Levels = 1, bool Getters = false, bool ShowSecrets = false)
{
    /// <summary>The most levels that anybody gets.</summary>
    public const int MostLevels = 8;
}
