using System.Collections.Generic;
using System.Collections.Immutable;

namespace Shapes.Cases
{
    public static class Orders
    {
        public static int Place() => new Shop { Name = "corner", _secret = 42 }.Place(new Order { Id = 7, Kind = "ham", Ingredients = ["a", "b"], Customer = new("Ann", null), Price = 2.5m }, 3, null).Id;
        public static int PlaceNull() => new Shop().Place(null, 0, 5).Id;
        public static async Task<int> PlaceLater() => (await new Shop().PlaceLater(new Order { Id = 8, Kind = "egg" })).Id;
        public static async Task<int> PlaceValue() => (await new Shop().PlaceValue(new Order { Id = 9 })).Id;
        public static bool Check() => new Shop().Check(true).IsFailure;
        public static string Broken() => new Shop().Read(new Faulty());
        public static int Boxed() => new Shop().Span([1, 2, 3]);
        public static int Quoted() => new Shop().Lookup(new Dictionary<string, string> { ["a}"] = "brace" }, [5, 6]);
        public static int Struct() => new Till { Total = 12 }.Open(new Till { Total = 13 });
        public static string Handled() => new FirstHandler().Handle("x") + new SecondHandler().Handle("y") + new Unrelated().Handle("z");
        public static string Overridden() => new Middle().Run() + new Leaf().Run();
        public static int Arrays() { int[] more = [9]; return new Shelf().Stack([11, 22], ["a", "b"], [[1], [2, 3]], [new Till { Total = 5 }], ref more, [4, 5])[1]; }
        public static string Faults() => new Shelf().Mixed(new Faulty(), "arg", null) ?? "null";
        public static string Circular() => $"{new Circle().Turn(1)} {new Circle().Describe()}";
        public static int ByRefLike() => Shelf.Weigh(new Scale());
        public static async Task<string> Maybe() => $"{await new Shelf().Maybe(true)} {await new Shelf().Maybe(false)} {await new Shelf().Text("abc")}";
        public static int Marked() => Annotated(1) + Annotated(2);
        public static string Long() => new Shop().Long(new string('x', 20_000)).Length.ToString();

        [Datadog.Trace.Annotations.Trace(OperationName = "marked", ResourceName = "by attribute")]
        private static int Annotated(int x) => x;
    }

    public class Shop
    {
        public string Name { get; set; }
        internal int _secret;
        private protected int Half => _secret / 2;
        public Order Place(Order order, int count, int? limit) => order ?? new Order { Id = -1 };
        public async Task<Order> PlaceLater(Order order) { await Task.Yield(); return order; }
        public async ValueTask<Order> PlaceValue(Order order) => order;
        public Outcome Check(bool fails) => new() { IsFailure = fails };
        public string Read(Faulty faulty) => "read";
        public int Span(ReadOnlySpan<int> values) => values.Length;
        public int Lookup(Dictionary<string, string> map, List<int> numbers) => map.Count;
        public string Long(string text) => text;
    }

    public class Shelf
    {
        public int[] Sizes = [7, 8];
        public Guid[] Ids { get; } = [Guid.Empty];
        public int[] Stack(int[] numbers, string[] texts, int[][] jagged, Till[] tills, ref int[] more, ImmutableArray<int> fixedOnes) => numbers;
        public string Mixed(Faulty faulty, string text, int? none) => null;
        public static int Weigh<T>(T scale) where T : IWeight, allows ref struct => scale.Weight();
        public async Task<Till?> Maybe(bool there) { await Task.Yield(); return there ? new Till { Total = 6 } : null; }
        public async Task<ReadOnlyMemory<char>> Text(string text) { await Task.Yield(); return text.AsMemory(); }
    }

    /// <summary>Whose members lead to one another.</summary>
    public class Circle
    {
        public int Total => Turn(2);
        public int Turn(int by) => by;
        public string Describe() => "circle";
        public override string ToString() => Describe();
    }

    public interface IWeight { int Weight(); }
    public ref struct Scale : IWeight { public int Weight() => 8; }

    public class Order
    {
        public int Id;
        public string Kind { get; set; }
        public List<string> Ingredients { get; set; }
        public Customer Customer { get; set; }
        public decimal Price { get; set; }
    }
    public sealed record Customer(string Name, Customer Parent);
    public struct Outcome { public bool IsFailure { get; set; } }
    public class Faulty { public string Text => throw new InvalidOperationException("getter"); }
    public struct Till { public int Total { get; set; } public int Open(Till other) => Total + other.Total; }

    public interface IHandler { string Handle(string text); }
    public class FirstHandler : IHandler { public string Handle(string text) => "1" + text; }
    public abstract class HandlerBase : IHandler { public abstract string Handle(string text); }
    public class SecondHandler : HandlerBase { public override string Handle(string text) => "2" + text; }
    public class Unrelated { public string Handle(string text) => "3" + text; }
    public class Root { public virtual string Run() => "root"; }
    public class Middle : Root { public override string Run() => "middle" + base.Run(); }
    public class Leaf : Middle { public override string Run() => "leaf"; }
}

namespace Datadog.Trace.Annotations
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TraceAttribute : Attribute
    {
        public string OperationName { get; set; }
        public string ResourceName { get; set; }
    }
}
