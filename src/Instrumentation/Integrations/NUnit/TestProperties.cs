using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using DdRun.Instrumentation.Integrations.Testing;

namespace DdRun.Instrumentation.Integrations.NUnit;

/// <summary>What a test and its fixture are marked with: categories and other properties, but those of NUnit's own, which begin with an underscore.</summary>
internal sealed class TestProperties
{
    private readonly PropertyReader<object> _parent = new("Parent"), _properties = new("Properties");
    private readonly PropertyReader<string> _kind = new("TestType");
    private readonly PropertyReader<IEnumerable<string>> _keys = new("Keys");
    private readonly ConcurrentDictionary<Type, MethodInvoker?> _items = new();

    public void AddTo(TestTraits traits, object test)
    {
        for (object? one = test; one is not null && _kind.Read(one) is not ("Assembly" or "Project"); one = _parent.Read(one))
        {
            var properties = _properties.Read(one);
            foreach (var key in _keys.Read(properties) ?? [])
            {
                if (!key.StartsWith('_') && Items(properties!)?.Invoke(properties, key) is IEnumerable values)
                    traits.Add(key, values);
            }
        }
    }

    private MethodInvoker? Items(object properties) =>
        _items.GetOrAdd(properties.GetType(), static type => type.GetProperty("Item")?.GetMethod is { } getter ? MethodInvoker.Create(getter) : null);
}
