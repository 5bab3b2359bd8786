using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Metadata;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Explain;

/// <summary>Whether an application has a source of activities: whoever makes one has its name among the texts of his code.</summary>
internal static class SourceNames
{
    public static bool Contain(IReadOnlyList<ModuleSource> modules, string source)
    {
        foreach (var module in modules)
        {
            if (Contains(module.Metadata, source))
                return true;
        }
        return false;
    }

    private static bool Contains(MetadataReader metadata, string source)
    {
        var size = metadata.GetHeapSize(HeapIndex.UserString);
        // The heap ends with zeros, which count as empty texts.
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil && metadata.GetHeapOffset(handle) < size; handle = metadata.GetNextHandle(handle))
        {
            if (Glob.MatchesName(source, metadata.GetUserString(handle)))
                return true;
        }
        return false;
    }
}
