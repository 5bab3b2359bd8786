using System.Text.Json;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>How the events of a command are shown.</summary>
internal abstract class LiveView
{
    /// <summary>Whether what is said around the events has to stay out of standard output.</summary>
    public virtual bool IsForPrograms => false;

    /// <summary>Whether an event is a call, so that it means something how many are shown.</summary>
    public virtual bool IsOfCalls => true;

    /// <returns>What is to be shown at once; nothing for what is kept for the end.</returns>
    public abstract string Show(JsonElement happened);

    /// <returns>What is to be shown when there will be no more.</returns>
    public virtual string End() => "";
}
