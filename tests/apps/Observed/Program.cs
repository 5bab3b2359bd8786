using Observed;

// Does what each line of its input says, and says when it is done: `call NAME`, `times N NAME`.
Console.WriteLine($"ready {Environment.ProcessId}");
while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ');
    for (var i = words[0] == "times" ? int.Parse(words[1]) : 1; i > 0; i--)
        await Shapes.Call(words[^1]);
    Console.WriteLine($"done {line}");
}
