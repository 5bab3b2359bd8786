using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.InProcess;

/// <summary>The methods of an assembly that are woven, one plan after the other. A chain: a start has mostly one.</summary>
internal sealed class WovenTokens
{
    private uint[] _tokens = MethodTokens.None;
    private WovenTokens? _before;

    public IEnumerable<uint> All
    {
        get
        {
            for (var part = this; part is not null; part = part._before)
            {
                foreach (var token in part._tokens)
                    yield return token;
            }
        }
    }

    public void Add(uint[] tokens)
    {
        if (_tokens.Length > 0)
            _before = new WovenTokens { _tokens = _tokens, _before = _before };
        _tokens = tokens;
    }
}
