using System.Globalization;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Files;

namespace DdRun.Instrumentation.Caching;

/// <summary>
/// Plans that were made before, one file each. Many processes may use one folder at the same time. What is damaged, of another version, or
/// not the current user's own is as good as absent. Nothing here throws.
/// </summary>
internal sealed class PlanCache
{
    public const long DefaultLimit = 512L << 20;

    private static readonly TimeSpan s_staleAfter = TimeSpan.FromHours(1);
    private const long UsedWithin = 24 * 60 * 60;

    private readonly string _folder;
    private readonly long _limit;

    private PlanCache(string folder, long limit)
    {
        _folder = folder;
        _limit = limit;
    }

    /// <summary>The user's cache, or <c>null</c> where there is none or it is switched off by <c>DD_RUN_CACHE=off</c>.</summary>
    public static PlanCache? Open(Func<string, string?> environment)
    {
        if (environment("DD_RUN_CACHE") is { } setting && IsOff(setting))
            return null;
        return Base(environment) is { } parent ? Open(Path.Combine(parent, "dd-run")) : null;
    }

    /// <summary>A cache in a folder, made when it is not there; <c>null</c> when somebody else could write to it.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="limit">Bytes; the longest unused plans go first.</param>
    public static PlanCache? Open(string folder, long limit = DefaultLimit)
    {
        try
        {
            if (!FileOwner.IsOursAlone(folder, folder: true))
            {
                Make(folder);
                if (!FileOwner.IsOursAlone(folder, folder: true))
                {
                    Log.Debug($"No plan cache: {folder} is not the current user's alone.");
                    return null;
                }
            }
            return new(folder, limit);
        }
        catch (Exception e)
        {
            Log.Debug($"No plan cache: {e.Message}");
            return null;
        }
    }

    /// <summary>The plan that was stored under a key.</summary>
    public bool TryRead(CacheKey key, out ReadOnlySpan<byte> plan)
    {
        plan = default;
        var path = Path.Combine(_folder, key.FileName);
        try
        {
            if (!FileOwner.IsOursAlone(path, folder: false, out var size, out var written) || size > Math.Min(_limit, int.MaxValue))
                return false;
            if (!CacheEntry.TryOpen(WholeFile.Read(path, size), key.Seed, out plan))
                return false;
            NoteUse(path, written);
            return true;
        }
        catch (Exception e)
        {
            Log.Debug($"The cached plan {key.FileName} cannot be read: {e.Message}");
            return false;
        }
    }

    /// <summary>Stores a plan; other processes see either all of it or nothing.</summary>
    public void Write(CacheKey key, ReadOnlySpan<byte> plan)
    {
        if (plan.Length + CacheEntry.HeaderSize > _limit)
        {
            Log.Warn(string.Create(CultureInfo.InvariantCulture,
                $"a plan of {plan.Length >> 20} MiB does not fit into the cache of {_limit >> 20} MiB: it is made anew with every start"));
            return;
        }
        var temporary = Path.Combine(_folder, $"{Environment.ProcessId:x}-{Random.Shared.NextInt64():x}.new");
        try
        {
            var entry = CacheEntry.Seal(plan, key.Seed);
            MakeRoom(entry.Length);
            using (var file = new FileStream(temporary, NewFile()))
                file.Write(entry);
            File.Move(temporary, Path.Combine(_folder, key.FileName), overwrite: true);
        }
        catch (Exception e)
        {
            Log.Debug($"The plan {key.FileName} cannot be cached: {e.Message}");
            TryDelete(temporary);
        }
    }

    /// <summary>Forgets a plan.</summary>
    public void Remove(CacheKey key) => Remove(key.FileName);

    /// <summary>What processes have appended to a list; empty when there is none.</summary>
    public byte[] ReadList(string file)
    {
        var path = Path.Combine(_folder, file);
        try
        {
            if (!FileOwner.IsOursAlone(path, folder: false, out var size, out var written))
                return [];
            NoteUse(path, written);
            return WholeFile.Read(path, size);
        }
        catch (Exception e)
        {
            Log.Debug($"The list {file} cannot be read: {e.Message}");
            return [];
        }
    }

    /// <summary>Adds to a list, which is made when it is not there.</summary>
    public void Append(string file, ReadOnlySpan<byte> record)
    {
        try
        {
            FileEnd.Add(Path.Combine(_folder, file), record);
        }
        catch (Exception e)
        {
            Log.Debug($"The list {file} cannot be added to: {e.Message}");
        }
    }

    /// <summary>Forgets a list.</summary>
    public void Remove(string file) => TryDelete(Path.Combine(_folder, file));

    private static bool IsOff(string setting) => setting.Trim().ToLowerInvariant() is "off" or "false" or "0";

    private static string? Base(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return environment("LOCALAPPDATA");
        // The specification of the variable tells to ignore a path that is not absolute.
        if (environment("XDG_CACHE_HOME") is ['/', ..] cache)
            return cache;
        return environment("HOME") is ['/', ..] home ? Path.Combine(home, ".cache") : null;
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    // Access times are not kept everywhere; the time of writing stands for the last use.
    private static void NoteUse(string path, long written)
    {
        if ((DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond - written > UsedWithin)
            KeepYoung(path);
    }

    private static void KeepYoung(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception)
        {
            // A read-only file system still gives plans.
        }
    }

    private void MakeRoom(long needed)
    {
        var files = new DirectoryInfo(_folder).GetFiles();
        foreach (var abandoned in files)
        {
            if (abandoned.Extension == ".new" && DateTime.UtcNow - abandoned.LastWriteTimeUtc > s_staleAfter)
                TryDelete(abandoned.FullName);
        }
        var plans = Array.FindAll(files, file => file.Extension is ".plan" or ".unmatched");
        var size = needed;
        foreach (var plan in plans)
            size += plan.Length;
        if (size <= _limit)
            return;
        Array.Sort(plans, (a, b) => a.LastWriteTimeUtc.CompareTo(b.LastWriteTimeUtc));
        foreach (var plan in plans)
        {
            // Down to three quarters, or the next plans would each have to look again.
            if (size <= _limit / 4 * 3)
                return;
            size -= plan.Length;
            TryDelete(plan.FullName);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception)
        {
            // Another process was quicker.
        }
    }
}
