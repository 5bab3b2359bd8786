using System.Reflection;
using System.Globalization;

namespace Shapes;

public static class Bodies
{
    private static readonly int[] s_inputs = [0, 7, int.MinValue];

    public static int Run(string file)
    {
        var assembly = Assembly.LoadFrom(Path.GetFullPath(file));
        var count = 0;
        foreach (var type in assembly.GetTypes().OrderBy(type => type.MetadataToken))
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public).OrderBy(method => method.MetadataToken))
            {
                count++;
                var results = new List<string>();
                foreach (var input in s_inputs)
                    results.Add(Call(method, input));
                Console.WriteLine($"{method.Name} = {string.Join(" ", results)}");
            }
        }
        Console.WriteLine(count);
        return 0;
    }

    private static string Call(MethodInfo method, int input)
    {
        try
        {
            return Convert.ToString(method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [input, input / 3], null), CultureInfo.InvariantCulture);
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }
}
