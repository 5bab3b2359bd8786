using System.Reflection;

namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>One member that is shown.</summary>
internal sealed class MemberView
{
    private readonly FieldInfo? _field;
    private readonly MethodInfo? _getter;

    public MemberView(string name, FieldInfo field) => (Name, _field) = (name, field);

    public MemberView(string name, MethodInfo getter) => (Name, _getter) = (name, getter);

    public string Name { get; }

    public object? Read(object of) => _field is not null ? _field.GetValue(of) : _getter!.Invoke(of, BindingFlags.DoNotWrapExceptions, null, null, null);
}
