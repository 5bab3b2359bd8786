namespace Everywhere;

public static class Greeter
{
    public static string Greet(string whom) => "Hello, " + whom;
}
