Console.WriteLine(Hello.Greeter.Greet("world"));

namespace Hello
{
    public static class Greeter
    {
        public static string Greet(string whom) => "Hello, " + whom;
    }
}
