namespace DdRun.Instrumentation.Profiler;

/// <summary>What the profiler and the runtime answer; the profiler's own codes are <c>ddrun_error</c> in native/src/ddrun.h.</summary>
internal static class ProfilerError
{
    public const int NotReady = unchecked((int)0xA0040001);
    public const int WrongModule = unchecked((int)0xA0040002);
    public const int ResultCount = unchecked((int)0xA0040003);
    public const int NoImage = unchecked((int)0xA0040004);
    public const int NotCompiled = unchecked((int)0xA0040005);
    public const int OtherCopy = unchecked((int)0xA0040006);
    public const int Precompiled = unchecked((int)0xA0040007);
    public const int Compiled = unchecked((int)0xA0040008);
    public const int PlanTruncated = unchecked((int)0xA0040010);
    public const int PlanHeader = unchecked((int)0xA0040011);
    public const int PlanCount = unchecked((int)0xA0040012);
    public const int PlanItem = unchecked((int)0xA0040013);
    public const int PlanReference = unchecked((int)0xA0040014);
    public const int PlanOffset = unchecked((int)0xA0040015);
    public const int PlanMethod = unchecked((int)0xA0040016);
    public const int PlanBody = unchecked((int)0xA0040017);
    public const int PlanTrailing = unchecked((int)0xA0040018);
    public const int ModuleIsDynamic = unchecked((int)0x8013137A);
    public const int FunctionIsCollectible = unchecked((int)0x8013137E);
    public const int ModuleIsEditable = unchecked((int)0x8013138A);
    public const int InvalidProgram = unchecked((int)0x8013153A);

    public static string Describe(int result) => result switch
    {
        NotReady => "the profiler is not attached or is shutting down",
        WrongModule => "the plan was made for another build of the module",
        ResultCount => "the plan has another number of methods",
        NoImage => "the module has no image in memory",
        NotCompiled => "the runtime could not compile the new body",
        OtherCopy => "the module is not quite the copy that is woven",
        Precompiled => "the module has compiled code with it",
        Compiled => "the method was compiled before it got its new body",
        PlanTruncated => "the plan ends too early",
        PlanHeader => "the plan's header is not one of this version",
        PlanCount => "the plan counts more than it holds",
        PlanItem => "the plan has an item of an unknown kind",
        PlanReference => "the plan refers to something that cannot stand there",
        PlanOffset => "the plan has a relocation outside its bytes",
        PlanMethod => "the plan names something that is not a method",
        PlanBody => "the plan has a malformed method body",
        PlanTrailing => "the plan has bytes after its end",
        ModuleIsDynamic => "the module is emitted at run time",
        FunctionIsCollectible => "the runtime cannot change methods of collectible assemblies",
        ModuleIsEditable => "hot reload may change the module (DOTNET_MODIFIABLE_ASSEMBLIES), so a profiler may not",
        InvalidProgram => "the runtime cannot compile the new body",
        _ => $"the runtime answered 0x{result:X8}",
    };
}
