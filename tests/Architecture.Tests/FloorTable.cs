using System.Text.RegularExpressions;

namespace DdRun.Architecture.Tests;

/// <summary>One assembly's table of floors, as docs/architecture.md shows it: the highest floor first, rooms of one floor separated by commas.</summary>
internal sealed partial class FloorTable
{
    private readonly List<Room> _rooms = [];
    private readonly Dictionary<string, Room> _byName = new(StringComparer.Ordinal);

    private readonly string _root;
    private Room? _ownFolder;

    private FloorTable(string root) => _root = root;

    public IReadOnlyList<Room> Rooms => _rooms;

    /// <summary>Reads the table below a heading.</summary>
    /// <param name="page">The text of docs/architecture.md.</param>
    /// <param name="heading">The folder whose floors they are, such as <c>src/Runtime</c>.</param>
    /// <param name="root">The namespace of that folder.</param>
    public static FloorTable Read(string page, string heading, string root)
    {
        var table = new FloorTable(root);
        var start = page.IndexOf($"\n### Floors of `{heading}`\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/architecture.md has no heading '### Floors of `{heading}`'");
        var rows = page[(start + 1)..].Split('\n').Skip(1).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            foreach (var text in rows[i].Split('|')[1].Split(','))
                table.Add(text, rows.Length - i);
        }
        return table;
    }

    public Room? Of(string type)
    {
        if (_byName.TryGetValue(type, out var room))
            return room;
        var space = type[..type.LastIndexOf('.')];
        if (space == _root)
            return _ownFolder;
        for (; space != _root && space.Contains('.', StringComparison.Ordinal); space = space[..space.LastIndexOf('.')])
        {
            if (_byName.TryGetValue(space, out room))
                return room;
        }
        return null;
    }

    // `Folder/Folder`; several that are one room with a plus between them; `(Type Type)` after a folder for these alone.
    private void Add(string text, int floor)
    {
        List<string> namespaces = [], types = [];
        foreach (Match part in Part().Matches(text))
        {
            var folder = part.Groups["folder"].Value;
            var space = folder == "." ? _root : _root + "." + folder.Replace('/', '.');
            if (part.Groups["types"].Success)
                types.AddRange(Code().Matches(part.Groups["types"].Value).Select(type => $"{space}.{type.Groups[1].Value}"));
            else
                namespaces.Add(space);
        }
        var room = new Room(text.Trim(), floor, namespaces, types);
        _rooms.Add(room);
        // Not with everything below it: a new folder is to say where it stands.
        if (namespaces.Contains(_root))
            _ownFolder = room;
        foreach (var name in namespaces.Concat(types).Where(name => name != _root))
            Assert.True(_byName.TryAdd(name, room), $"{name} stands in the table twice");
    }

    [GeneratedRegex(@"`(?<folder>[\w./]+)`(?: \((?<types>[^)]+)\))?")]
    private static partial Regex Part();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Code();
}
