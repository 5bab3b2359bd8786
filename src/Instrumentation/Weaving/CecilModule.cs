using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Metadata;
using Mono.Cecil;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;

namespace DdRun.Instrumentation.Weaving;

/// <summary>
/// A module as Cecil sees it. Opened, and Cecil loaded with it, when a method needs more than its raw code: expressions, constructors and
/// state machines do, most methods do not.
/// </summary>
internal sealed class CecilModule(ModuleSource source, CecilAssemblies assemblies) : IDisposable
{
    private ModuleDefinition? _module;
    private Stream? _file;

    /// <summary>The same module without Cecil.</summary>
    public MetadataReader Metadata => source.Metadata;

    public bool IsOpen => _module is not null;

    public ModuleDefinition Definition => _module ?? Open();

    public MethodDefinition Method(uint token) => (MethodDefinition)Definition.LookupToken((int)token);

    public void Dispose()
    {
        if (IsOpen)
            Close();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ModuleDefinition Open()
    {
        _file = source.OpenFile();
        return _module = ModuleDefinition.ReadModule(_file, new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = assemblies.Resolver });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Close()
    {
        _module!.Dispose();
        _file!.Dispose();
    }
}
