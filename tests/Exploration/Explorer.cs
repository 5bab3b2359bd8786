using System.Collections;
using System.Diagnostics;

namespace DdRun.Exploration;

/// <summary>Installs a tool and runs it in every way.</summary>
internal sealed class Explorer(string folder)
{
    private readonly string _cache = Path.Combine(folder, "cache");

    /// <summary>Where the tool's assemblies are. Null, with a reason, where it cannot be had.</summary>
    public string? Install(Tool tool, out string reason)
    {
        var path = Path.Combine(folder, "tools", tool.Package + "." + tool.Version);
        reason = "";
        if (!File.Exists(Path.Combine(path, tool.Command)))
        {
            var start = new ProcessStartInfo("dotnet", ["tool", "install", tool.Package, "--version", tool.Version, "--tool-path", path]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                reason = (errors.Result + output).Split('\n')[0];
                return null;
            }
        }
        return path;
    }

    /// <summary>The folder with the assemblies behind a tool's command.</summary>
    public static string Assemblies(string path, Tool tool)
    {
        var store = Path.Combine(path, ".store");
        var settings = Directory.EnumerateFiles(store, "DotnetToolSettings.xml", SearchOption.AllDirectories).First();
        var entry = System.Xml.Linq.XDocument.Load(settings).Descendants("Command").Select(command => (string?)command.Attribute("EntryPoint")).First()
            ?? throw new InvalidOperationException($"{tool.Package} names no entry point");
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(settings)!, entry)))!, tool.Folder);
    }

    public Observation Run(Tool tool, string path, Work work, Way way)
    {
        var place = Path.Combine(folder, "work");
        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        Directory.CreateDirectory(place);
        work.Prepare(place);
        string output = Path.Combine(folder, "output.txt"), errors = Path.Combine(folder, "errors.txt");
        string[] command = [Path.Combine(path, tool.Command), .. work.Arguments];
        if (way != Way.Plain)
            command = [Repository.Launcher, .. way == Way.Woven ? new[] { "--manifest", Manifest(tool, path) } : [], "--", .. command];
        var process = MeasuredProcess.Start(command, Variables(work), place, output, errors);
        work.Talk?.Invoke(process, place);
        var accounts = process.Wait();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories))
            files.Add(Path.GetRelativePath(place, file), Normal.File(file, place));
        return new(accounts.ExitCode, Said(output), Said(errors), files,
            accounts.CpuMilliseconds / 1e3, accounts.Milliseconds / 1e3, accounts.PeakMegabytes);

        string Said(string file)
        {
            var text = Normal.Text(File.ReadAllText(file), place);
            return work.IsUnordered ? string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal)) : text;
        }
    }

    /// <summary>Compiles every method of the tool's assemblies, in a process of its own.</summary>
    public string Compile(Tool tool, string path, Way way)
    {
        var output = Path.Combine(folder, "compiled.txt");
        string[] command = ["dotnet", typeof(Explorer).Assembly.Location, FolderCompilation.Argument, Assemblies(path, tool), .. tool.NotCompiled];
        if (way == Way.Woven)
            command = [Repository.Launcher, "--manifest", Manifest(tool, path), "--", .. command];
        var ended = MeasuredProcess.Start(command, Variables(tool.Work), folder, output, Path.Combine(folder, "errors.txt")).Wait();
        return File.ReadAllText(output) + (ended.ExitCode == 0 ? "" : $"exit code {ended.ExitCode}\n{File.ReadAllText(Path.Combine(folder, "errors.txt"))}");
    }

    /// <summary>Forgets the plans, for a cold start.</summary>
    public void ForgetPlans()
    {
        if (Directory.Exists(_cache))
            Directory.Delete(_cache, recursive: true);
    }

    private string Manifest(Tool tool, string path)
    {
        var names = Directory.EnumerateFiles(Assemblies(path, tool), "*.dll").Select(Path.GetFileNameWithoutExtension).Where(name => name is not null).Order(StringComparer.Ordinal);
        var file = Path.Combine(folder, "every-method.json");
        File.WriteAllText(file, "{ \"instrument\": [\n" + string.Join(",\n", names.Select(name => $$"""{ "method": "**.**", "assembly": "{{name}}", "when": "parent" }""")) + "\n] }");
        return file;
    }

    private IEnumerable<string> Variables(Work work)
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!name.StartsWith("DD_", StringComparison.Ordinal) && !name.StartsWith("OTEL_", StringComparison.Ordinal) && name != "XDG_CACHE_HOME")
                variables[name] = (string)variable.Value!;
        }
        variables["XDG_CACHE_HOME"] = _cache;
        variables["XDG_STATE_HOME"] = Path.Combine(folder, "state");
        variables["DOTNET_ROLL_FORWARD"] = "Major";
        variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = variables["POWERSHELL_TELEMETRY_OPTOUT"] = variables["KIOTA_CLI_TELEMETRY_OPTOUT"] = "1";
        // Nothing is asked of the network.
        variables["KIOTA_OFFLINE_ENABLED"] = "true";
        variables["NO_COLOR"] = "1";
        foreach (var (name, value) in work.Environment)
            variables[name] = value;
        return variables.Select(variable => $"{variable.Key}={variable.Value}");
    }
}
