using System.Globalization;
using DdRun.Distribution.Tests.Packages;

namespace DdRun.Distribution.Tests.Pages;

/// <summary>What an image is on a machine without a container engine: this machine's files, and changes to them that nobody else sees.</summary>
internal sealed class Image : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Image()
    {
    }

    /// <summary>Where <c>dd-run</c> and <c>out</c> are, as beside a Dockerfile.</summary>
    public string Context => _folder.Path;

    /// <summary>With the archive unpacked and an app published.</summary>
    public static async Task<Image> Make()
    {
        using var home = new EmptyHome();
        var image = new Image();
        Apps.Plain(home, name: "MyApp", exitCode: 0);
        await home.Do("dotnet", "publish", "MyApp", "-c", "Release", "-o", Path.Combine(image.Context, "out"));
        await home.Do("tar", "-xzf", PackageFolder.File($"dd-run-{PackageFolder.Version}-{PackageFolder.Rid}.tar.gz"), "-C", image.Context);
        return image;
    }

    /// <summary>Copies folders of the context into it and runs commands there, one after the other.</summary>
    /// <param name="copies">From where in the context, and to where.</param>
    /// <param name="environment">All that the commands find there, beside a path.</param>
    /// <param name="workingFolder">Where they run.</param>
    /// <param name="commands">All but the last have to succeed.</param>
    public Task<TargetResult> Run(IEnumerable<(string From, string To)> copies, IEnumerable<(string Name, string Value)> environment, string workingFolder, params string[][] commands)
    {
        const string prepare = """
            set -e
            mount -t tmpfs tmpfs "$0"
            mkdir "$0/upper" "$0/work" "$0/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
            mount -t proc proc "$0/root/proc"
            mount --rbind /dev "$0/root/dev"
            while [ "$1" != -- ]; do
              mkdir -p "$0/root$2"
              cp -r "$1/." "$0/root$2/"
              shift 2
            done
            shift
            exec chroot "$0/root" "$@"
            """;
        var variables = environment.Prepend(("PATH", Environment.GetEnvironmentVariable("PATH")!)).Select(pair => $"{pair.Item1}={pair.Item2}");
        var script = string.Join(" && ", commands.Select((command, index) => $"{(index == commands.Length - 1 ? "exec " : "")}{string.Join(' ', command.Select(Quote))}"));
        var mountPoint = Directory.CreateDirectory(Path.Combine(Context, string.Create(CultureInfo.InvariantCulture, $"mount-{Environment.TickCount64}"))).FullName;
        string[] whole =
        [
            "unshare", "-m", "sh", "-c", prepare, mountPoint, .. copies.SelectMany(copy => new[] { Path.Combine(Context, copy.From), copy.To }), "--",
            "env", "-i", .. variables, "sh", "-c", $"mkdir -p {Quote(workingFolder)} && cd {Quote(workingFolder)} && {script}",
        ];
        return TargetProcess.Run(new Target(whole) { LauncherArguments = null });
    }

    public void Dispose() => _folder.Dispose();

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
