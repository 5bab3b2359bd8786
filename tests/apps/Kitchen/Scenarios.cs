using System.Diagnostics;

namespace Kitchen;

public static class Scenarios
{
    public static async Task<int> Nesting()
    {
        Console.WriteLine(await new Chef().Serve("ham"));
        return 0;
    }

    public static async Task<int> Parallel()
    {
        var dishes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => new Chef().Serve("dish " + number))));
        Console.WriteLine(string.Join('\n', dishes));
        return 0;
    }

    public static async Task<int> Exceptions()
    {
        var chef = new Chef();
        try
        {
            chef.Burn("toast");
        }
        catch (InvalidOperationException burnt)
        {
            Console.WriteLine(burnt);
        }
        try
        {
            await chef.BurnLater("soup");
        }
        catch (InvalidOperationException burnt)
        {
            Console.WriteLine(burnt);
        }
        try
        {
            await chef.BurnAtOnce("rice");
        }
        catch (InvalidOperationException burnt)
        {
            Console.WriteLine(burnt);
        }
        return 0;
    }

    public static int Inlined()
    {
        var grains = 0;
        for (var pinch = 0; pinch < 500; pinch++)
            grains = Chef.Salt(grains);
        Console.WriteLine(grains);
        return 0;
    }

    public static async Task<int> Precompiled()
    {
        Console.WriteLine(Pantry.Shelf.Count(200));
        Console.WriteLine(await Pantry.Shelf.Fetch("salt"));
        return 0;
    }

    public static int Generics()
    {
        var chef = new Chef();
        Console.WriteLine(chef.Mix(1, 2));
        Console.WriteLine(chef.Mix("a", "b"));
        Console.WriteLine(chef.Mix(1.5m, 0.5m));
        Console.WriteLine(new Box<string>().Put("x"));
        Console.WriteLine(new Box<Guid>().Put(Guid.Empty));
        Console.WriteLine(new Box<string>().Pair("x", 7));
        Console.WriteLine(new Box<int>().Pair(7, new DateTime(2020, 1, 2)));
        var lid = new Box<string>.Lid();
        lid.Turn();
        Console.WriteLine(lid.Turn());
        return 0;
    }

    public static int Runtime()
    {
        Console.WriteLine(System.Environment.Version);
        Console.WriteLine(new Chef().Garnish("pie"));
        return 0;
    }

    public static async Task<int> Child(string[] command)
    {
        Console.WriteLine(new Chef().Garnish("parent"));
        using var child = Process.Start(command[0], command[1..]);
        await child.WaitForExitAsync();
        return child.ExitCode;
    }

    public static int Echo(string[] words)
    {
        foreach (var word in words)
            Console.WriteLine($"[{word}]");
        Console.WriteLine(Console.In.ReadToEnd());
        Console.Error.WriteLine("to standard error");
        return 7;
    }

    public static int Environment(string name)
    {
        Console.WriteLine(System.Environment.GetEnvironmentVariable(name) ?? "not set");
        return 0;
    }
}
