using System.Reflection;
using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>What is shown of the objects of a type: fields and automatic properties; other properties where somebody asks for them.</summary>
internal sealed class TypeView
{
    private const int Most = 50;
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string Backing = ">k__BackingField", Parameter = ">P";

    private static readonly ConditionalWeakTable<Type, TypeView> s_plain = [], s_withGetters = [];

    private TypeView(Type type, bool getters)
    {
        var members = new List<MemberView>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType) && at != typeof(MarshalByRefObject); at = at.BaseType)
        {
            foreach (var field in at.GetFields(Declared))
            {
                if (members.Count < Most && NameOf(field.Name) is { } name && CanRead(field.FieldType) && names.Add(name))
                    members.Add(new(name, field));
            }
            if (!getters)
                continue;
            foreach (var property in at.GetProperties(Declared))
            {
                if (members.Count < Most && property.GetMethod is { } getter && property.GetIndexParameters().Length == 0 && CanRead(property.PropertyType) && names.Add(property.Name))
                    members.Add(new(property.Name, getter));
            }
        }
        Members = [.. members];
    }

    public MemberView[] Members { get; }

    public static TypeView Of(Type type, bool getters) =>
        getters ? s_withGetters.GetValue(type, static type => new(type, true)) : s_plain.GetValue(type, static type => new(type, false));

    private static bool CanRead(Type type) => !type.IsPointer && !type.IsByRef && !type.IsByRefLike && !type.IsFunctionPointer;

    // <Total>k__BackingField is Total, <total>P is a parameter of a primary constructor; what else the compiler has made nobody wrote.
    private static string? NameOf(string field)
    {
        if (field[0] != '<')
            return field;
        return field.EndsWith(Backing, StringComparison.Ordinal) ? field[1..^Backing.Length] : field.EndsWith(Parameter, StringComparison.Ordinal) ? field[1..^Parameter.Length] : null;
    }
}
