using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Shapes;

public static class Case
{
    public static readonly List<string> Log = [];

    public static T Note<T>(T value)
    {
        lock (Log)
            Log.Add(Convert.ToString(value, CultureInfo.InvariantCulture));
        return value;
    }

    public static async Task Run(string name, MethodInfo method)
    {
        Log.Clear();
        string outcome;
        try
        {
            var result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
            if (result is Task task)
            {
                await task;
                result = task.GetType().GetProperty("Result")?.GetValue(task);
            }
            outcome = Show(result);
        }
        catch (Exception e)
        {
            outcome = Clean(e);
        }
        Console.WriteLine($"{name} = {outcome} [{string.Join(",", Log)}]");
    }

    public static string Show(object value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable items => "(" + string.Join(" ", items.Cast<object>().Select(Show)) + ")",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    // What called the method is not the case's business.
    private static string Clean(Exception e) =>
        string.Join(" | ", e.ToString().Split('\n').Where(line => !line.Contains("Shapes.Case.Run", StringComparison.Ordinal) && !line.Contains("InvokeStub", StringComparison.Ordinal) &&
            !line.Contains("System.Reflection", StringComparison.Ordinal)).Select(line => line.Trim()));
}
