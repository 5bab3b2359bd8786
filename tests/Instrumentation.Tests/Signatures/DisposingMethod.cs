using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Signatures;

/// <summary>What a compiler makes of a <c>using</c> statement of a span that a modified local or field holds.</summary>
internal static class DisposingMethod
{
    public static MethodDefinition Make(ModuleDefinition module, bool isField)
    {
        var span = module.ImportReference(typeof(Span));
        var modified = new RequiredModifierType(module.ImportReference(typeof(IsVolatile)), span);
        var type = module.GetType("Signed.Holder");
        var method = new MethodDefinition("Dispose" + (isField ? "Field" : "Local"), MethodAttributes.Public, module.TypeSystem.Void);
        type.Methods.Add(method);
        var field = new FieldDefinition("_span", FieldAttributes.Private, modified);
        if (isField)
            type.Fields.Add(field);
        method.Body.Variables.Add(new VariableDefinition(modified));
        var il = method.Body.GetILProcessor();
        var start = il.Create(OpCodes.Nop);
        var end = il.Create(OpCodes.Ret);
        il.Append(start);
        il.Emit(OpCodes.Leave, end);
        var handler = isField ? il.Create(OpCodes.Ldarg_0) : il.Create(OpCodes.Ldloc_0);
        il.Append(handler);
        if (isField)
            il.Emit(OpCodes.Ldfld, field);
        il.Emit(OpCodes.Callvirt, new MethodReference("Dispose", module.TypeSystem.Void, span) { HasThis = true });
        il.Emit(OpCodes.Endfinally);
        il.Append(end);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = start, TryEnd = handler, HandlerStart = handler, HandlerEnd = end });
        for (var (i, offset) = (0, 0); i < method.Body.Instructions.Count; i++)
        {
            method.Body.Instructions[i].Offset = offset;
            offset += method.Body.Instructions[i].GetSize();
        }
        return method;
    }
}
