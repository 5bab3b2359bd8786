using System.Numerics;
using static Shapes.Case;

namespace Shapes.Cases;

public static class Types
{
    public static int StructInstance() { var c = new Counter(3); c.Increment(); c.Increment(); return c.Value; }
    public static int GenericStruct() { var b = new Cell<string>("x"); b.Put("yy"); return b.Item.Length; }
    public static string NestedInGeneric() => new Outer<int>.Inner<string>(1, "a").Show();
    public static string NestedPlainInGeneric() => new Outer<string>.Plain().Name("q");
    public static int GenericMethod() => Largest(3, 9) + Largest("a", "bb").Length;
    public static string GenericVirtual() { Base b = new Derived(); return b.Make<int>(3) + b.Make("s"); }
    public static string Explicit() => ((IGreeter)new Greeter()).Greet("a") + ((IGreeter)new Greeter()).Bye();
    public static int StaticAbstract() => SumAll<Meters>([new(1), new(2)]).Value;
    public static string DefaultInterface() => ((IGreeter)new Greeter()).Bye();
    public static string Record() => (new Person("A", 1) with { Age = 2 }).ToString() + (new Person("A", 1) == new Person("A", 1));
    public static string RecordStruct() => new Spot(1, 2).ToString() + new Spot(1, 2).GetHashCode().Equals(new Spot(1, 2).GetHashCode());
    public static int Operators() => (new Meters(2) + new Meters(3)).Value + (int)new Meters(4);
    public static int Properties() { var p = new Props { Init = 3, Set = 4 }; return p.Init + p.Set + p[5] + p.Computed; }
    public static int Events() { var p = new Props(); p.Changed += () => Note("changed"); p.Raise(); return 1; }
    public static string Constructors() => new Child(3).ToString() + new Child().ToString() + new Child("a", true).ToString();
    public static string FailingConstructor() => new Failing(-1).ToString();
    public static string FailingInBase() => new FailingChild(null).ToString();
    public static int StaticConstructor() => WithStatic.Value;
    public static int Finalizer() { var d = new Disposer(); d.Dispose(); return 2; }
    public static string VirtualCalls() { Base b = new Derived(); return b.Virtual() + ((Derived)b).CallBase(); }
    public static string ToStringOverride() => new Child(9).ToString();
    public static int Indexer() => new Props()[7];
    public static string Variance() { IProducer<object> p = new Producer(); return (string)p.Produce(); }
    public static string ExtensionMethod() => "abc".Shout();
    public static string Constrained() => Text(new Meters(3)) + Text("x");
    public static int ReadonlyStruct() => new Fixed(4).Twice();
    public static string Covariant() => new CovariantDerived().Clone().Name;
    public static int LargeGeneric() => new Many<int, string, double>().Count(1, "a", 2);
    public static T Default<T>() => default;
    public static string DefaultOf() => (Default<string>() ?? "null") + Default<int>() + Default<Meters>().Value;

    private static T Largest<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) >= 0 ? a : b;
    private static T SumAll<T>(T[] items) where T : IAdditionOperators<T, T, T>, IMake<T> { var sum = T.Make(0); foreach (var item in items) sum += item; return sum; }
    private static string Text<T>(T value) => value.ToString();

    public interface IMake<TSelf> { static abstract TSelf Make(int x); static virtual string Kind() => "make"; }
    public interface IGreeter { string Greet(string name); string Bye() => "bye " + GetType().Name; }
    public interface IProducer<out T> { T Produce(); }
    public sealed class Producer : IProducer<string> { public string Produce() => "produced"; }
    public sealed class Greeter : IGreeter { string IGreeter.Greet(string name) => "hello " + name; }
    public readonly record struct Meters(int Value) : IAdditionOperators<Meters, Meters, Meters>, IMake<Meters>
    {
        public static Meters operator +(Meters a, Meters b) => new(a.Value + b.Value);
        public static explicit operator int(Meters m) => m.Value;
        public static Meters Make(int x) => new(x);
        public override string ToString() => Value + "m";
    }
    public struct Counter
    {
        public int Value;
        public Counter(int start) => Value = start;
        public void Increment() => Value++;
    }
    public struct Cell<T>(T item)
    {
        public T Item = item;
        public void Put(T item) => Item = item;
    }
    public class Outer<T>
    {
        public class Inner<TOther>(T a, TOther b)
        {
            public string Show() => typeof(T).Name + typeof(TOther).Name + a + b;
        }
        public class Plain { public string Name(T x) => typeof(T).Name + x; }
    }
    public class Base
    {
        protected readonly string Tag;
        public Base() : this("none") { Note("Base()"); }
        public Base(string tag) { Tag = Note(tag); }
        public virtual string Make<T>(T value) => "b" + value;
        public virtual string Virtual() => "base";
    }
    public class Derived : Base
    {
        public override string Make<T>(T value) => "d" + typeof(T).Name + value;
        public override string Virtual() => "derived";
        public string CallBase() => base.Virtual();
    }
    public class Child : Base
    {
        private readonly List<int> _items = [1, 2];
        private readonly int _count = Note(4);
        public Child() { Note("Child()"); }
        public Child(int x) : base(x > 2 ? "big" : "small") { _count += x; Note(x); }
        public Child(string name, bool flag) : base(Compute(() => name + flag)) { Note(name); }
        private static string Compute(Func<string> make) => make();
        public override string ToString() => Tag + _items.Count + _count;
    }
    public class Failing
    {
        public Failing(int x) { if (x < 0) throw new ArgumentOutOfRangeException(nameof(x)); }
    }
    public class FailingBase { protected FailingBase(string text) => Note(text.Length); }
    public sealed class FailingChild(string text) : FailingBase(text) { private readonly int _x = Note(3); }
    public static class WithStatic
    {
        public static readonly int Value = Note(11);
        static WithStatic() => Note("cctor");
    }
    public sealed class Disposer : IDisposable
    {
        ~Disposer() { }
        public void Dispose() { Note("disposed"); GC.SuppressFinalize(this); }
    }
    public record Person(string Name, int Age);
    public record struct Spot(int X, int Y);
    public readonly struct Fixed(int x) { public int Twice() => x * 2; }
    public class Props
    {
        public int Init { get; init; }
        public int Set { get; set; }
        public int Computed => Set * 2;
        public int this[int index] => index * 3;
        public event Action Changed;
        public void Raise() => Changed?.Invoke();
    }
    public class CovariantBase { public virtual CovariantBase Clone() => this; public virtual string Name => "b"; }
    public class CovariantDerived : CovariantBase { public override CovariantDerived Clone() => this; public override string Name => "d"; }
    public class Many<T1, T2, T3> { public int Count(T1 a, T2 b, T3 c) => new object[] { a, b, c }.Length; }
}

public static class Extensions { public static string Shout(this string text) => text.ToUpperInvariant() + "!"; }
