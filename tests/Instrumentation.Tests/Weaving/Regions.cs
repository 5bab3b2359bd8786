using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>Writes protected regions, one in the other, of a method whose result is a local.</summary>
internal sealed class Regions
{
    private readonly ModuleDefinition _module;
    private readonly ILProcessor _il;
    private readonly VariableDefinition _result;

    public Regions(ModuleDefinition module, ILProcessor il)
    {
        (_module, _il, _result) = (module, il, new VariableDefinition(module.TypeSystem.Int32));
        il.Body.Variables.Add(_result);
    }

    public void Throw()
    {
        _il.Emit(OpCodes.Newobj, _module.ImportReference(typeof(InvalidOperationException).GetConstructor([])));
        _il.Emit(OpCodes.Throw);
    }

    public void Set(int value)
    {
        _il.Emit(OpCodes.Ldloc, _result);
        _il.Emit(OpCodes.Ldc_I4, value);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, _result);
    }

    public void Return()
    {
        _il.Emit(OpCodes.Ldloc, _result);
        _il.Emit(OpCodes.Ret);
    }

    public void Catch(Action body, Action handler) => Region(ExceptionHandlerType.Catch, body, null, handler);

    public void Filter(Action body, Action filter, Action handler) => Region(ExceptionHandlerType.Filter, body, filter, handler);

    public void Finally(Action body, Action handler) => Region(ExceptionHandlerType.Finally, body, null, handler);

    public void Fault(Action body, Action handler) => Region(ExceptionHandlerType.Fault, body, null, handler);

    private void Region(ExceptionHandlerType kind, Action body, Action? filter, Action handler)
    {
        var after = _il.Create(OpCodes.Nop);
        var clause = new ExceptionHandler(kind) { TryStart = Start(OpCodes.Nop) };
        body();
        _il.Emit(OpCodes.Leave, after);
        if (filter is not null)
        {
            clause.FilterStart = clause.TryEnd = Start(OpCodes.Pop);
            filter();
            _il.Emit(OpCodes.Endfilter);
        }
        var catches = kind is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
        clause.HandlerStart = Start(catches ? OpCodes.Pop : OpCodes.Nop);
        clause.TryEnd ??= clause.HandlerStart;
        if (kind == ExceptionHandlerType.Catch)
            clause.CatchType = _module.ImportReference(typeof(InvalidOperationException));
        handler();
        if (catches)
            _il.Emit(OpCodes.Leave, after);
        else
            _il.Emit(OpCodes.Endfinally);
        _il.Append(after);
        clause.HandlerEnd = after;
        _il.Body.ExceptionHandlers.Add(clause);
    }

    private Instruction Start(OpCode code)
    {
        var instruction = _il.Create(code);
        _il.Append(instruction);
        return instruction;
    }
}
