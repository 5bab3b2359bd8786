using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>Writes an assembly of methods <c>int (int, int)</c> with random, valid and terminating code.</summary>
internal sealed class RandomBodies
{
    private const int Locals = 4, Fuel = 4, Result = 5, MaxDepth = 4;

    private readonly Random _random;
    private readonly ModuleDefinition _module;
    private readonly TypeReference _exception, _divide, _invalid;
    private readonly MethodReference _newInvalid;
    private ILProcessor _il = null!;
    private MethodBody _body = null!;
    private Instruction _end = null!;

    private RandomBodies(int seed, ModuleDefinition module)
    {
        _random = new Random(seed);
        _module = module;
        _exception = module.ImportReference(typeof(Exception));
        _divide = module.ImportReference(typeof(DivideByZeroException));
        _invalid = module.ImportReference(typeof(InvalidOperationException));
        _newInvalid = module.ImportReference(typeof(InvalidOperationException).GetConstructor([]));
    }

    public static void Write(string path, int count, int seed)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Generated", new Version(1, 0)), "Generated", ModuleKind.Dll);
        var module = assembly.MainModule;
        var bodies = new RandomBodies(seed, module);
        var type = new TypeDefinition("Generated", "Bodies", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        module.Types.Add(type);
        for (var i = 0; i < count; i++)
            type.Methods.Add(bodies.Method("M" + i));
        assembly.Write(path);
    }

    private MethodDefinition Method(string name)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static, _module.TypeSystem.Int32);
        method.Parameters.Add(new ParameterDefinition("a", ParameterAttributes.None, _module.TypeSystem.Int32));
        method.Parameters.Add(new ParameterDefinition("b", ParameterAttributes.None, _module.TypeSystem.Int32));
        _body = method.Body;
        _body.InitLocals = true;
        for (var i = 0; i <= Result; i++)
            _body.Variables.Add(new VariableDefinition(_module.TypeSystem.Int32));
        _il = _body.GetILProcessor();
        _end = _il.Create(OpCodes.Ldloc, _body.Variables[Result]);
        Emit(OpCodes.Ldc_I4, 30);
        Store(Fuel);
        Block(0, Region.None);
        Expression(2);
        if (Chance(2))
        {
            Emit(OpCodes.Ret);
        }
        else
        {
            Store(Result);
        }
        _il.Append(_end);
        Emit(OpCodes.Ret);
        return method;
    }

    private enum Region
    {
        None,
        Try,
        Handler,
    }

    private void Block(int depth, Region region)
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
            Statement(depth, region);
    }

    private void Statement(int depth, Region region)
    {
        switch (depth >= MaxDepth ? _random.Next(2) : _random.Next(11))
        {
            case 0 or 1 or 2:
                Expression(3);
                Store(_random.Next(Locals));
                break;
            case 3 or 4:
                If(depth, region);
                break;
            case 5:
                Loop(depth, region);
                break;
            case 6:
                Switch(depth, region);
                break;
            case 7:
                Catch(depth, region);
                break;
            case 8:
                Finally(depth, region);
                break;
            case 9:
                Filter(depth, region);
                break;
            default:
                Leave(region);
                break;
        }
    }

    private void If(int depth, Region region)
    {
        Instruction otherwise = _il.Create(OpCodes.Nop), after = _il.Create(OpCodes.Nop);
        Expression(2);
        if (Chance(2))
        {
            _il.Emit(Pick(OpCodes.Brtrue, OpCodes.Brfalse), otherwise);
        }
        else
        {
            Expression(2);
            _il.Emit(Pick(OpCodes.Beq, OpCodes.Blt, OpCodes.Bgt_Un, OpCodes.Bne_Un, OpCodes.Bge), otherwise);
        }
        Block(depth + 1, region);
        _il.Emit(OpCodes.Br, after);
        _il.Append(otherwise);
        if (Chance(2))
            Block(depth + 1, region);
        _il.Append(after);
    }

    // Every turn burns fuel: code that ends can be compared.
    private void Loop(int depth, Region region)
    {
        Instruction start = _il.Create(OpCodes.Nop), after = _il.Create(OpCodes.Nop);
        _il.Append(start);
        Load(Fuel);
        Emit(OpCodes.Ldc_I4, 1);
        Emit(OpCodes.Sub);
        Emit(OpCodes.Dup);
        Store(Fuel);
        Emit(OpCodes.Ldc_I4, 0);
        _il.Emit(OpCodes.Blt, after);
        Block(depth + 1, region);
        Expression(1);
        _il.Emit(OpCodes.Brtrue, start);
        _il.Append(after);
    }

    private void Switch(int depth, Region region)
    {
        var targets = new Instruction[_random.Next(1, 5)];
        var after = _il.Create(OpCodes.Nop);
        for (var i = 0; i < targets.Length; i++)
            targets[i] = _il.Create(OpCodes.Nop);
        Expression(1);
        _il.Emit(OpCodes.Switch, targets);
        _il.Emit(OpCodes.Br, after);
        foreach (var target in targets)
        {
            _il.Append(target);
            Block(depth + 2, region);
            if (Chance(2))
                _il.Emit(OpCodes.Br, after);
        }
        _il.Append(after);
    }

    private void Catch(int depth, Region region)
    {
        var after = _il.Create(OpCodes.Nop);
        var start = Try(depth, region, after);
        var handler = Start(OpCodes.Pop);
        Block(depth + 1, Inside(region));
        _il.Emit(OpCodes.Leave, after);
        _il.Append(after);
        _body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
        {
            TryStart = start,
            TryEnd = handler,
            HandlerStart = handler,
            HandlerEnd = after,
            CatchType = Pick(_exception, _divide, _invalid),
        });
    }

    private void Finally(int depth, Region region)
    {
        var after = _il.Create(OpCodes.Nop);
        var start = Try(depth, region, after);
        var handler = Start(OpCodes.Nop);
        Block(depth + 1, Region.Handler);
        Emit(OpCodes.Endfinally);
        _il.Append(after);
        _body.ExceptionHandlers.Add(new ExceptionHandler(Chance(4) ? ExceptionHandlerType.Fault : ExceptionHandlerType.Finally)
        {
            TryStart = start,
            TryEnd = handler,
            HandlerStart = handler,
            HandlerEnd = after,
        });
    }

    private void Filter(int depth, Region region)
    {
        var after = _il.Create(OpCodes.Nop);
        var start = Try(depth, region, after);
        var filter = Start(OpCodes.Pop);
        Load(_random.Next(Locals));
        Emit(OpCodes.Ldc_I4, 1);
        Emit(OpCodes.And);
        Emit(OpCodes.Endfilter);
        var handler = Start(OpCodes.Pop);
        Block(depth + 1, Inside(region));
        _il.Emit(OpCodes.Leave, after);
        _il.Append(after);
        _body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Filter)
        {
            TryStart = start,
            TryEnd = filter,
            FilterStart = filter,
            HandlerStart = handler,
            HandlerEnd = after,
        });
    }

    // Nothing leaves a `finally` but an exception.
    private static Region Inside(Region region) => region == Region.Handler ? Region.Handler : Region.Try;

    private Instruction Try(int depth, Region region, Instruction after)
    {
        var start = Start(OpCodes.Nop);
        Block(depth + 1, Inside(region));
        _il.Emit(OpCodes.Leave, after);
        return start;
    }

    private void Leave(Region region)
    {
        // Behind a condition, so that what follows is not always out of reach.
        var after = _il.Create(OpCodes.Nop);
        Expression(1);
        _il.Emit(OpCodes.Brfalse, after);
        switch (_random.Next(region == Region.Handler ? 1 : 3))
        {
            case 0:
                Emit(OpCodes.Newobj, _newInvalid);
                Emit(OpCodes.Throw);
                break;
            case 1 when region == Region.None:
                Expression(1);
                Emit(OpCodes.Ret);
                break;
            default:
                Expression(1);
                Store(Result);
                _il.Emit(region == Region.None ? OpCodes.Br : OpCodes.Leave, _end);
                break;
        }
        _il.Append(after);
    }

    private void Expression(int depth)
    {
        switch (_random.Next(depth <= 0 ? 3 : 7))
        {
            case 0:
                Emit(OpCodes.Ldc_I4, _random.Next(-5, 20));
                break;
            case 1:
                Emit(Pick(OpCodes.Ldarg_0, OpCodes.Ldarg_1));
                break;
            case 2:
                Load(_random.Next(Locals));
                break;
            default:
                Expression(depth - 1);
                Expression(depth - 1);
                Emit(Pick(OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.Xor, OpCodes.And, OpCodes.Or, OpCodes.Clt, OpCodes.Div, OpCodes.Rem));
                break;
        }
    }

    private Instruction Start(OpCode code)
    {
        var instruction = _il.Create(code);
        _il.Append(instruction);
        return instruction;
    }

    private void Load(int local) => _il.Emit(OpCodes.Ldloc, _body.Variables[local]);

    private void Store(int local) => _il.Emit(OpCodes.Stloc, _body.Variables[local]);

    private void Emit(OpCode code) => _il.Emit(code);

    private void Emit(OpCode code, int value) => _il.Emit(code, value);

    private void Emit(OpCode code, MethodReference method) => _il.Emit(code, method);

    private bool Chance(int of) => _random.Next(of) == 0;

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];
}
