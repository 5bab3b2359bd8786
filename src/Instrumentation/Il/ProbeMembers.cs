using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Il;

/// <summary>References to the probes, defined as they are used. The other side: src/Runtime/Probes/Probe*.cs.</summary>
internal class ProbeMembers
{
    protected const byte Default = 0x00, Generic = 0x10, Boolean = 0x02, Int32 = 0x08, String = 0x0E;
    protected static readonly byte[] s_variable = [SignatureReader.MethodVariable, 0];

    private readonly PlanItems _items;
    private readonly PlanReference _probe;
    private readonly PlanReference _runtime;
    private PlanReference? _enter, _prepare, _enterPending, _beginCaptures, _endCaptures, _begin, _exit, _exitPending, _fault, _captureFailed, _completePending, _exitTask, _compose, _usingFault, _functions;

    public ProbeMembers(PlanItems items)
        : this(items, "DdRun.Probes.Probe", "DdRun.Probes.ProbeScope")
    {
    }

    protected ProbeMembers(PlanItems items, string probe, string scope)
    {
        _items = items;
        // Any version: the target's own copy, when it ships one, was checked to fit.
        _runtime = items.AssemblyReference("DdRun.Runtime", new Version(0, 0, 0, 0), []);
        _probe = items.TypeReference(_runtime, probe);
        Scope = items.TypeReference(_runtime, scope);
    }

    protected PlanItems Items => _items;

    public PlanReference Scope { get; }

    public PlanReference Enter => _enter ??= Method("Enter", Blob(Default, 1).Append(ScopeType).Add(Int32));
    public PlanReference Prepare => _prepare ??= Method("Prepare", Blob(Default, 1).Append(ScopeType).Add(Int32));
    public PlanReference EnterPending => _enterPending ??= Method("EnterPending", Blob(Default, 1).Append(ScopeType).Add(Int32));
    public PlanReference BeginCaptures => _beginCaptures ??= Method("BeginCaptures", Blob(Default, 1).Add(Boolean).Append(ScopeArgument));
    public PlanReference EndCaptures => _endCaptures ??= Method("EndCaptures", Blob(Default, 0).Add(SignatureReader.Void));
    public PlanReference Begin => _begin ??= Method("Begin", Blob(Default, 1).Add(SignatureReader.Void).Append(ScopeArgument));
    public PlanReference Exit => _exit ??= Method("Exit", Blob(Default, 1).Add(SignatureReader.Void).Append(ScopeArgument));
    public PlanReference ExitPending => _exitPending ??= Method("ExitPending", Blob(Default, 1).Add(SignatureReader.Void).Append(ScopeArgument));
    public PlanReference Fault => _fault ??= Method("Fault", Blob(Default, 2).Add(Int32, SignatureReader.Object).Append(ScopeArgument));
    public PlanReference CaptureFailed => _captureFailed ??= Method("CaptureFailed", Blob(Default, 2).Add(Int32, SignatureReader.Object).Append(ScopeArgument));
    public PlanReference CompletePending => _completePending ??= Method("CompletePending", Blob(Default, 2).Add(SignatureReader.Void, SignatureReader.Object, Int32));
    public PlanReference ExitTask => _exitTask ??= Method("ExitTask", Blob(Default, 2).Add(SignatureReader.Void, SignatureReader.Object).Append(ScopeArgument));
    public PlanReference Compose => _compose ??= Method("Compose", Blob(Default, 2).Add(SignatureReader.Void, Int32).Append(ScopeArgument));

    /// <summary>Whether there is to be a span: <c>(condition, ref scope)</c>.</summary>
    public PlanReference Want => Method("Want", Blob(Default, 2).Add(SignatureReader.Void, Boolean).Append(ScopeArgument));

    public PlanReference IsTrue => Function("IsTrue", Blob(Default, 1).Add(Boolean, SignatureReader.Object));
    public PlanReference AreSame => Function("AreSame", Blob(Default, 2).Add(Boolean, SignatureReader.Object, SignatureReader.Object));
    public PlanReference AreEqual => TextFunction("AreEqual");
    public PlanReference Concat => Function("Concat", Blob(Default, 2).Add(String, String, String));
    public PlanReference Length => Function("Length", Blob(Default, 1).Add(Int32, String));
    public PlanReference TypeName => Function("TypeName", Blob(Default, 1).Add(String, SignatureReader.Object));
    public PlanReference ContainsItem => Function("ContainsItem", Blob(Default, 2).Add(Boolean, SignatureReader.Object, SignatureReader.Object));

    /// <summary>A question about two texts, by its name in the expression language.</summary>
    public PlanReference TextFunction(string name) => Function(char.ToUpperInvariant(name[0]) + name[1..], Blob(Default, 2).Add(Boolean, String, String));

    public PlanReference Text(PlanBlob type) =>
        _items.MethodSpecification(Function("Text", Blob(Generic, 1).Add(String).Add(s_variable)), new PlanBlob().Add(0x0A, 1).Append(type));

    public PlanReference Keep(PlanBlob type) =>
        Instance("Keep", Blob(Generic, 3).Add(SignatureReader.Void).Add(s_variable).Add(Int32).Append(ScopeArgument), type);

    /// <summary>The span lies on the stack below nothing: <c>(exception, span)</c>.</summary>
    public PlanReference UsingFault => _usingFault ??= Method("UsingFault", Blob(Default, 2).Add(Int32, SignatureReader.Object, SignatureReader.Object));

    public PlanReference ExitTaskOf(PlanBlob type) =>
        Instance("ExitTask", Blob(Generic, 2).Add(SignatureReader.Void, SignatureReader.Object).Append(ScopeArgument), type);

    public PlanReference Result(PlanBlob type) =>
        Instance("Result", Blob(Generic, 2).Add(SignatureReader.Void).Add(s_variable).Append(ScopeArgument), type);

    public PlanReference Capture(PlanBlob type) =>
        Instance("Capture", Blob(Generic, 3).Add(SignatureReader.Void).Add(s_variable).Add(Int32).Append(ScopeArgument), type);

    public PlanReference CapturePart(PlanBlob type) =>
        Instance("CapturePart", Blob(Generic, 4).Add(SignatureReader.Void).Add(s_variable).Add(Int32, Int32).Append(ScopeArgument), type);

    public PlanReference Observe(PlanBlob type) =>
        Instance("Observe", Blob(Generic, 3).Add(SignatureReader.Void).Add(s_variable).Add(Int32).Append(ScopeArgument), type);

    /// <summary>Takes a value, what goes with it and a site, and answers the copy to use instead.</summary>
    public PlanReference Lend(PlanBlob type, PlanBlob other) =>
        _items.MethodSpecification(
            Method("Lend", new PlanBlob().Add(Generic, 2, 3).Add(s_variable).Add(s_variable).Add(SignatureReader.MethodVariable, 1).Add(Int32)),
            new PlanBlob().Add(0x0A, 2).Append(type).Append(other));

    /// <summary>A probe that takes what the method returns and answers what it is to return instead.</summary>
    public PlanReference Replace(string name, MethodShape shape)
    {
        var isValueType = shape.Return is ReturnKind.ValueTask or ReturnKind.ValueTaskOfT;
        var type = new PlanBlob();
        if (shape.Argument.Length > 0)
            type.Add(SignatureReader.GenericInstance);
        type.Add(isValueType ? SignatureReader.ValueType : SignatureReader.Class).Add(shape.OpenType);
        if (shape.Argument.Length == 0)
            return Method(name, Blob(Default, 2).Append(type).Append(type).Append(ScopeArgument));
        type.Add(1).Add(s_variable);
        return Instance(name, Blob(Generic, 2).Append(type).Append(type).Append(ScopeArgument), new PlanBlob().Add(shape.Argument));
    }

    private PlanBlob ScopeType => new PlanBlob().Add(SignatureReader.ValueType).Type(Scope);

    protected PlanBlob ScopeArgument => new PlanBlob().Add(SignatureReader.ByReference, SignatureReader.ValueType).Type(Scope);

    protected static PlanBlob Blob(byte convention, byte parameters) =>
        convention == Generic ? new PlanBlob().Add(convention).Add(1).Add(parameters) : new PlanBlob().Add(convention).Add(parameters);

    private PlanReference Function(string name, PlanBlob signature) =>
        _items.MemberReference(_functions ??= _items.TypeReference(_runtime, "DdRun.Probes.Expressions.ExpressionFunctions"), name, signature);

    protected PlanReference Method(string name, PlanBlob signature) => _items.MemberReference(_probe, name, signature);

    protected PlanReference Instance(string name, PlanBlob signature, PlanBlob type) =>
        _items.MethodSpecification(Method(name, signature), new PlanBlob().Add(0x0A, 1).Append(type));
}
