using Everywhere;

// hello: one call, and an exit code of its own. web: a server and its client. wait: says who it is, and calls until its input ends.
switch (args[0])
{
    case "hello":
        Console.WriteLine(Greeter.Greet(args.Length > 1 ? args[1] : "world"));
        return 3;
    case "web":
        Console.WriteLine(await Web.Visit());
        return 0;
    case "wait":
        Console.WriteLine(Environment.ProcessId);
        var end = Task.Run(Console.In.ReadToEnd);
        while (!end.IsCompleted)
        {
            Greeter.Greet("patience");
            Thread.Sleep(20);
        }
        return 0;
    default:
        return 1;
}
