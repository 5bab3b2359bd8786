using System.Runtime.CompilerServices;

Console.WriteLine($"{Hookless.Oven.Bake("cake")}, dynamic code: {RuntimeFeature.IsDynamicCodeSupported}");
if (args is ["wait"])
    Thread.Sleep(Timeout.Infinite);

namespace Hookless
{
    public static class Oven
    {
        public static string Bake(string dish) => dish + ", baked";
    }
}
