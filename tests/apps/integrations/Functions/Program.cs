using System.Collections;
using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// An isolated worker, and in place of its host what that would ask it to do.
using var worker = new HostBuilder().ConfigureFunctionsWorker((_, builder) => builder.UseFunctionExecutionMiddleware(), _ => { }).ConfigureLogging(logging => logging.ClearProviders()).Build();
var invoke = worker.Services.GetRequiredService<FunctionExecutionDelegate>();
await invoke(new Invocation("Bake", "httpTrigger", () => Console.WriteLine("baked"), worker.Services));
try
{
    await invoke(new Invocation("Clean", "timerTrigger", () => throw new InvalidOperationException("no water"), worker.Services));
}
catch (InvalidOperationException e)
{
    Console.WriteLine(e.Message);
}

internal sealed class Invocation(string name, string trigger, Action body, IServiceProvider services) : FunctionContext
{
    public override string InvocationId => "1";
    public override string FunctionId => name;
    public override TraceContext TraceContext { get; } = new HostContext();
    public override BindingContext BindingContext => null!;
    public override RetryContext RetryContext => null!;
    public override IServiceProvider InstanceServices { get; set; } = services;
    public override FunctionDefinition FunctionDefinition { get; } = new Definition(name, trigger);
    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();
    public override IInvocationFeatures Features { get; } = new InvocationFeatures(new Executor(body));
}

internal sealed class HostContext : TraceContext
{
    public override string TraceParent => "00-00000000000000000000000000000007-0000000000000008-01";
    public override string TraceState => "";
}

internal sealed class Definition(string name, string trigger) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters => [];
    public override string PathToAssembly => "Functions.dll";
    public override string EntryPoint => "Functions.Oven." + name;
    public override string Id => name;
    public override string Name => name;
    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty.Add("input", new Binding(trigger));
    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
}

internal sealed class Binding(string trigger) : BindingMetadata
{
    public override string Name => "input";
    public override string Type => trigger;
    public override BindingDirection Direction => BindingDirection.In;
}

internal sealed class Executor(Action body) : IFunctionExecutor
{
    public async ValueTask ExecuteAsync(FunctionContext context)
    {
        await Task.Yield();
        body();
    }
}

internal sealed class InvocationFeatures(IFunctionExecutor executor) : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _all = new() { [typeof(IFunctionExecutor)] = executor };

    public T? Get<T>() => _all.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

    public void Set<T>(T instance) => _all[typeof(T)] = instance!;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
