using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using DdRun.Json;

namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>
/// Writes values of the target as JSON, on the target's threads: so many levels deep, ten items of a collection, 200 characters of a text, and no code of
/// the target's unless its getters are asked for.
/// </summary>
internal sealed class ValueRenderer(RenderOptions options)
{
    public const int MostItems = 10, MostCharacters = 200;

    private const int MostNodes = 1000;

    private readonly object?[] _parents = new object?[RenderOptions.MostLevels + 1];
    private int _nodes;

    /// <param name="json">Takes the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="name">What it is called, which may be a reason not to show it.</param>
    public void Write(JsonWriter json, object? value, string? name)
    {
        _nodes = 0;
        Write(json, value, name, 0);
    }

    /// <summary>Items that were taken from a span.</summary>
    public void WriteItems(JsonWriter json, Array items, int count, Type declared, string? name)
    {
        _nodes = 0;
        if (!options.ShowSecrets && SecretNames.Contain(name))
        {
            json.Value(SecretNames.Instead);
            return;
        }
        if (items is char[] text)
        {
            json.Value(Cut(new string(text, 0, Math.Min(text.Length, count))));
            return;
        }
        Begin(json, declared);
        json.Member("$count", count);
        json.Name("$items").BeginList();
        for (var i = 0; i < Math.Min(items.Length, MostItems); i++)
            Write(json, items.GetValue(i), null, 1);
        json.EndList().EndObject();
    }

    /// <summary>What has no value to show.</summary>
    public static void WriteType(JsonWriter json, string type) => json.BeginObject().Member("$type", type).EndObject();

    public static string Cut(string text)
    {
        if (text.Length <= MostCharacters)
            return text;
        var length = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return text[..length] + "…";
    }

    private void Write(JsonWriter json, object? value, string? name, int level)
    {
        if (!options.ShowSecrets && SecretNames.Hide(name, value))
        {
            json.Value(SecretNames.Instead);
            return;
        }
        if (WriteScalar(json, value))
            return;
        var type = value!.GetType();
        if (level >= options.Levels || ++_nodes > MostNodes || json.IsLongEnough())
        {
            WriteType(json, TypeNames.Of(type));
            return;
        }
        if (IsAbove(value, level))
        {
            json.BeginObject().Member("$type", TypeNames.Of(type)).Name("$cycle").Value(true).EndObject();
            return;
        }
        _parents[level] = value;
        if (value is Array array)
            WriteArray(json, array, level);
        else if (value is IEnumerable items && IsCollection(type, out var count))
            WriteCollection(json, items, count, level);
        else if (value is Task task)
            json.BeginObject().Member("$type", TypeNames.Of(type)).Member("Status", task.Status.ToString()).EndObject();
        else
            WriteMembers(json, value, type, level);
        _parents[level] = null;
    }

    private bool IsAbove(object value, int level)
    {
        for (var i = 0; i < level; i++)
        {
            if (ReferenceEquals(_parents[i], value))
                return true;
        }
        return false;
    }

    private static bool WriteScalar(JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.Value((string?)null);
                return true;
            case string text:
                json.Value(Cut(text));
                return true;
            case bool flag:
                json.Value(flag);
                return true;
            case char letter:
                json.Value(letter.ToString());
                return true;
            case Enum named:
                json.Value(named.ToString());
                return true;
            case double number:
                Real(json, number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case float number:
                Real(json, number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal:
                json.Raw(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return true;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                json.Value(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                return true;
            case TimeSpan or Guid or Half or Int128 or UInt128 or nint or nuint or System.Numerics.BigInteger:
                json.Value(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return true;
            case Uri or Version or CultureInfo:
                json.Value(Cut(value.ToString()!));
                return true;
            case StringBuilder text:
                json.Value(Cut(text.ToString(0, Math.Min(text.Length, MostCharacters + 1))));
                return true;
            case Type type:
                json.Value(TypeNames.Of(type));
                return true;
            case Exception exception:
                json.BeginObject().Member("$type", TypeNames.Of(exception.GetType())).Member("Message", Message(exception)).EndObject();
                return true;
            case Delegate or MemberInfo or Assembly or Module or Thread or CancellationToken or Pointer or DBNull or Missing:
                WriteType(json, TypeNames.Of(value.GetType()));
                return true;
            default:
                return false;
        }
    }

    /// <summary>An exception's message, which may be code of the target's.</summary>
    public static string Message(Exception exception)
    {
        try
        {
            return Cut(exception.Message);
        }
        catch (Exception e)
        {
            return $"(its message throws {e.GetType().FullName})";
        }
    }

    private static void Real(JsonWriter json, double number, string text)
    {
        if (double.IsFinite(number))
            json.Raw(text);
        else
            json.Value(text);
    }

    private static JsonWriter Begin(JsonWriter json, Type type) => json.BeginObject().Member("$type", TypeNames.Of(type));

    private void WriteArray(JsonWriter json, Array array, int level)
    {
        Begin(json, array.GetType()).Member("$count", array.LongLength);
        json.Name("$items").BeginList();
        if (array.Rank == 1)
        {
            var first = array.GetLowerBound(0);
            for (var i = 0; i < Math.Min(array.Length, MostItems); i++)
                Write(json, array.GetValue(first + i), null, level + 1);
        }
        json.EndList().EndObject();
    }

    // Enumerating them runs no code of the target's, or only how it compares keys.
    private static bool IsCollection(Type type, out PropertyInfo? count)
    {
        count = TypeNames.IsMadeList(type) ? typeof(ICollection).GetProperty("Count") : null;
        if (count is not null)
            return true;
        if (type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) != true || (!type.Assembly.FullName!.StartsWith("System.", StringComparison.Ordinal)))
            return false;
        count = type.GetProperty("Count", BindingFlags.Instance | BindingFlags.Public, null, typeof(int), [], null)
            ?? type.GetProperty("Length", BindingFlags.Instance | BindingFlags.Public, null, typeof(int), [], null);
        return count is not null;
    }

    private void WriteCollection(JsonWriter json, IEnumerable items, PropertyInfo? count, int level)
    {
        var type = items.GetType();
        var length = json.Length;
        Begin(json, type);
        try
        {
            json.Member("$count", (int)count!.GetValue(items)!);
        }
        catch (Exception e)
        {
            // An immutable array that was never made.
            json.Member("$error", e.GetBaseException().GetType().FullName).EndObject();
            return;
        }
        json.Name("$items").BeginList();
        Exception? failure = null;
        try
        {
            var left = MostItems;
            foreach (var item in items)
            {
                if (left-- == 0)
                    break;
                WriteItem(json, item, level);
            }
        }
        catch (InvalidOperationException e)
        {
            // Somebody changes it meanwhile.
            failure = e;
        }
        json.EndList();
        if (failure is not null)
            json.Member("$error", failure.GetType().FullName);
        json.EndObject();
    }

    private void WriteItem(JsonWriter json, object? item, int level)
    {
        if (item is DictionaryEntry entry)
        {
            WritePair(json, entry.Key, entry.Value, level);
            return;
        }
        if (item?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        {
            var fields = TypeView.Of(type, false).Members;
            WritePair(json, fields[0].Read(item), fields[1].Read(item), level);
            return;
        }
        Write(json, item, null, level + 1);
    }

    private void WritePair(JsonWriter json, object? key, object? value, int level)
    {
        json.BeginObject().Name("key");
        Write(json, key, null, level + 1);
        json.Name("value");
        Write(json, value, key as string, level + 1);
        json.EndObject();
    }

    private void WriteMembers(JsonWriter json, object value, Type type, int level)
    {
        Begin(json, type);
        foreach (var member in TypeView.Of(type, options.Getters).Members)
        {
            json.Name(member.Name);
            object? read;
            try
            {
                read = member.Read(value);
            }
            catch (Exception e)
            {
                json.BeginObject().Member("$error", e.GetType().FullName + ": " + Message(e)).EndObject();
                continue;
            }
            Write(json, read, member.Name, level + 1);
        }
        json.EndObject();
    }
}
