using Bakery;

// One bakery, kept as a console loop, as a worker service, or as a web app. What it has done it says on a line for each order.
switch (args[0])
{
    case "console":
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } order)
            await Till.Serve(order);
        break;
    case "worker":
        await Worker.Run();
        break;
    case "web":
        await Web.Run();
        break;
    default:
        throw new ArgumentException(args[0]);
}
