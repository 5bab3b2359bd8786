using System.Globalization;
using DdRun.Exploration;

// exploration [--rounds N] [--no-compile] [PACKAGE…]: real tools, plain and under dd-run; the table goes to artifacts/exploration.md.
if (args is [FolderCompilation.Argument, var compiled, .. var left])
    return FolderCompilation.Run(compiled, left);
var rounds = 3;
var compiles = true;
var wanted = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--rounds" && i + 1 < args.Length)
        rounds = int.Parse(args[++i], CultureInfo.InvariantCulture);
    else if (args[i] == "--no-compile")
        compiles = false;
    else
        wanted.Add(args[i]);
}
if (wanted.Except(Catalogue.All.Select(tool => tool.Package), StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"there is no tool '{unknown}' in the catalogue; it has {string.Join(", ", Catalogue.All.Select(tool => tool.Package))}");
    return 2;
}

var explorer = new Explorer(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "obj", "exploration")).FullName);
var all = new List<Findings>();
foreach (var tool in Catalogue.All.Where(tool => wanted.Count == 0 || wanted.Contains(tool.Package, StringComparer.OrdinalIgnoreCase)))
{
    var findings = Exploration.Of(tool, explorer, rounds, compiles);
    all.Add(findings);
    Console.WriteLine(findings.Row);
    foreach (var difference in findings.Differences)
        Console.WriteLine("  " + difference);
}
var table = Findings.Header + "\n" + string.Join('\n', all.Select(findings => findings.Row)) + "\n";
File.WriteAllText(Path.Combine(Repository.Root, "artifacts", "exploration.md"), table);
Console.WriteLine();
Console.Write(table);
return all.All(findings => findings.Missing is not null || findings.MeetsBars) && all.Any(findings => findings.Missing is null) ? 0 : 1;
