namespace DdRun.Viewer.Store;

/// <summary>The runs by their numbers and ids. Number 0 stands for spans that do not say where they come from.</summary>
internal sealed class RunTable
{
    private const int MaxRuns = 4096;
    private readonly List<Run> _runs = [new() { Number = 0, Id = "", Service = "" }];
    private readonly Dictionary<string, Run> _byId = [];

    public IReadOnlyList<Run> All => _runs;

    public Run this[int number] => _runs[number];

    /// <returns>The run of this id; run 0 when there is no id or there are too many.</returns>
    public Run Get(string id, string service)
    {
        if (id.Length == 0)
            return _runs[0];
        if (_byId.TryGetValue(id, out var run))
            return run;
        if (_runs.Count == MaxRuns)
            return _runs[0];
        run = new() { Number = _runs.Count, Id = id, Service = service };
        _runs.Add(run);
        _byId[id] = run;
        return run;
    }

    public Run? Find(string id) => _byId.GetValueOrDefault(id);
}
