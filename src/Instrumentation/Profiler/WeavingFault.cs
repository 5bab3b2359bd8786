namespace DdRun.Instrumentation.Profiler;

/// <summary>Tells what a woven body does wrong from what the target does.</summary>
internal static class WeavingFault
{
    const string Ours = "DdRun.";

    /// <summary>An assembly that the target itself lacks is not our business: the method may never be called, or be able to be by then.</summary>
    public static bool IsOne(Exception exception) => exception switch
    {
        InvalidProgramException => true,
        BadImageFormatException image => image.FileName is null || Names(image.FileName),
        FileNotFoundException file => Names(file.FileName),
        FileLoadException file => Names(file.FileName),
        TypeLoadException type => Names(type.TypeName) || Names(type.Message),
        MissingMemberException member => Names(member.Message),
        _ => false,
    };

    static bool Names(string? text) => text?.Contains(Ours, StringComparison.Ordinal) == true;
}
