namespace DdRun.Instrumentation.Plans;

/// <summary>Why a method is left as it is.</summary>
/// <param name="Code">Stable, for tests and searches.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record Refusal(string Code, string Reason)
{
    public static readonly Refusal NoBody = new("no-body", "The method is abstract or declared in an interface: there is no body to weave. Use \"implements\" or \"overrides\".");
    public static readonly Refusal NotIl = new("not-il", "The method is implemented by the runtime or by native code.");
    public static readonly Refusal TailCall = new("tail-call", "The method makes explicit tail calls, and could run out of stack without: \"endBeforeTailCalls\": true in the rule has the span end before them, and F# makes none with <Tailcalls>false</Tailcalls>.");
    public static readonly Refusal Jump = new("jump", "The method leaves through a `jmp` instruction, which is not allowed inside a protected region.");
    public static readonly Refusal VarArgs = new("varargs", "The method takes a variable argument list (`__arglist`).");
    public static readonly Refusal NoBaseCall = new("constructor-without-base-call", "The constructor never calls its base constructor.");
    public static readonly Refusal ManyBaseCalls = new("constructor-base-call-in-branches", "The constructor calls its base constructor in more than one place, or in a protected region.");
    public static readonly Refusal BranchOverBaseCall = new("constructor-branch-over-base-call", "The constructor branches from before its base-constructor call to after it, or back.");
    public static readonly Refusal StackAtBaseCall = new("constructor-stack-at-base-call", "The evaluation stack is not empty after the base-constructor call.");
    public static readonly Refusal RuntimeAsync = new("runtime-async", "The method's async state is kept by the runtime, not by a state machine.");
    public static readonly Refusal CoreLibrary = new("core-library", "The method belongs to the core library, which the probes themselves run on.");
    public static readonly Refusal Own = new("own-code", "The method belongs to dd-run.");
    public static readonly Refusal Collectible = new("collectible", "The assembly was loaded into a collectible AssemblyLoadContext, whose code the runtime cannot replace.");
    public static readonly Refusal Dynamic = new("dynamic", "The assembly was made at run time and has no image.");
    public static readonly Refusal EditAndContinue = new("edit-and-continue", "The module is built for Edit and Continue, where the runtime does not replace code.");
    public static readonly Refusal NoStateMachine = new("no-state-machine", "The compiler-made state machine of the async method was not found, or has another shape than those of known compilers.");
    public static readonly Refusal DoesNotCompile = new("does-not-compile", "The runtime cannot compile the method, woven or not: it may be meant for another platform.");
    public static readonly Refusal Condition = new("condition", "The rule's \"if\" cannot be evaluated in this method.");
    public static readonly Refusal Unreadable = new("unreadable-body", "The method's body could not be read.");

    /// <summary>Why none of an assembly's methods are woven, whatever rules say. The probes run on the core library: a probe in it would call itself.</summary>
    public static Refusal? OfAssembly(string name) => name switch
    {
        "System.Private.CoreLib" => CoreLibrary,
        "DdRun.Runtime" or "DdRun.Instrumentation" or "DdRun.Loader" or "DdRun.StartupHook" => Own,
        _ => name.StartsWith("DdRun.Libraries.", StringComparison.Ordinal) ? Own : null,
    };
}
