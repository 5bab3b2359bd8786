using DdRun.Build;

// ResolveForwards FOLDER REFERENCES ASSEMBLY…: writes each assembly to the folder, so that it names every type where it is. The file of references names, in a line each, the
// assemblies that it is compiled against.
if (args is not [var folder, var references, .. var assemblies] || assemblies.Length == 0)
{
    Console.Error.WriteLine("usage: ResolveForwards FOLDER REFERENCES ASSEMBLY…");
    return 2;
}
Directory.CreateDirectory(folder);
var forwards = new Forwards(File.ReadAllLines(references));
foreach (var assembly in assemblies)
    forwards.Resolve(assembly, Path.Combine(folder, Path.GetFileName(assembly)));
return 0;
