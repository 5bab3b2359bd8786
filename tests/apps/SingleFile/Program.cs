#pragma warning disable IL3000 // that it is empty is the point
Console.WriteLine(SingleFile.Oven.Bake("cake"));
Console.WriteLine($"'{typeof(SingleFile.Oven).Assembly.Location}'");

namespace SingleFile
{
    public static class Oven
    {
        public static string Bake(string dish) => dish + ", baked";
    }
}
