internal static class StartupHook
{
    public static void Initialize() => Console.WriteLine("foreign hook ran");
}
