using Observed;

// Does what each line of its input says, and says when it is done: `call NAME`, `times N NAME`, `load THREADS`, `unload`.
Console.WriteLine($"ready {Environment.ProcessId}");
while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ');
    switch (words[0])
    {
        case "load":
            Load.Start(int.Parse(words[1]));
            break;
        case "unload":
            line = await Load.Stop();
            break;
        default:
            for (var i = words[0] == "times" ? int.Parse(words[1]) : 1; i > 0; i--)
                await Shapes.Call(words[^1]);
            break;
    }
    Console.WriteLine($"done {line}");
}
